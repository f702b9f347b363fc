import type { ModelAnswer } from './model-call.ts';

interface Garbage {
  readonly contentType: string;
  readonly body: (limitBytes: number) => Buffer;
}

/** Answers with status 200 that no caller can have meant. */
const GARBAGE: readonly Garbage[] = [
  { contentType: 'application/json', body: () => Buffer.from('{"prediction": [0.1, ') },
  { contentType: 'text/html', body: () => Buffer.from('<html><body>It works!</body></html>') },
  { contentType: 'text/csv', body: () => Buffer.from([0xff, 0xfe, 0x30, 0x80, 0xc3]) },
  // As large as the hosting lets through, of characters that JSON writes sixfold.
  { contentType: 'text/csv', body: (limitBytes) => Buffer.alloc(limitBytes, 1) },
];

/** How many kinds there are; they come in turn. */
export const GARBAGE_KINDS = GARBAGE.length;

let given = 0;

/** The next kind, so that each one is met. */
export function nextGarbage(limitBytes: number): ModelAnswer {
  const { contentType, body } = GARBAGE[given++ % GARBAGE.length] ?? {};
  const headers = new Headers(contentType === undefined ? {} : { 'content-type': contentType });
  return { outcome: 'answered', status: 200, headers, body: body?.(limitBytes) ?? Buffer.alloc(0) };
}
