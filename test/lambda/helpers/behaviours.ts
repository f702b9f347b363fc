import type { Behaviour } from '../../fuzz/faked-services.ts';

/** A model that answers this. */
export const answering = (text: string, contentType = 'application/json'): Behaviour => ({
  model: { body: Buffer.from(text), contentType },
});

/** A container that refuses, and repeats what it was sent, in both of SageMaker's messages. */
export const refusing = (words: string): Behaviour => ({
  model: {
    thrown: Object.assign(new Error(`Received client error (400) from primary with message "${words}"`), {
      name: 'ModelError',
      OriginalStatusCode: 400,
      OriginalMessage: words,
      $metadata: { httpStatusCode: 424 },
    }),
  },
});
