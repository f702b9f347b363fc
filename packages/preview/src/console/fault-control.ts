import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { faultsSchema } from '../../../console/src/settings-schema.ts';
import { type Faults, NO_FAULTS } from '../types.ts';
import { jsonReply, type Reply, refusal } from './reply.ts';
import { readRequestBody } from './request-body.ts';

export interface FaultControlOptions {
  /** Secret that the caller sends as `Authorization: Bearer <token>`. */
  readonly token: string;
  /** Changed in place. */
  readonly faults: Faults;
}

/** Body of `PUT /faults`: all that shall fail from now on. What is left out works. */
const FAULTS = faultsSchema.partial();

/** Lets a test break parts of the pipeline. Answers with the faults as they are now. */
export async function replaceFaults(request: IncomingMessage, { token, faults }: FaultControlOptions): Promise<Reply> {
  if (!isBearer(request.headers.authorization, token)) {
    return refusal(401, 'send the control token of this preview', { 'www-authenticate': 'Bearer' });
  }
  const body = await readRequestBody(request);
  const parsed = FAULTS.safeParse(parseJson(body?.toString('utf8')));
  if (!parsed.success) return refusal(400, `faults: ${parsed.error.issues.map(describeIssue).join('; ')}`);
  Object.assign(faults, NO_FAULTS, parsed.data);
  return jsonReply(faults);
}

const describeIssue = ({ path, message }: { path: PropertyKey[]; message: string }) =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`;

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** Compares hashes, so that neither the length nor the beginning of the token can be found by measuring. */
function isBearer(header: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return header !== undefined && timingSafeEqual(hash(header), hash(`Bearer ${token}`));
}
