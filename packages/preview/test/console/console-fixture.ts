import type { ConsoleInfo, InferenceDetail, LiveState } from '../../../console/src/contract.ts';
import type { ConsolePage } from '../../src/console/console-server.ts';
import type { ConsoleControls, ConsoleSource } from '../../src/console/source.ts';
import { NO_FAULTS } from '../../src/types.ts';

export const LIVE: LiveState = {
  now: 1_000_000,
  clock: { speed: 10, paused: false },
  faults: NO_FAULTS,
  traffic: { manual: false, requestsPerMinute: 30, invalidRate: 0 },
  scenario: null,
  requests: { sent: 0, ok: 0, failed: 0, rejected: 0 },
  alarms: {},
  newestMessage: 0,
  newestInference: null,
};

const INFO: ConsoleInfo = {
  title: 'test',
  dashboards: [],
  hasApplication: true,
  controls: true,
  startedAt: 0,
  apiUrl: null,
  samples: [],
  digits: false,
  notes: [],
};

/** A source that knows one of everything, and writes down what is changed. */
export function fakeSource(overrides: Partial<ConsoleSource> = {}) {
  const changes: unknown[] = [];
  const controls: ConsoleControls = {
    setFaults: (faults) => void changes.push(faults),
    setTraffic: (traffic) => void changes.push(traffic),
    setClock: (clock) => void changes.push(clock),
    tryIt: async (body, contentType) => {
      changes.push({ body: body.toString(), contentType });
      return { status: 201, contentType: 'application/json', body: '{"prediction":"7"}' };
    },
  };
  const source: ConsoleSource = {
    info: () => INFO,
    live: () => LIVE,
    dashboardData: (name, range) => (name === 'Main' ? { range, widgets: {} } : undefined),
    alarms: () => [],
    alarm: () => undefined,
    inbox: (after) => [{ id: after + 1, at: 0, channel: 'sms', from: '', to: '+49', subject: '', body: 'b' }],
    inferences: () => [],
    inference: async (): Promise<InferenceDetail> => ({ view: null, record: { a: 1 }, logs: [] }),
    controls,
    ...overrides,
  };
  return { source, changes };
}

export const FAKE_PAGE: ConsolePage = {
  html: (token) => `<!doctype html><meta name="inferwatch-token" content="${token}"><title>Inferwatch</title>`,
  files: new Map([['/app.js', { type: 'text/javascript; charset=utf-8', body: 'code' }]]),
};
