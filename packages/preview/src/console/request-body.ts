import type { IncomingMessage } from 'node:http';

/** Bytes of a request to the status server at most; an API takes 5 MB, but nobody pastes that into a form. */
export const MAX_REQUEST_BYTES = 1024 * 1024;

/** The whole body, or undefined if it is too large; the rest of it is then thrown away unread. */
export function readRequestBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
