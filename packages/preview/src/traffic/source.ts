import type { Random } from '../types.ts';
import type { TrafficRequest, TrafficSource } from './types.ts';

export interface TrafficSourceOptions {
  /** Requests to send, each with its label where that is known; at least one. */
  readonly samples: readonly TrafficRequest[];
  readonly random: Random;
  readonly predictedLabel?: TrafficSource['predictedLabel'];
}

/** Requests that the pipeline must refuse, each for another reason. */
const INVALID_REQUESTS: readonly TrafficRequest[] = [
  { body: '', contentType: 'text/csv' },
  { body: '{"instances": [', contentType: 'application/json' },
  { body: '<pixels/>', contentType: 'application/xml' },
  { body: 'not,a,number', contentType: 'text/csv' },
];

/** Goes through the samples again and again, in an order that the random numbers decide. */
export function createTrafficSource(options: TrafficSourceOptions): TrafficSource {
  const { samples, random, predictedLabel } = options;
  const next = rotation(shuffle(samples, random));
  return { next, nextInvalid: rotation(INVALID_REQUESTS), predictedLabel };
}

function rotation(requests: readonly TrafficRequest[]): () => TrafficRequest {
  let index = 0;
  return () => {
    const request = requests[index++ % requests.length];
    if (!request) throw new RangeError('there are no samples to send');
    return request;
  };
}

/** Sorted by a random key each, so that every order is as likely as any other. */
function shuffle<T>(items: readonly T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
}
