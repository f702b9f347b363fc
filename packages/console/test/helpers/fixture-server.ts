import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dashboard } from '../../../dashboard/src/model.ts';
import { bundleConsole, CONTENT_SECURITY_POLICY, SCRIPT_PATH, STYLE_PATH } from '../../src/bundle.ts';
import type { DashboardData } from '../../src/contract.ts';
import {
  type AlarmStateName,
  type ConsoleInfo,
  type LiveState,
  type Message,
  PATHS,
  TOKEN_HEADER,
} from '../../src/contract.ts';
import { NO_FAULTS } from '../../src/faults.ts';
import {
  fixtureAlarms,
  fixtureDashboardData,
  fixtureDashboards,
  fixtureInferences,
  fixtureMessage,
  NOW,
  STARTED,
} from './fixture-data.ts';

export const TOKEN = 'fixture-token';

export interface FixtureServer {
  readonly url: string;
  dispose(): Promise<void>;
}

export interface FixtureOptions {
  readonly dashboards?: readonly Dashboard[];
  readonly dashboardData?: (name: string, start: number, end: number) => DashboardData;
  readonly startedAt?: number;
}

/** A console without a preview: the contract's answers from fixtures, and alarms that follow the faults. */
export async function startFixtureServer(options: FixtureOptions = {}): Promise<FixtureServer> {
  const bundle = await bundleConsole();
  const state = new FixtureState(options);
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, body: string, status = 200) =>
      response
        .writeHead(status, { 'content-type': type, 'content-security-policy': CONTENT_SECURITY_POLICY })
        .end(body);
    if (url.pathname === '/') return send('text/html; charset=utf-8', bundle.html(TOKEN));
    if (url.pathname === SCRIPT_PATH) return send('text/javascript', bundle.js);
    if (url.pathname === STYLE_PATH) return send('text/css', bundle.css);
    if (url.pathname === PATHS.events) return state.stream(response);
    const body = await readBody(request);
    if (request.method !== 'GET' && request.headers[TOKEN_HEADER] !== TOKEN) {
      return send('application/json', '{"error":{"code":"forbidden","message":"the token is missing"}}', 403);
    }
    const [status, value] = state.answer(url, body);
    return send('application/json', JSON.stringify(value), status);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    dispose: async () => {
      state.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class FixtureState {
  readonly #options: FixtureOptions;
  readonly #streams = new Set<ServerResponse>();
  readonly #timer = setInterval(() => this.#tick(), 1000);
  readonly #messages: Message[] = [
    fixtureMessage(1, 'ALARM', NOW - 600_000),
    fixtureMessage(2, 'OK', NOW - 300_000),
    fixtureMessage(3, 'ALARM', NOW - 200_000),
  ];
  #live: LiveState = {
    now: NOW,
    clock: { speed: 10, paused: false },
    faults: NO_FAULTS,
    traffic: { manual: false, requestsPerMinute: 40, invalidRate: 0.02 },
    scenario: {
      name: 'latency-and-errors',
      phase: 'slow model',
      phaseNumber: 2,
      phaseCount: 5,
      phaseLeftMs: 215_000,
      finished: false,
    },
    requests: { sent: 12_345, ok: 12_300, failed: 19, rejected: 26 },
    alarms: {},
    newestMessage: 3,
    newestInference: 'x',
  };

  constructor(options: FixtureOptions) {
    this.#options = options;
    this.#live = { ...this.#live, alarms: this.#alarmStates() };
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    this.#tell(response);
  }

  answer(url: URL, body: string): [number, unknown] {
    const number = (name: string) => Number(url.searchParams.get(name));
    const name = url.searchParams.get('name') ?? '';
    switch (url.pathname) {
      case PATHS.info:
        return [200, this.#info()];
      case PATHS.dashboardData: {
        const range = { start: number('start'), end: number('end') };
        const { dashboardData } = this.#options;
        return [
          200,
          dashboardData
            ? dashboardData(name, range.start, range.end)
            : fixtureDashboardData(range, this.#state(), name),
        ];
      }
      case PATHS.alarms:
        return [200, fixtureAlarms(this.#state(), this.#live.now)];
      case PATHS.alarm: {
        const alarm = fixtureAlarms(this.#state(), this.#live.now).find((one) => one.name === name);
        return alarm ? [200, alarm] : [404, { error: { code: 'not-found', message: `no alarm is called ${name}` } }];
      }
      case PATHS.inbox:
        return [200, this.#messages.filter(({ id }) => id > number('after'))];
      case PATHS.inferences:
        return [200, fixtureInferences(this.#live.now)];
      case PATHS.inference: {
        const requestId = url.searchParams.get('requestId');
        const view = fixtureInferences(this.#live.now).find((one) => one.requestId === requestId) ?? null;
        const logs = [
          {
            at: NOW,
            logGroup: '/aws/lambda/ml-inference-lambda',
            message: `{"requestId":"${requestId}","latencyMs":12}`,
          },
        ];
        return [200, { view, record: { requestId, status: 'SUCCEEDED', prediction: '7' }, logs }];
      }
      case PATHS.tryIt:
        return body.includes('not')
          ? [
              422,
              {
                error: {
                  code: 'model-rejected-input',
                  message: 'the model refused the input: check it against what the model expects',
                  requestId: '11111111-0000-4000-8000-000000000000',
                },
              },
            ]
          : [
              200,
              {
                requestId: fixtureInferences()[0]?.requestId,
                endpoint: 'ml-endpoint',
                variant: 'AllTraffic',
                latencyMs: 12,
                prediction: '0.01,0.01,0.01,0.01,0.01,0.01,0.01,0.91,0.01,0.01',
              },
            ];
      default:
        return this.#change(url.pathname, body);
    }
  }

  #change(path: string, body: string): [number, unknown] {
    const value = JSON.parse(body === '' ? '{}' : body);
    if (path === PATHS.faults) this.#live = { ...this.#live, faults: value };
    else if (path === PATHS.clock) this.#live = { ...this.#live, clock: value };
    else if (path === PATHS.traffic)
      this.#live = {
        ...this.#live,
        traffic: value.manual ? value : { manual: false, requestsPerMinute: 40, invalidRate: 0.02 },
      };
    else return [404, { error: { code: 'not-found', message: 'no such path' } }];
    this.#tick(0);
    return [200, {}];
  }

  #info(): ConsoleInfo {
    const { dashboards = fixtureDashboards(), startedAt = STARTED } = this.#options;
    const cells = (ink: number) =>
      Array.from({ length: 64 }, (_, index) => (index % 8 === 4 || index % 8 === 3 ? ink : 0)).join(',');
    return {
      title: 'Inferwatch preview',
      dashboards,
      hasApplication: true,
      controls: true,
      startedAt,
      apiUrl: 'http://127.0.0.1:4510',
      samples: [
        { body: cells(16), contentType: 'text/csv', label: 1 },
        { body: cells(9), contentType: 'text/csv', label: null },
      ],
      digits: true,
      notes: ['The model is the bundled sample.'],
    };
  }

  #state(): AlarmStateName {
    return this.#live.faults.modelLatencyMs > 0 ? 'ALARM' : 'OK';
  }

  #alarmStates(): Record<string, AlarmStateName> {
    return Object.fromEntries(fixtureAlarms(this.#state()).map(({ name, state }) => [name, state]));
  }

  #tick(seconds = 1): void {
    const { clock, alarms, now, requests } = this.#live;
    const next = this.#alarmStates();
    if (next['High-Latency-Alarm'] !== alarms['High-Latency-Alarm']) {
      this.#messages.push(fixtureMessage(this.#messages.length + 1, this.#state() === 'ALARM' ? 'ALARM' : 'OK', now));
    }
    this.#live = {
      ...this.#live,
      now: now + (clock.paused ? 0 : seconds * 1000 * clock.speed),
      alarms: next,
      newestMessage: this.#messages.length,
      requests: { ...requests, sent: requests.sent + (clock.paused ? 0 : 7 * seconds) },
    };
    for (const stream of this.#streams) this.#tell(stream);
  }

  #tell(stream: ServerResponse): void {
    stream.write(`event: live\ndata: ${JSON.stringify(this.#live)}\n\n`);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
