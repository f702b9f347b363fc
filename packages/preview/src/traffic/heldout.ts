import { predictedLabel, readHeldout, toCsv } from '../../../../sample/index.ts';
import type { TrafficRequest } from './types.ts';

/** The sample model's held-out rows as requests, each with its label. */
export function heldoutRequests(): TrafficRequest[] {
  return readHeldout().map(({ features, label }) => ({ body: toCsv([features]), contentType: 'text/csv', label }));
}

/** Label that a `prediction` of the pipeline stands for: text is a row of CSV, anything else the model's JSON. */
export function heldoutLabel(prediction: unknown): number | undefined {
  return predictedLabel(prediction, typeof prediction === 'string' ? 'text/csv' : 'application/json');
}
