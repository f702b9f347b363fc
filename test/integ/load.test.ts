import { expect, inject, it } from 'vitest';
import { runMode } from '../../scripts/load/run-mode.ts';

it('a load from another process leaves every metric, record and line in the preview', async () => {
  // Prepare
  const options = {
    modes: ['steady'],
    quick: true,
    rate: [20],
    duration: 1000,
    arrivals: 'poisson',
    awake: false,
    speed: 10,
  } as const;
  const samples: number[] = [];

  // Act
  const { checks, steps, modelMs } = await runMode({
    mode: 'steady',
    assemblyDirectory: inject('assemblyDirectory'),
    options,
    events: { onSample: (_rate, { rss }) => samples.push(rss), onStep: () => {} },
    signal: new AbortController().signal,
  });

  // Assess
  expect(checks.filter(({ holds }) => !holds)).toEqual([]);
  expect(checks.map(({ what }) => what)).toContain('sum of SuccessCount by EndpointName');
  expect(steps[0]?.load.ok).toBeGreaterThan(20);
  expect(modelMs).toBeGreaterThan(0);
  expect(samples.length).toBeGreaterThan(0);
});
