import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock, type ManualClock } from '../../src/clock.ts';
import { Inbox } from '../../src/observability/inbox.ts';
import { LogStore } from '../../src/observability/log-store.ts';
import { MetricStore } from '../../src/observability/metric-store.ts';
import type { TemplateResource, TemplateResources } from '../../src/observability/types.ts';
import { startServiceEndpoint } from '../../src/services/endpoint.ts';
import { createServicePlugins } from '../../src/services/plugins.ts';
import type {
  DeployedStacks,
  RunningParts,
  ServiceEndpoint,
  ServicePlugins,
  UnsupportedRequest,
} from '../../src/services/types.ts';
import { type Faults, NO_FAULTS, type Random } from '../../src/types.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** A resource of a template; the ARN's form does not matter unless it is given. */
export function resource(
  type: string,
  logicalId: string,
  properties: Record<string, unknown>,
  ids: { readonly physicalId?: string; readonly arn?: string } = {},
): TemplateResource {
  const physicalId = ids.physicalId ?? logicalId;
  return { stack: 'Stack', logicalId, type, physicalId, arn: ids.arn ?? `arn:aws:test:::${physicalId}`, properties };
}

export function resources(...all: readonly TemplateResource[]): TemplateResources {
  return { account: ACCOUNT, region: REGION, ofType: (type) => all.filter((entry) => entry.type === type) };
}

export interface RunningServices {
  readonly endpoint: ServiceEndpoint;
  readonly plugins: ServicePlugins;
  readonly clock: ManualClock;
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  readonly inbox: Inbox;
  readonly faults: Faults;
  readonly unsupported: UnsupportedRequest[];
  /** Options of every AWS client in the tests. */
  readonly client: ReturnType<typeof clientOptions>;
  dispose(): Promise<void>;
}

const clientOptions = (endpoint: string) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: 'preview', secretAccessKey: 'preview' },
  maxAttempts: 1,
});

/** Every service of some resources behind a real endpoint, with a clock that stands still. */
export async function startServices(
  assembly: TemplateResources,
  options: {
    readonly modelUrl?: string;
    readonly random?: Random;
    readonly speed?: number;
    readonly deployed?: DeployedStacks;
    readonly running?: RunningParts;
    readonly toVirtual?: (realMs: number) => number;
  } = {},
): Promise<RunningServices> {
  const clock = { ...createManualClock({ toVirtual: options.toVirtual }), speed: options.speed ?? 1 };
  const metrics = new MetricStore();
  const logs = new LogStore({ metrics, clock });
  const inbox = new Inbox();
  const faults = { ...NO_FAULTS };
  const random = options.random ?? (() => 0.5);
  const modelUrl = options.modelUrl ?? 'http://127.0.0.1:1';
  const { deployed, running } = options;
  const deps = { clock, metrics, logs, inbox, faults, random, modelUrl, deployed, running };
  const plugins = await createServicePlugins(assembly, deps);
  const unsupported: UnsupportedRequest[] = [];
  const endpoint = await startServiceEndpoint(plugins.all, { onUnsupported: (request) => unsupported.push(request) });
  const dispose = async () => {
    await endpoint.dispose();
    clock.dispose();
  };
  const client = clientOptions(endpoint.url);
  return { endpoint, plugins, clock, metrics, logs, inbox, faults, unsupported, client, dispose };
}

export interface ContainerRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ContainerAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A model container that answers what the test says; it remembers what it was sent. */
export async function startContainer(
  answer: (request: ContainerRequest) => ContainerAnswer | Promise<ContainerAnswer>,
) {
  const requests: ContainerRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const request = { path: incoming.url ?? '', headers: incoming.headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      const { status = 200, headers = {}, body = '' } = await answer(request);
      outgoing.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dispose = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, requests, dispose };
}

/** A signed request of a service that has no client here. */
export function signed(service: string, extra: Record<string, string> = {}): Record<string, string> {
  const credential = `Credential=preview/20260101/${REGION}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`, ...extra };
}

/** All samples of a metric with exactly these dimensions. */
export function samplesOf(
  metrics: MetricStore,
  namespace: string,
  metricName: string,
  dimensions: Record<string, string>,
): number[] {
  const samples = metrics.samples({ namespace, metricName, dimensions }, 0, Number.MAX_SAFE_INTEGER);
  return [...samples].flatMap(({ value, count }) => Array.from({ length: count }, () => value));
}
