import { LoadGenerator } from './generate.ts';
import { measureModel } from './model-time.ts';
import { type Offer, offer } from './remote.ts';
import type { LoadOrder } from './types.ts';

const stopping = new AbortController();

/** The process that sends the load, apart from the preview so that neither waits for the other's work. */
const functions = {
  run: (order: LoadOrder) => new LoadGenerator(order).run(stopping.signal),
  modelTime: (requests: number) => measureModel(requests),
  stop: async () => stopping.abort(),
} satisfies Offer;

export type GeneratorOffer = typeof functions;

offer(functions);
