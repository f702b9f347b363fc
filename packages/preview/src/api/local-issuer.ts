import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { JwtAuthorization } from './api-config.ts';

/** Seconds that a token of the preview holds. */
const TOKEN_SECONDS = 12 * 3600;
const KEY_ID = 'preview';
const ALGORITHM = 'RS256';

export type Claims = Readonly<Record<string, unknown>>;

export type TokenCheck =
  | { readonly status: 'valid' }
  | { readonly status: 'invalid'; readonly problem: string }
  /** A good token, but none of the scopes that the route asks for. */
  | { readonly status: 'insufficient' };

const invalid = (problem: string): TokenCheck => ({ status: 'invalid', problem });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function parse(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Texts of a claim that may be one, a list, or words. */
function textsOf(claim: unknown): readonly unknown[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim : [];
}

/**
 * Plays the issuer that a JWT authorizer names: nothing leaves this machine, so that the real one's keys cannot be
 * fetched. Its key is made at the start and never written anywhere; tokens of the real issuer are refused.
 */
export class LocalIssuer {
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

  /**
   * A bearer token that the authorizer takes.
   *
   * @param changes claims to add or to replace
   */
  token({ issuer, audience, scopes }: JwtAuthorization, changes: Claims = {}, now: number = Date.now()): string {
    const seconds = Math.floor(now / 1000);
    const [aud] = audience;
    const times = { iat: seconds, nbf: seconds, exp: seconds + TOKEN_SECONDS };
    const scope = scopes.length === 0 ? undefined : scopes.join(' ');
    const claims = { iss: issuer, aud, sub: 'preview', scope, ...times, ...changes };
    const content = `${encode({ alg: ALGORITHM, typ: 'JWT', kid: KEY_ID })}.${encode(claims)}`;
    const signature = sign('RSA-SHA256', Buffer.from(content), this.#keys.privateKey);
    return `${content}.${signature.toString('base64url')}`;
  }

  /**
   * As API Gateway checks a token.
   *
   * @param now real epoch milliseconds
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   */
  check(header: string | undefined, authorization: JwtAuthorization, now: number): TokenCheck {
    if (header === undefined) return invalid('there is no token');
    const [head = '', payload = '', signature = '', ...rest] = header.replace(/^bearer +/i, '').split('.');
    const { alg, kid } = parse(head) ?? {};
    const claims = parse(payload);
    if (claims === undefined || signature === '' || rest.length > 0) return invalid('the token is no JSON Web Token');
    // The one algorithm of the one key: a token does not choose how it is checked.
    if (alg !== ALGORITHM || kid !== KEY_ID) return invalid("the token is not of the preview's own issuer");
    const signed = Buffer.from(`${head}.${payload}`);
    if (!verify('RSA-SHA256', signed, this.#keys.publicKey, Buffer.from(signature, 'base64url'))) {
      return invalid('the signature of the token is not valid');
    }
    return checkClaims(claims, authorization, now / 1000);
  }
}

function checkClaims(claims: Claims, { issuer, audience, scopes }: JwtAuthorization, seconds: number): TokenCheck {
  const { iss, aud, client_id, exp, nbf, iat, scope, scp } = claims;
  if (iss !== issuer) return invalid('iss is not the issuer of the authorizer');
  // `client_id` counts only where there is no `aud`.
  const meant = aud === undefined ? [client_id] : Array.isArray(aud) ? aud : [aud];
  if (!audience.some((accepted) => meant.includes(accepted))) return invalid('aud is none of the audiences');
  if (typeof exp !== 'number' || exp <= seconds) return invalid('the token has expired');
  const early = [nbf, iat].some((from) => from !== undefined && (typeof from !== 'number' || from > seconds));
  if (early) return invalid('the token is not valid yet');
  const held = [...textsOf(scope), ...textsOf(scp)];
  return scopes.length === 0 || scopes.some((wanted) => held.includes(wanted))
    ? { status: 'valid' }
    : { status: 'insufficient' };
}
