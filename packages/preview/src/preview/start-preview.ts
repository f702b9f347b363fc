import { type AuthorisationMode, type HttpApi, LOCAL_CREDENTIALS } from '../api/index.ts';
import { startConsoleServer } from '../console/console-server.ts';
import { InferenceLog } from '../console/inference-log.ts';
import { loadConsolePage } from '../console/page.ts';
import { PreviewSource } from '../console/preview-source.ts';
import type { AlarmProblem } from '../observability/alarm-service.ts';
import { createRandom } from '../random.ts';
import type { Intercept } from '../services/index.ts';
import { heldoutLabel, heldoutRequests } from '../traffic/heldout.ts';
import { createSender } from '../traffic/send.ts';
import { createTrafficSource } from '../traffic/source.ts';
import type { TrafficRequest } from '../traffic/types.ts';
import { Disposers } from './disposers.ts';
import { startEnvironment } from './environment.ts';
import type { Preview, RunningParts } from './preview.ts';
import { RecordCounter } from './record-counter.ts';
import { RecordFinder } from './records.ts';
import { ScenarioRun } from './scenario-run.ts';
import { StartError, unwrap } from './start-error.ts';
import { createStatus } from './status.ts';

export interface PreviewOptions {
  /** A `cdk.out`. */
  readonly assemblyDirectory: string;
  /** Virtual seconds in a real second. @default 10 */
  readonly speed?: number;
  /** Decides the traffic and who meets a fault. @default 1 */
  readonly seed?: number;
  /** Port of the API on 127.0.0.1. @default 0, any free one */
  readonly apiPort?: number;
  /** `open` lets everybody call every route of the API. @default enforced: whom the template lets in */
  readonly authorisation?: AuthorisationMode;
  /** Port of the console on 127.0.0.1, 0 for any free one. @default - no console */
  readonly statusPort?: number;
  /** Lets whoever has this token change the faults, with `PUT /faults` of the console's server. @default - nobody can */
  readonly controlToken?: string;
  /** Base URL of a server with the SageMaker container contract. @default - the sample model is served */
  readonly modelUrl?: string;
  /** Requests to send. @default - the sample model's held-out rows, whose answers are graded */
  readonly samples?: readonly TrafficRequest[];
  /** Answers requests to the emulated services in their place, to make them fail. @default - none */
  readonly intercept?: Intercept;
  /** Folders of runbooks, which the console shows. @default - it links to them */
  readonly runbookDirectories?: readonly string[];
  /** Sentences for the user besides the preview's own. */
  readonly notes?: readonly string[];
}

export type PreviewResult =
  | { readonly status: 'success'; readonly preview: Preview }
  | { readonly status: 'error'; readonly message: string };

export const DEFAULT_SPEED = 10;
export const DEFAULT_SEED = 1;

/** Starts the application of a `cdk.out` on this machine. Everything listens on 127.0.0.1 only. */
export async function startPreview(options: PreviewOptions): Promise<PreviewResult> {
  const disposers = new Disposers();
  try {
    return { status: 'success', preview: await start(options, disposers) };
  } catch (error) {
    await disposers.dispose();
    if (error instanceof StartError) return { status: 'error', message: error.message };
    throw error;
  }
}

async function start(options: PreviewOptions, disposers: Disposers): Promise<Preview> {
  const { speed = DEFAULT_SPEED, seed = DEFAULT_SEED, apiPort = 0, assemblyDirectory, modelUrl, statusPort } = options;
  const { authorisation, intercept } = options;
  const settings = { assemblyDirectory, speed, seed, apiPort, authorisation, modelUrl, intercept };
  const environment = await startEnvironment(settings, disposers);
  const { assembly, clock, faults, metrics, logs, inbox, errors, services, unsupported, api, alarms } = environment;
  const startedAt = clock.now();
  const records = new RecordFinder(assembly, services.tables, services.queues);
  const recordCounter = disposers.add(new RecordCounter(records));
  const samples = options.samples ?? heldoutRequests();
  const predictedLabel = options.samples ? undefined : heldoutLabel;
  let messageCount = 0;
  inbox.subscribe(() => messageCount++);
  let run: ScenarioRun | undefined;
  const inferences = new InferenceLog();

  const preview: RunningParts = {
    assembly,
    clock,
    startedAt,
    faults,
    api,
    awsEndpointUrl: environment.awsEndpointUrl,
    metrics,
    logs,
    inbox,
    alarms,
    records,
    unsupported: () => unsupported.list(),
    notes: [...authorisationNotes(api), ...alarms.problems.map(describeProblem), ...(options.notes ?? [])],
    curl: curlCommand(api, assembly.region, samples[0]),
    statusUrl: undefined,
    status: () => createStatus(preview, { run, errors: errors.errors, records: recordCounter.latest, messageCount }),
    createRun(scenario, signal) {
      const { authorise } = api;
      const sender = createSender({ url: `${api.url}/inference`, authorise, predictedLabel, signal });
      const send = inferences.following(sender, () => clock.now());
      const random = createRandom(seed);
      const source = createTrafficSource({ samples, random, predictedLabel });
      run?.stop();
      run = new ScenarioRun({ scenario, clock, faults, random, source, send });
      return run;
    },
    async dispose() {
      run?.stop();
      await disposers.dispose();
    },
  };
  const source = new PreviewSource({
    preview,
    inferences,
    run: () => run,
    samples,
    predictedLabel,
    messageCount: () => messageCount,
    runbookDirectories: options.runbookDirectories,
  });
  if (statusPort === undefined) return { ...preview, console: source };
  const { controlToken } = options;
  const control = controlToken === undefined ? undefined : { token: controlToken, faults };
  const page = await loadConsolePage();
  const { server } = unwrap(
    await startConsoleServer({ port: statusPort, source, page, status: preview.status, control }),
  );
  return { ...preview, console: source, statusUrl: disposers.add(server).url };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function curlCommand(api: HttpApi, region: string, sample: TrafficRequest | undefined): string {
  const { body, contentType } = sample ?? { body: '', contentType: 'text/csv' };
  const url = `${api.url}/inference`;
  const { accessKeyId, secretAccessKey } = LOCAL_CREDENTIALS;
  const proof =
    api.authorisation === 'iam'
      ? [`--aws-sigv4 aws:amz:${region}:execute-api --user ${accessKeyId}:${secretAccessKey}`]
      : Object.entries(api.authorise(url, { method: 'POST', body })).map(
          ([name, value]) => `-H ${quoted(`${name}: ${value}`)}`,
        );
  return ['curl -s', url, ...proof, `-H ${quoted(`content-type: ${contentType}`)}`, `-d ${quoted(body)}`].join(' ');
}

/** How to be let in, and what differs from AWS in that. */
function authorisationNotes({ authorisation }: HttpApi): string[] {
  const { accessKeyId, secretAccessKey } = LOCAL_CREDENTIALS;
  switch (authorisation) {
    case 'open':
      return [
        "the API's authorisation is switched off: in AWS a request without a valid signature or token gets a 401 or 403",
      ];
    case 'iam':
      return [
        `the API takes requests signed with the access key ${accessKeyId} and the secret ${secretAccessKey}; what IAM policies allow a caller is not looked at`,
      ];
    case 'jwt':
      return [
        "the API takes tokens of the preview's own issuer, such as the one above (for 12 hours); the real issuer is not asked",
      ];
    case 'none':
      return [];
  }
}

function describeProblem({ stack, logicalId, message }: AlarmProblem): string {
  return `the alarm ${logicalId} of ${stack} is not evaluated: ${message}`;
}
