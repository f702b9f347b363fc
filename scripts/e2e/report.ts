import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** What Karate writes beside its HTML report; other members are not looked at. */
const SUMMARY = z.object({
  scenariosPassed: z.number(),
  scenariosfailed: z.number(),
  featureSummary: z.array(z.object({ name: z.string(), failed: z.boolean(), failedCount: z.number() })),
});

/** How a run ended. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly failedFeatures: readonly string[];
}

export type OutcomeResult =
  | { readonly status: 'success'; readonly outcome: Outcome }
  | { readonly status: 'error'; readonly message: string };

/** Reads the outcome of the run that wrote the report folder. */
export function readOutcome(reportDirectory: string): OutcomeResult {
  const file = join(reportDirectory, 'karate-summary-json.txt');
  try {
    const summary = SUMMARY.parse(JSON.parse(readFileSync(file, 'utf8')));
    const failedFeatures = summary.featureSummary.filter(({ failed }) => failed).map(({ name }) => name);
    return {
      status: 'success',
      outcome: { passed: summary.scenariosPassed, failed: summary.scenariosfailed, failedFeatures },
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 'error', message: `${file}: is no summary of a run: ${message}` };
  }
}
