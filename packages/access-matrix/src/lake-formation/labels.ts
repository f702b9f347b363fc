import type { AccessResource } from '../template/types.ts';
import type { S3Location } from './s3-location.ts';
import type { Grant, LakeModel } from './types.ts';

/** What the CDK puts behind a logical id to make it unique. */
const HASH = /[0-9A-F]{8}$/;

/** A logical id as people read it: without the CDK's hash, unless two would become one. */
export function readableIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const short = (id: string) => id.replace(HASH, '') || id;
  const count = new Map<string, number>();
  for (const id of ids) count.set(short(id), (count.get(short(id)) ?? 0) + 1);
  return new Map(ids.map((id) => [id, count.get(short(id)) === 1 ? short(id) : id]));
}

/**
 * Names for buckets whose real name AWS chooses at deployment: their logical ids, which no bucket's name can be, since
 * those have small letters only. By physical name.
 */
export function bucketLabels(buckets: readonly AccessResource[]): ReadonlyMap<string, string> {
  const unnamed = buckets.filter(({ properties }) => properties.BucketName === undefined);
  const names = readableIds(unnamed.map(({ logicalId }) => logicalId));
  return new Map(
    unnamed
      .map(({ physicalId, logicalId }): [string, string] => [physicalId, names.get(logicalId) ?? logicalId])
      .filter(([, label]) => /[A-Z]/.test(label)),
  );
}

/** The model with labels on every location. */
export function labelBuckets(model: LakeModel, labels: ReadonlyMap<string, string>): LakeModel {
  if (labels.size === 0) return model;
  const named = <Place extends S3Location | undefined>(place: Place): Place => {
    const label = place && labels.get(place.bucket);
    return place && label !== undefined ? { ...place, label } : place;
  };
  const grant = (one: Grant): Grant =>
    one.resource.kind === 'location'
      ? { ...one, resource: { ...one.resource, location: named(one.resource.location) } }
      : one;
  return {
    ...model,
    locations: model.locations.map((one) => ({ ...one, location: named(one.location) })),
    databases: model.databases.map((one) => ({ ...one, location: named(one.location) })),
    tables: model.tables.map((one) => ({ ...one, location: named(one.location) })),
    workgroups: model.workgroups.map((one) => ({ ...one, results: named(one.results) })),
    buckets: model.buckets.map((one) => ({ ...one, label: labels.get(one.name) })),
    grants: model.grants.map(grant),
  };
}
