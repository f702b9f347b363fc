import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { SHORT_FORMS } from '../../../access-matrix/src/template/template-text.ts';
import { scanJson } from './json-scan.ts';

export type SourceText =
  | {
      readonly status: 'success';
      readonly format: 'JSON' | 'YAML';
      /** In YAML, the short forms of intrinsic functions are written out. */
      readonly value: unknown;
      /** Line of a key, the first being 1; undefined if there is no such key. */
      lineOf(path: readonly (string | number)[]): number | undefined;
    }
  /** `file:line:column: what is wrong` */
  | { readonly status: 'error'; readonly line: string };

/** Lines of offsets in a text. */
function lineCounter(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}

function parseJson(text: string, file: string): SourceText {
  const lines = lineCounter(text);
  const scan = scanJson(text);
  if (scan.status === 'error') {
    const { line, col } = lines.linePos(scan.offset);
    return { status: 'error', line: `${file}:${line}:${col}: is not JSON: ${scan.message}` };
  }
  return {
    status: 'success',
    format: 'JSON',
    value: JSON.parse(text),
    lineOf: (path) => {
      const offset = scan.offsetOf(path);
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
  };
}

/** Most aliases that are followed: more are made to exhaust the memory. */
const MAX_ALIASES = 100;

function parseYaml(text: string, file: string): SourceText {
  const lines = new LineCounter();
  // `core` keeps dates such as 2010-09-09 as text.
  const document = parseDocument(text, {
    customTags: SHORT_FORMS,
    schema: 'core',
    lineCounter: lines,
    prettyErrors: false,
  });
  // A tag that nobody knows would be dropped: `!Reff Topic` would read as the text "Topic".
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    return { status: 'error', line: `${file}:${line}:${col}: is not YAML: ${fault.message.split('\n')[0]}` };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return { status: 'error', line: `${file}: is not YAML: ${error instanceof Error ? error.message : String(error)}` };
  }
  return {
    status: 'success',
    format: 'YAML',
    value,
    lineOf: (path) => {
      const offset = offsetIn(document.contents, path);
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
  };
}

function offsetIn(root: unknown, path: readonly (string | number)[]): number | undefined {
  let node: unknown = root;
  let offset: number | undefined;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) return undefined;
      offset = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.get(Number(part), true);
      offset = isNode(node) ? node.range?.[0] : undefined;
    } else return undefined;
  }
  return offset;
}

/** Parses JSON, or YAML with CloudFormation's short forms, and can say where each key stands. */
export function parseSourceText(text: string, file: string): SourceText {
  return /^\s*\{/.test(text) ? parseJson(text, file) : parseYaml(text, file);
}
