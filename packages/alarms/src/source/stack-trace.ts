import * as z from 'zod';

/** Metadata of an artifact: entries by construct path. Only what is read is checked. */
export const metadataSchema = z.record(
  z.string(),
  z.array(z.object({ type: z.string(), data: z.unknown(), trace: z.array(z.string()).optional() })),
);

export type Metadata = z.output<typeof metadataSchema>;

/** `file:line` of the application's code by logical id. */
export type SourceLocations = ReadonlyMap<string, string>;

/** `new Alarm (/app/lib/stack.ts:12:5)`, `at file:///app/lib/stack.ts:12:5`, `/app/lib/stack.ts:12:5` */
const FRAME = /(?:^|[\s(])((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*?):(\d+):\d+\)?\s*$/;

/** The innermost frame that is the application's own: neither a library's nor Node's. */
function locationIn(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    const [, file, line] = FRAME.exec(frame) ?? [];
    if (file === undefined || /[\\/]node_modules[\\/]/.test(file)) continue;
    return `${file.replace('file://', '')}:${line}`;
  }
  return undefined;
}

/**
 * Where the application makes each resource. The CDK writes the stack as the data of `aws:cdk:creationStack`; older
 * releases as the trace of `aws:cdk:logicalId`, with `--debug` only.
 */
export function sourceLocations(metadata: readonly Metadata[]): SourceLocations {
  const found = new Map<string, string>();
  for (const entries of metadata.flatMap(Object.values<Metadata[string]>)) {
    const logicalId = entries.find(({ type }) => type === 'aws:cdk:logicalId');
    if (typeof logicalId?.data !== 'string') continue;
    const stack = z.array(z.string()).safeParse(entries.find(({ type }) => type === 'aws:cdk:creationStack')?.data);
    const location = locationIn([...(stack.data ?? []), ...(logicalId.trace ?? [])]);
    if (location !== undefined) found.set(logicalId.data, location);
  }
  return found;
}
