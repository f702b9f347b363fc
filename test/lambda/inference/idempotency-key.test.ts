import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callerOf, checkIdempotencyKey, requestIdOf } from '../../../lambda/inference/idempotency-key.ts';
import { recordSchema } from '../../../lambda/shared/record-schema.ts';
import { ALICE, BOB } from '../helpers/world.ts';

const jwt = (claims: Record<string, string>) => ({ jwt: { claims, scopes: null } });

describe('an idempotency key', () => {
  it('is optional', () => {
    expect(checkIdempotencyKey(undefined, ALICE)).toEqual({ ok: true, value: undefined });
  });

  it.each(['a', 'order-17', '8e03978e-40d5-43dd-bc93-6894a57f9324', 'A1_.:~+/=', 'x'.repeat(255)])(
    '%s is accepted',
    (key) => {
      expect(checkIdempotencyKey(key, ALICE).ok).toBe(true);
    },
  );

  it.each(['', ' ', 'two keys', 'a,b', '"', 'ключ', 'x'.repeat(256), 'a\nb'])('%j is refused', (key) => {
    expect(checkIdempotencyKey(key, ALICE)).toMatchObject({
      ok: false,
      failure: { code: 'invalid-idempotency-key', message: expect.stringContaining('1 to 255') },
    });
  });

  it('in quotes, as the draft standard writes it, is the same key', () => {
    expect(checkIdempotencyKey('"order-17"', ALICE)).toEqual(checkIdempotencyKey('order-17', ALICE));
  });

  it('is refused for a token that names nobody', () => {
    expect(checkIdempotencyKey('order-17', jwt({ iss: 'https://issuer' }))).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('client_id') },
    });
  });
});

describe('the request id of a key', () => {
  it('is a UUID that a record may have', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (caller, key) => {
        const id = requestIdOf(caller, key);

        expect(recordSchema.shape.requestId.safeParse(id).success).toBe(true);
      }),
    );
  });

  it('differs for every other pair of caller and key', () => {
    fc.assert(
      fc.property(fc.tuple(fc.string(), fc.string()), fc.tuple(fc.string(), fc.string()), (one, other) => {
        fc.pre(one[0] !== other[0] || one[1] !== other[1]);

        expect(requestIdOf(...one)).not.toBe(requestIdOf(...other));
      }),
    );
  });
});

describe('the caller', () => {
  it('is the IAM principal', () => {
    expect(callerOf(ALICE)).not.toBe(callerOf(BOB));
    expect(callerOf({ iam: { callerId: 'AIDAALICE' } })).toContain('AIDAALICE');
  });

  it('is the subject of a token within its issuer', () => {
    const one = callerOf(jwt({ iss: 'https://one', sub: 'u1' }));

    expect(callerOf(jwt({ iss: 'https://two', sub: 'u1' }))).not.toBe(one);
    expect(callerOf(jwt({ iss: 'https://one', sub: 'u2' }))).not.toBe(one);
    expect(callerOf(jwt({ iss: 'https://one', sub: 'u1', exp: '17' }))).toBe(one);
  });

  it('is the client of a token without a subject', () => {
    expect(callerOf(jwt({ iss: 'https://one', client_id: 'batch' }))).toContain('batch');
  });

  it('is anyone on an API without authorisation', () => {
    expect(callerOf(undefined)).toBe(callerOf({}));
    expect(callerOf(undefined)).toBeDefined();
  });
});
