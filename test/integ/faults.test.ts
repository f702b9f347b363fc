import { describe, expect, it } from 'vitest';
import { play, startRealPreview } from './harness.ts';

describe('a model that fails', () => {
  it('makes the error alarm ring and recover, with an e-mail for each, and loses no record', async () => {
    const preview = await startRealPreview({ speed: 30 });
    try {
      const report = await play(
        preview,
        `
name: failing model
phases:
  - { name: normal, duration: 2m, requestsPerMinute: 20 }
  - { name: failing, duration: 2m, requestsPerMinute: 20, faults: { modelErrorRate: 0.5 } }
  - { name: healthy, duration: 4m, requestsPerMinute: 20 }
expect:
  alarms:
    Inference-Error-Alarm: { reaches: [ALARM, OK], notifies: [ALARM, OK], after: failing, within: 3m }
  accuracy: { atLeast: 0.85 }
  requests: { failed: { atLeast: 5 }, dropped: 0 }
  records: { lost: 0, pending: 0 }
`,
      );

      expect(report.expectations.differences).toEqual([]);
      const email = report.emails.find(({ subject }) => subject.startsWith('ALARM: "Inference-Error-Alarm" in '));
      expect(email?.body).toContain('You are receiving this email because your Amazon CloudWatch Alarm');
      expect(report.unsupported).toEqual([]);
    } finally {
      await preview.dispose();
    }
  });
});

describe('a table that refuses everything', () => {
  it('for two minutes at 20 requests a second of real time loses no record', async () => {
    // One request in a virtual second, with twenty of those in a real one.
    const preview = await startRealPreview({ speed: 20 });
    try {
      const report = await play(
        preview,
        `
name: table throttled
phases:
  - { name: normal, duration: 1m, requestsPerSecond: 0.2 }
  - { name: throttled, duration: 2m, requestsPerSecond: 1, faults: { tableThrottleRate: 1 } }
  - { name: back, duration: 3m, requestsPerSecond: 0.2 }
expect:
  alarms:
    Table-Throttles-Alarm: { reaches: [ALARM], after: throttled }
  requests: { sent: { atLeast: 100 }, failed: 0, dropped: 0 }
  records: { stored: { atLeast: 100 }, lost: 0, pending: 0 }
`,
      );

      expect(report.expectations.differences).toEqual([]);
    } finally {
      await preview.dispose();
    }
  });
});
