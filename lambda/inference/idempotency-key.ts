import { createHash } from 'node:crypto';
import { member, textMember } from '../shared/members.ts';
import type { Checked } from './request.ts';

/** Idempotency keys that are taken, without the quotes that they may be in. */
export const KEY_PATTERN = /^[A-Za-z0-9\-_.:~+/=]{1,255}$/;

/**
 * Who calls, as the API's authorizer says. The keys of different callers never meet: with IAM the principal with its
 * session, with JWT the issuer and the subject (or the client). An API without authorisation has one caller.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @returns undefined for a token that names nobody
 */
export function callerOf(authorizer: unknown): string | undefined {
  const iam = member(authorizer, 'iam');
  const principal = textMember(iam, 'userArn') ?? textMember(iam, 'callerId');
  if (principal !== undefined) {
    return JSON.stringify(['iam', principal]);
  }
  const claims = member(member(authorizer, 'jwt'), 'claims');
  if (claims === undefined) {
    return iam === undefined ? JSON.stringify(['anyone']) : undefined;
  }
  const subject = textMember(claims, 'sub') ?? textMember(claims, 'client_id');
  return subject === undefined ? undefined : JSON.stringify(['jwt', textMember(claims, 'iss') ?? '', subject]);
}

/**
 * The request id that an idempotency key stands for: the beginning of SHA-256 over caller and key in the form of a
 * UUID, version 8. One key is one id, so that the table's partition key makes sure that there is one record.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
export function requestIdOf(caller: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([caller, key]))
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The request id of an `Idempotency-Key` header; `undefined` if there is none. A key may be in double quotes.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function checkIdempotencyKey(header: string | undefined, authorizer: unknown): Checked<string | undefined> {
  if (header === undefined) {
    return { ok: true, value: undefined };
  }
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  const refuse = (message: string): Checked<string | undefined> => ({
    ok: false,
    failure: { code: 'invalid-idempotency-key', message },
  });
  if (!KEY_PATTERN.test(key)) {
    return refuse('the idempotency-key is not usable; write one key of 1 to 255 letters, digits or -_.:~+/=');
  }
  const caller = callerOf(authorizer);
  if (caller === undefined) {
    return refuse('an idempotency-key needs a caller, but the token has neither sub nor client_id; leave the key out');
  }
  return { ok: true, value: requestIdOf(caller, key) };
}
