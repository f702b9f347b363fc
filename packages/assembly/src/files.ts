import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type * as z from 'zod';
import { AssemblyProblem } from './problem.ts';

/**
 * Far above the 1 MB that CloudFormation takes as a template, and small enough to be parsed without harm.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Whether the path is the folder itself or lies in it; both are absolute. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Absolute path of something the assembly names, links followed. An assembly is untrusted input: a path that leaves its
 * folder, by `..`, as an absolute path or through a link, is refused.
 */
export function containedPath(directory: string, path: string, namedBy: string): string {
  const wanted = resolve(directory, path);
  if (path.includes('\0') || !isInside(directory, wanted)) {
    throw new AssemblyProblem(
      `${namedBy} names ${JSON.stringify(path)}, which is outside ${directory}: synthesise with asset staging`,
    );
  }
  let real: string;
  try {
    real = realpathSync(wanted);
  } catch {
    throw new AssemblyProblem(`${namedBy} names ${JSON.stringify(path)}, which does not exist: synthesise again`);
  }
  if (!isInside(directory, real)) {
    throw new AssemblyProblem(`${namedBy} names ${JSON.stringify(path)}, a link that leaves ${directory}`);
  }
  return real;
}

/** Reads a JSON file of the assembly and checks its shape. */
export function readJson<Schema extends z.ZodType>(
  directory: string,
  file: string,
  schema: Schema,
  namedBy: string,
): z.output<Schema> {
  const path = containedPath(directory, file, namedBy);
  const { size } = statSync(path);
  if (size > MAX_FILE_BYTES) {
    throw new AssemblyProblem(`${file} has ${size} bytes: at most ${MAX_FILE_BYTES} are read`);
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new AssemblyProblem(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const place = first?.path.length ? `, ${first.path.join('.')}` : '';
  throw new AssemblyProblem(`${file}${place}: ${first?.message ?? 'unexpected content'}`);
}
