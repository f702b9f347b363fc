import { isUnresolved } from '../template/unresolved.ts';

/** A bucket or a folder in it. */
export interface S3Location {
  readonly bucket: string;
  /** Key prefix without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string;
  /** What people call the bucket, when its name is chosen at deployment. */
  readonly label?: string;
}

/** Three-valued: a value that is known only after deployment may be the same as another. */
export type Certainty = 'yes' | 'no' | 'maybe';

/**
 * Reads `s3://bucket/prefix/`, `s3a://…`, an ARN, or `bucket/prefix`. Slashes at the ends do not matter; inside a key
 * they do, because `a//b` and `a/b` are two folders in S3.
 */
export function parseS3Location(text: string): S3Location | undefined {
  const path = text.replace(/^s3[an]?:\/\//i, '').replace(/^arn:[^:]*:s3:::/, '');
  if (path.startsWith('arn:')) return undefined;
  const [bucket = '', ...rest] = path.split('/');
  if (bucket === '') return undefined;
  return { bucket, prefix: trimSlashes(rest.join('/')) };
}

const trimSlashes = (text: string) => text.replace(/^\/+|\/+$/g, '');

export function formatLocation({ bucket, prefix, label = bucket }: S3Location): string {
  return prefix === '' ? `s3://${label}/` : `s3://${label}/${prefix}/`;
}

/** ARN pattern start of every object at the location, with a slash at its end. */
export function objectArnPrefix({ bucket, prefix }: S3Location, partition: string): string {
  return `arn:${partition}:s3:::${bucket}/${prefix === '' ? '' : `${prefix}/`}`;
}

/** Whether `inner` is `outer` or lies in it. Compared on slashes: `sales` does not hold `sales-archive`. */
export function holds(outer: S3Location, inner: S3Location): Certainty {
  const bucket = same(outer.bucket, inner.bucket);
  if (bucket === 'no') return 'no';
  if (outer.prefix === '') return bucket;
  const start = `${outer.prefix}/`;
  if (`${inner.prefix}/`.startsWith(start)) return bucket;
  return isUnresolved(outer.prefix) || isUnresolved(inner.prefix) ? 'maybe' : 'no';
}

/** Whether two texts stand for one value. */
export function same(left: string, right: string): Certainty {
  if (left === right) return 'yes';
  return isUnresolved(left) || isUnresolved(right) ? maybeSame(left, right) : 'no';
}

/** Two texts with unknown parts can be the same only if what is known at their beginnings and ends agrees. */
function maybeSame(left: string, right: string): Certainty {
  const heads = agree(knownHead(left), knownHead(right), (longer, shorter) => longer.startsWith(shorter));
  const tails = agree(knownTail(left), knownTail(right), (longer, shorter) => longer.endsWith(shorter));
  return heads && tails ? 'maybe' : 'no';
}

function agree(left: string, right: string, fits: (longer: string, shorter: string) => boolean): boolean {
  return left.length >= right.length ? fits(left, right) : fits(right, left);
}

const MARKED = /[\u{F0000}-\u{FFFFD}]+/u;
const knownHead = (text: string) => text.split(MARKED)[0] ?? '';
const knownTail = (text: string) => text.split(MARKED).at(-1) ?? '';
