import type { PreviewStatus } from '../../src/ui/status.ts';

/** A preview that has just started. */
export function emptyStatus(): PreviewStatus {
  return {
    state: 'running',
    startedAt: 0,
    now: Date.UTC(2026, 0, 1, 12, 30),
    speed: 10,
    api: { url: 'http://127.0.0.1:1', routes: ['POST /inference'], curl: 'curl -s http://127.0.0.1:1/inference' },
    scenario: null,
    requests: {
      sent: 0,
      ok: 0,
      failed: 0,
      rejected: 0,
      dropped: 0,
      inFlight: 0,
      perMinute: 0,
      latencyMs: { p50: null, p90: null, p99: null },
      accuracy: null,
    },
    minutes: [],
    alarms: [],
    messages: [],
    messageCount: 0,
    errors: [],
    records: null,
    unsupported: [],
    notes: [],
  };
}

/** A preview in the middle of a scenario, with an alarm that rings. */
export function busyStatus(): PreviewStatus {
  const alarm = { since: null, reason: 'because', description: '', certainty: 'documented' } as const;
  return {
    ...emptyStatus(),
    scenario: {
      name: 'test',
      phase: 'slow model',
      phaseNumber: 2,
      phaseCount: 3,
      phaseLeftMs: 90_000,
      faults: ['the model takes 2500 ms longer'],
    },
    requests: {
      ...emptyStatus().requests,
      sent: 20,
      ok: 15,
      failed: 2,
      rejected: 1,
      inFlight: 2,
      perMinute: 30,
      latencyMs: { p50: 8.25, p90: 120, p99: 2510.4 },
    },
    alarms: [
      { ...alarm, name: 'Slow-Alarm', state: 'ALARM' },
      { ...alarm, name: 'Error-Alarm', state: 'OK' },
      { ...alarm, name: 'Idle-Alarm', state: 'INSUFFICIENT_DATA' },
    ],
    messages: [{ id: 1, at: 0, channel: 'email', to: 'a@example.com', subject: 'ALARM: "Slow-Alarm"', body: 'text' }],
    messageCount: 1,
  };
}
