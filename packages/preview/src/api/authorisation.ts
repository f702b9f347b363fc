import type { ApiConfig, Authorization } from './api-config.ts';
import type { ApiRequest } from './api-request.ts';
import { LocalIssuer } from './local-issuer.ts';
import { problemOfSignature, sign } from './sigv4.ts';

/** `open` lets every caller in and describes them as AWS would describe one. */
export type AuthorisationMode = 'enforced' | 'open';

/** Why a caller is not let in. */
export interface Denial {
  readonly status: 401 | 403;
  readonly message: string;
  readonly responseType: string;
  /** For the access log: the caller is told no more than by AWS. */
  readonly problem: string;
  /** Value of `www-authenticate`. */
  readonly challenge?: string;
}

/** A request about to be sent. */
export interface UnsentRequest {
  readonly method: string;
  /** With the stage, percent-encoded. */
  readonly path: string;
  readonly query: string;
  /** Host and port. */
  readonly host: string;
  readonly body: Uint8Array;
}

const forbidden = (problem: string, challenge?: string): Denial => ({
  status: 403,
  message: 'Forbidden',
  responseType: 'ACCESS_DENIED',
  problem,
  challenge,
});

const unauthorised = (problem: string): Denial => ({
  status: 401,
  message: 'Unauthorized',
  responseType: 'UNAUTHORIZED',
  problem,
  challenge: 'Bearer',
});

/**
 * Who may call which route, as the template says: `AWS_IAM` takes signatures of the local credentials, `JWT` tokens of
 * the local issuer, and nobody else's. What policies of a caller would allow is not looked at: the one local caller
 * may call everything. Only real time counts, because callers sign with it.
 */
export class Authorisation {
  readonly #mode: AuthorisationMode;
  readonly #region: string;
  readonly #issuer: LocalIssuer | undefined;

  constructor(api: ApiConfig, mode: AuthorisationMode) {
    this.#mode = mode;
    this.#region = api.region;
    // Making a key takes some tenths of a second, which only an API with tokens needs.
    const tokens = mode === 'enforced' && api.routes.some(({ authorization }) => authorization.type === 'jwt');
    this.#issuer = tokens ? new LocalIssuer() : undefined;
  }

  /** @returns undefined for a caller who is let in */
  denialOf(authorization: Authorization, request: ApiRequest, body: Uint8Array): Denial | undefined {
    if (this.#mode === 'open') return undefined;
    switch (authorization.type) {
      case 'none':
        return undefined;
      case 'iam': {
        const problem = problemOfSignature(request, body, this.#region, request.receivedAt);
        return problem === undefined ? undefined : forbidden(problem);
      }
      case 'jwt': {
        const header = request.headers.get(authorization.header);
        const check = this.#issuer?.check(header, authorization, request.receivedAt);
        if (check?.status === 'valid') return undefined;
        return check?.status === 'insufficient'
          ? forbidden('the token has none of the scopes of the route', 'Bearer error="insufficient_scope"')
          : unauthorised(check?.problem ?? 'there is no issuer');
      }
    }
  }

  /** Headers with which a request of the preview's own caller is let in. */
  headersFor(authorization: Authorization, request: UnsentRequest): Record<string, string> {
    if (this.#mode === 'open' || authorization.type === 'none') return {};
    if (authorization.type === 'iam') {
      const headers = new Map([['host', request.host]]);
      return sign({ ...request, headers }, request.body, this.#region, Date.now());
    }
    const token = this.#issuer?.token(authorization) ?? '';
    return { [authorization.header]: `Bearer ${token}` };
  }
}
