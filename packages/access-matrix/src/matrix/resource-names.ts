import { formatLocation } from '../lake-formation/s3-location.ts';
import type { LakeResource } from '../lake-formation/types.ts';
import { readable } from '../template/unresolved.ts';

/** A resource's name in the matrix. `at` shows only when it is not the database's own place. */
export function resourceName(resource: LakeResource, suffix: string): string {
  return `${readable(nameOf(resource))}${suffix}`;
}

function nameOf(resource: LakeResource): string {
  switch (resource.kind) {
    case 'catalog':
      return 'catalog';
    case 'database':
      return resource.elsewhere && resource.at
        ? `${resource.database} at ${formatLocation(resource.at)}`
        : resource.database;
    case 'table':
      return `${resource.database}.${resource.table}`;
    case 'location':
      return formatLocation(resource.location);
    default:
      return `${resource.kind}:${resource.name}`;
  }
}
