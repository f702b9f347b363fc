import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reduceTemplate } from './reduce-template.ts';
import { isObject, parseTemplate, type Template } from './template.ts';

const ENDING = '.template.json';

/** Templates of an assembly, by the name of their stack. */
export function readTemplates(assembly: string): Map<string, Template> {
  const files = readdirSync(assembly).filter((name) => name.endsWith(ENDING));
  return new Map(
    files.map((name) => [
      name.slice(0, -ENDING.length),
      parseTemplate(readFileSync(join(assembly, name), 'utf8'), join(assembly, name)),
    ]),
  );
}

/** Takes out of an assembly's templates what the emulator lacks. @returns the templates as they are then */
export function reduceAssembly(assembly: string, isLacking: (kind: string) => boolean): Map<string, Template> {
  const templates = readTemplates(assembly);
  for (const [stack, template] of templates) {
    const reduced = reduceTemplate(template, isLacking).template;
    templates.set(stack, reduced);
    writeFileSync(join(assembly, `${stack}${ENDING}`), JSON.stringify(reduced, undefined, 1));
  }
  return templates;
}

/**
 * Changes the code of a function in an assembly, as an edit of its source would: its bundle gets a line more, and
 * another hash everywhere.
 *
 * @param functionName - `FunctionName` in the template
 * @throws Error if the stack has no such function with a bundle
 */
export function changeFunctionCode(assembly: string, stack: string, functionName: string): void {
  const template = parseTemplate(readFileSync(join(assembly, `${stack}${ENDING}`), 'utf8'), stack);
  const found = Object.values(template.Resources).find(({ Properties }) => Properties?.FunctionName === functionName);
  const metadata = isObject(found?.Metadata) ? found.Metadata : {};
  const bundle = String(metadata['aws:asset:path'] ?? '');
  const [, before] = /^asset\.([0-9a-f]{64})$/.exec(bundle) ?? [];
  if (before === undefined) throw new Error(`${stack} has no function ${functionName} with a bundle`);
  const after = createHash('sha256').update(`${before} changed`).digest('hex');
  cpSync(join(assembly, bundle), join(assembly, `asset.${after}`), { recursive: true });
  const entry = join(assembly, `asset.${after}`, 'index.js');
  writeFileSync(entry, `${readFileSync(entry, 'utf8')}\n// changed by the deployment test\n`);
  for (const name of readdirSync(assembly).filter((file) => file.endsWith('.json'))) {
    const file = join(assembly, name);
    const text = readFileSync(file, 'utf8');
    if (text.includes(before)) writeFileSync(file, text.replaceAll(before, after));
  }
}
