import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { AssemblyProblem } from '../../../access-matrix/src/template/assembly.ts';
import { MAX_TEMPLATE_BYTES, readAssemblyStacks } from '../../../access-matrix/src/template/read-stacks.ts';
import { parseTemplate } from '../../../access-matrix/src/template/template-text.ts';
import { type Failure, failure } from '../../../cli/src/io.ts';
import type { StackTemplate, StackTemplates } from '../compare/types.ts';

export type TemplatesRead =
  | {
      readonly status: 'success';
      /** A template that is a file of its own does not say which stack it is of: it goes by the file's name. */
      readonly kind: 'assembly' | 'template';
      readonly stacks: StackTemplates;
      /** What was not understood. */
      readonly notices: readonly string[];
    }
  | Failure;

/** What `aws cloudformation get-template` prints: the template as text if it is YAML, else as an object. */
const downloadedSchema = z.looseObject({ TemplateBody: z.union([z.string(), z.record(z.string(), z.unknown())]) });

/**
 * Reads a `cdk.out` with its stages and nested stacks, a template in JSON or YAML, or what `aws cloudformation
 * get-template` prints. Nothing is resolved. The input is untrusted: nothing outside its folder is opened.
 */
export function readTemplates(path: string): TemplatesRead {
  let real: string;
  let isDirectory: boolean;
  try {
    real = realpathSync(path);
    isDirectory = statSync(real).isDirectory();
  } catch {
    return failure(`there is no file or folder ${path}`);
  }
  try {
    return isDirectory ? readAssembly(real) : readFile(real);
  } catch (error) {
    if (error instanceof AssemblyProblem) return failure(`${path}: ${error.message}`);
    // The call stack ran out: values nested as no deployable template has them.
    if (error instanceof RangeError) return failure(`${path}: its values are nested too deeply`);
    throw error;
  }
}

function readAssembly(directory: string): TemplatesRead {
  const { stacks, notices } = readAssemblyStacks(directory);
  return {
    status: 'success',
    kind: 'assembly',
    stacks: Object.fromEntries(stacks.map(({ name, template }) => [name, template])),
    notices,
  };
}

function readFile(file: string): TemplatesRead {
  const { size } = statSync(file);
  if (size > MAX_TEMPLATE_BYTES) return failure(`${file} has ${size} bytes: at most ${MAX_TEMPLATE_BYTES} are read`);
  const name = basename(file).replace(/(\.template)?\.(json|ya?ml)$/, '');
  const { template, notices } = parseTemplate(templateText(readFileSync(file, 'utf8')), basename(file));
  const stack: StackTemplate = template;
  return { status: 'success', kind: 'template', stacks: { [name]: stack }, notices };
}

/** The template itself, out of what the AWS CLI wraps around it. */
function templateText(text: string): string {
  if (!text.includes('"TemplateBody"')) return text;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return text;
  }
  const downloaded = downloadedSchema.safeParse(content);
  if (!downloaded.success) return text;
  const { TemplateBody: body } = downloaded.data;
  return typeof body === 'string' ? body : JSON.stringify(body);
}
