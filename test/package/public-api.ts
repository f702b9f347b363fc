import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/package/contents.ts';

/** Something that the package's users can name. */
export interface PublicItem {
  /** File and line, from the checkout's root. */
  readonly place: string;
  /** `InferenceApiProps`, or `InferenceApiProps.throttle` of a field. */
  readonly name: string;
  /** Whether a docstring stands before it. */
  readonly documented: boolean;
}

const REEXPORTS = /^export (?:type )?\{([^}]*)\} from '(\.[^']+)';/gm;
const ALL_TYPES = /^export type \* from '(\.[^']+)';/gm;
const DECLARATION = /^export (?:declare )?(?:abstract )?(?:async )?(?:class|interface|type|const|function\*?) (\w+)/;
/** A field or method of what is declared at the left margin, as the formatter indents it. */
const MEMBER = /^ {2}(?:readonly )?(\w+)\??[:(]/;

/** Every name that an entry point exports, and the fields of those that hold what its users write: `…Props`, `…Options`. */
export function publicItems(entryPoint: string): PublicItem[] {
  const text = readFileSync(join(ROOT, entryPoint), 'utf8');
  const beside = (target: string) => join(entryPoint, '..', target);
  const named = [...text.matchAll(REEXPORTS)].flatMap(([, names = '', target = '']) => {
    const wanted = names.split(',').flatMap((name) => /(\w+)\s*$/.exec(name.trim())?.[1] ?? []);
    return wanted.flatMap((name) => itemsOf(beside(target), name));
  });
  const all = [...text.matchAll(ALL_TYPES)].flatMap(([, target = '']) => itemsOf(beside(target)));
  return [...named, ...all];
}

/** Items of a file: of one name, or of all that it exports. */
function itemsOf(file: string, only?: string): PublicItem[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    if (name === undefined || (only !== undefined && name !== only)) return [];
    return [itemAt(lines, index, file, name), ...fields(lines, index, file, name)];
  });
  if (found.length > 0 || only === undefined) return found;
  // Exported once more by a file between.
  const passedOn = publicItems(file).filter(({ name }) => name === only || name.startsWith(`${only}.`));
  if (passedOn.length === 0) throw new Error(`${file}: where ${only} is declared cannot be told from its text`);
  return passedOn;
}

function fields(lines: readonly string[], start: number, file: string, name: string): PublicItem[] {
  if (!/(Props|Options)$/.test(name) || !/^export interface/.test(lines[start] ?? '')) return [];
  const end = lines.indexOf('}', start);
  return lines.slice(start, end).flatMap((line, offset) => {
    const field = MEMBER.exec(line)?.[1];
    return field === undefined ? [] : [itemAt(lines, start + offset, file, `${name}.${field}`)];
  });
}

function itemAt(lines: readonly string[], index: number, file: string, name: string): PublicItem {
  return { place: `${file}:${index + 1}`, name, documented: lines[index - 1]?.trimEnd().endsWith('*/') ?? false };
}
