import type { AccessResource } from '../template/types.ts';
import type { PolicySource } from './types.ts';

/** Where a resource stands in the templates. */
export function sourceOf({ stack, logicalId, path }: AccessResource): PolicySource {
  return path === undefined ? { stack, logicalId } : { stack, logicalId, path };
}
