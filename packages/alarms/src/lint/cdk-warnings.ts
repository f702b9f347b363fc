import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { containedPath } from '../../../assembly/src/files.ts';
import { AssemblyProblem } from '../../../assembly/src/problem.ts';
import { listOf, recordOf, textOf } from './raw.ts';

/** Metadata entry in which the CDK keeps what `Annotations.addWarning` said. */
const WARNING = 'aws:cdk:warning';

function readObject(directory: string, file: string, namedBy: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(readFileSync(containedPath(directory, file, namedBy), 'utf8')));
  } catch (error) {
    // Whoever loaded the alarms has reported a broken assembly; without its metadata there are only fewer warnings.
    if (error instanceof SyntaxError || error instanceof AssemblyProblem) return {};
    throw error;
  }
}

/** Metadata by construct path (`/Stack/Alarm`) of the stack that has this template. */
function metadataOf(directory: string, templateFile: string): Readonly<Record<string, unknown>> {
  const { artifacts } = readObject(directory, 'manifest.json', 'the assembly');
  const stack = Object.values(recordOf(artifacts))
    .map(recordOf)
    .find(({ properties }) => recordOf(properties).templateFile === templateFile);
  const more = textOf(stack?.additionalMetadataFile);
  return { ...recordOf(stack?.metadata), ...(more === undefined ? {} : readObject(directory, more, 'manifest.json')) };
}

/** Looks up the CDK's warnings of a construct, or of the construct it is the resource of. */
export function warningLookup(warningsAt: (path: string) => readonly string[]) {
  return (constructPath: string | undefined): readonly string[] => {
    if (constructPath === undefined) return [];
    const parent = constructPath.replace(/\/Resource$/, '');
    return [...new Set([...warningsAt(constructPath), ...warningsAt(parent)])];
  };
}

/** The CDK's warnings of the stack whose template this is; none where the template is not part of an assembly. */
export function readCdkWarnings(file: string): (constructPath: string | undefined) => readonly string[] {
  const directory = dirname(file);
  if (!existsSync(join(directory, 'manifest.json'))) return () => [];
  const metadata = metadataOf(directory, basename(file));
  return warningLookup((path) =>
    listOf(metadata[`/${path}`])
      .map(recordOf)
      .flatMap(({ type, data }) => (type === WARNING && typeof data === 'string' ? [data] : [])),
  );
}
