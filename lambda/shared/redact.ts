import { truncateCharacters } from './truncate.ts';

/** What of a payload may be shown in a log line. */
export interface LogRules {
  /** Characters at most; `0` shows nothing. */
  readonly characters: number;
  /** Object keys, in lower case, whose values are replaced wherever they occur. */
  readonly redactKeys: ReadonlySet<string>;
}

export const REDACTED = '[redacted]';
/** Shown in place of what claims or seems to be JSON but cannot be read, so that no key in it could be redacted. */
export const UNREADABLE = '[not readable as JSON, left out because keys are redacted]';
const ELLIPSIS = '…';
const TOO_DEEP = '"[nested too deeply]"';
const DEEPEST = 64;

/** Writes JSON until a limit is reached, so that a huge payload costs no more than what is shown of it. */
class BoundedJsonWriter {
  readonly #rules: LogRules;
  #text = '';

  constructor(rules: LogRules) {
    this.#rules = rules;
  }

  get full(): boolean {
    return this.#text.length > this.#rules.characters;
  }

  get text(): string {
    return this.#text;
  }

  write(value: unknown, depth: number): void {
    if (this.full) {
      return;
    }
    if (typeof value === 'string') {
      // An escape only lengthens a text, so cutting before escaping loses nothing that would be shown.
      this.#text += JSON.stringify(truncateCharacters(value, this.#rules.characters + 1).text);
    } else if (typeof value !== 'object' || value === null) {
      this.#text += JSON.stringify(value) ?? 'null';
    } else if (depth >= DEEPEST) {
      this.#text += TOO_DEEP;
    } else if (Array.isArray(value)) {
      this.#writeArray(value, depth);
    } else {
      this.#writeObject(value, depth);
    }
  }

  #writeArray(values: readonly unknown[], depth: number): void {
    this.#text += '[';
    for (let index = 0; index < values.length && !this.full; index += 1) {
      this.#text += index > 0 ? ',' : '';
      this.write(values[index], depth + 1);
    }
    this.#text += ']';
  }

  #writeObject(value: object, depth: number): void {
    this.#text += '{';
    let separator = '';
    // `for in` would visit inherited keys; Object.keys of a huge object is bounded by the 5 MB limit on bodies.
    for (const key of Object.keys(value)) {
      if (this.full) {
        break;
      }
      this.#text += separator;
      separator = ',';
      this.write(key, depth + 1);
      this.#text += ':';
      this.write(this.#rules.redactKeys.has(key.toLowerCase()) ? REDACTED : Reflect.get(value, key), depth + 1);
    }
    this.#text += '}';
  }
}

function cut(text: string, characters: number): string {
  const shown = truncateCharacters(text, characters);
  return shown.truncated ? shown.text + ELLIPSIS : shown.text;
}

/**
 * A payload as a log line may show it: redacted first, cut afterwards, so that a cut cannot hide a key from the
 * redaction. Only JSON has keys: CSV is shown as it is, unless `characters` is 0.
 *
 * @param parsed the payload's JSON, if somebody has already parsed it
 * @returns undefined when nothing may be shown
 */
export function showPayload(text: string, rules: LogRules, parsed?: { readonly value: unknown }): string | undefined {
  if (rules.characters === 0) {
    return undefined;
  }
  const seemsJson = parsed !== undefined || /^\s*[{[]/.test(text);
  if (rules.redactKeys.size === 0 || !seemsJson) {
    return cut(text, rules.characters);
  }
  const json = parsed ?? parseJson(text);
  if (json === undefined) {
    return cut(UNREADABLE, rules.characters);
  }
  const writer = new BoundedJsonWriter(rules);
  writer.write(json.value, 0);
  return cut(writer.text, rules.characters);
}

/**
 * Words that may repeat a payload, such as a model's own message about an input: JSON is redacted, other text is left
 * out where keys are redacted, because no key could be found in it.
 *
 * @returns undefined when nothing may be shown
 */
export function showWords(text: string, rules: LogRules): string | undefined {
  if (rules.redactKeys.size === 0 || rules.characters === 0) {
    return showPayload(text, rules);
  }
  const json = parseJson(text);
  return typeof json?.value === 'object' ? showPayload(text, rules, json) : cut(UNREADABLE, rules.characters);
}

/** The value of a JSON text, in a wrapper because `undefined` says that it is none. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
