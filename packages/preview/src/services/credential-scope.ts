import type { ServiceRequest } from '../types.ts';

/** What a signature says about whom the request is for. */
export interface CredentialScope {
  /** Signing name of the service, for example `monitoring`. */
  readonly service: string;
  /** Empty for SigV4a, whose scope has none. */
  readonly region: string;
}

/**
 * Region and service of `Credential=<key>/<date>/<region>/<service>/aws4_request`, from the header or from a presigned
 * query string; undefined for a request that is not signed.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function credentialScope(request: Pick<ServiceRequest, 'headers' | 'query'>): CredentialScope | undefined {
  const header = request.headers.authorization;
  const credential = header?.startsWith('AWS4-')
    ? /Credential=([^,\s]+)/.exec(header)?.[1]
    : (request.query.get('X-Amz-Credential') ?? undefined);
  const parts = credential?.split('/') ?? [];
  const service = parts.at(-2);
  // A key, a date, a region, a service and `aws4_request`; a SigV4a scope has no region.
  return service === undefined ? undefined : { service, region: parts.length > 4 ? (parts.at(-3) ?? '') : '' };
}
