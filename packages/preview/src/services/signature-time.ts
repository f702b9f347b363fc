import type { ServiceRequest } from '../types.ts';
import { encodeError, type PluginResponse, protocolOf } from './protocol.ts';

/**
 * Real milliseconds that a signature's time may be off.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (within five minutes)
 */
const TOLERANCE_MS = 5 * 60_000;

const BASIC_FORM = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Refuses a request that was signed by a clock that is too far off, in the words of captured answers of AWS. Undefined if
 * the time is right, or there is none: signatures themselves are not checked.
 */
export function refuseOldSignature(request: ServiceRequest, now = Date.now()): PluginResponse | undefined {
  const stamp = request.headers['x-amz-date'];
  const signedAt = stamp === undefined ? Number.NaN : Date.parse(stamp.replace(BASIC_FORM, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(signedAt) || Math.abs(now - signedAt) <= TOLERANCE_MS) return undefined;
  const expired = signedAt < now;
  const limit = basicForm(expired ? now - TOLERANCE_MS : now + TOLERANCE_MS);
  const message = expired
    ? `Signature expired: ${stamp} is now earlier than ${limit} (${basicForm(now)} - 5 min.)`
    : `Signature not yet current: ${stamp} is still later than ${limit} (${basicForm(now)} + 5 min.)`;
  return encodeError(request, protocolOf(request), { status: 403, code: 'InvalidSignatureException', message });
}

const basicForm = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
