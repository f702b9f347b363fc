import { unresolved } from '../template/unresolved.ts';
import { type Facts, type KeyState, NO_FACTS } from './context.ts';
import {
  ANY_CHARACTER,
  ANY_CHARACTER_BUT_COLON,
  ANY_TEXT,
  ANY_TEXT_BUT_COLON,
  globMatches,
  globsIntersect,
  hasMarker,
  hasPairs,
  plainGlob,
  plainGlobMatches,
  type Token,
  withMarkersOpen,
} from './glob.ts';
import { either, type Truth } from './truth.ts';

export interface PatternStyle {
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** Whether `${aws:username}` and the like are replaced. */
  readonly variables: boolean;
  readonly ignoreCase?: boolean;
  /**
   * `resource`: a wildcard stays inside its part of the ARN, except a `*` that ends the part.
   * `condition`: it always stays inside, since the six parts are compared one by one.
   * @default - not an ARN
   */
  readonly arn?: 'resource' | 'condition';
}

interface Variable {
  readonly key: string;
  readonly otherwise?: string;
}

/** A text that is compared, prepared once. */
export class Subject {
  readonly text: string;
  /** Whether it holds characters that take two code units. */
  readonly hasPairs: boolean;
  /** Whether it holds a marker. */
  readonly uncertain: boolean;
  #lower: Subject | undefined;
  #characters: readonly string[] | undefined;

  constructor(text: string) {
    this.text = text;
    this.hasPairs = hasPairs(text);
    this.uncertain = this.hasPairs && hasMarker(text);
  }

  lower(): Subject {
    this.#lower ??= new Subject(this.text.toLowerCase());
    return this.#lower;
  }

  characters(): readonly string[] {
    this.#characters ??= Array.from(this.text);
    return this.#characters;
  }
}

/** A bound on memory, for variables with ever new values. */
const MAX_MATCHERS = 100;

/**
 * A text of a policy that texts of a request are compared with. Parts that are known only after deployment, on either
 * side, give `maybe` where the answer depends on them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export class TextPattern {
  readonly source: string;
  /** Lower-case keys of the variables in it. */
  readonly variables: readonly string[];
  readonly #style: PatternStyle;
  readonly #parts: readonly (string | Variable)[];
  readonly #static: Matcher | undefined;
  /** Matchers by text, variables replaced. */
  readonly #made = new Map<string, Matcher>();

  constructor(source: string, style: PatternStyle) {
    this.source = source;
    this.#style = style;
    this.#parts = style.variables ? splitVariables(source) : [source];
    this.variables = this.#parts.flatMap((part) => (typeof part === 'string' ? [] : [part.key]));
    this.#static = this.variables.length === 0 ? new Matcher(tokensOf(this.#parts.join(''), style)) : undefined;
  }

  match(subject: Subject, facts: Facts): Truth {
    const compared = this.#style.ignoreCase ? subject.lower() : subject;
    return this.#static ? this.#static.match(compared) : this.#matchWith(compared, facts, this.#parts);
  }

  /**
   * Keys without which the pattern says nothing of the text: absent from the request, without a default, and such that
   * with some value the pattern could match.
   */
  missing(subject: Subject, facts: Facts): readonly string[] {
    if (this.#static) return [];
    const absent = this.#parts.flatMap((part) => {
      if (typeof part === 'string' || part.otherwise !== undefined) return [];
      return facts.get(part.key).state === 'absent' ? [part.key] : [];
    });
    return absent.length > 0 && this.match(subject, new AllPresent(facts)) !== 'no' ? absent : [];
  }

  /** Replaces the variables one by one; one whose key may be missing gives the answer only if it is the same both ways. */
  #matchWith(subject: Subject, facts: Facts, parts: readonly (string | Variable)[]): Truth {
    const at = parts.findIndex((part) => typeof part !== 'string');
    const variable = parts[at];
    if (variable === undefined || typeof variable === 'string') return this.#matcher(parts.join('')).match(subject);
    const state = facts.get(variable.key);
    const [value] = state.state === 'known' ? state.values : [];
    if (state.state === 'known') {
      // A key with several values cannot stand in a text.
      if (state.values.length !== 1 || value === undefined) return 'no';
      return this.#matchWith(subject, facts, parts.with(at, literal(value)));
    }
    const without =
      variable.otherwise === undefined ? 'no' : this.#matchWith(subject, facts, parts.with(at, variable.otherwise));
    if (state.state === 'absent') return without;
    return either(without, this.#matchWith(subject, facts, parts.with(at, unresolved(`context key ${variable.key}`))));
  }

  #matcher(text: string): Matcher {
    const known = this.#made.get(text);
    if (known) return known;
    const matcher = new Matcher(tokensOf(text, this.#style));
    if (this.#made.size < MAX_MATCHERS) this.#made.set(text, matcher);
    return matcher;
  }
}

/** The facts, with some unknown value for each key that is absent. */
class AllPresent implements Facts {
  readonly #facts: Facts;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  get(key: string): KeyState {
    const state = this.#facts.get(key);
    return state.state === 'absent' ? { state: 'known', values: [unresolved(`context key ${key}`)] } : state;
  }
}

const EXACT: PatternStyle = { wildcards: false, variables: false };

/** Whether two texts are the same, where either may be known only after deployment, in whole or in part. */
export function sameText(one: string, other: string): Truth {
  if (one === other) return 'yes';
  if (!hasMarker(one) && !hasMarker(other)) return 'no';
  return new TextPattern(one, EXACT).match(new Subject(other), NO_FACTS);
}

/** Marks text as literal, so that wildcards in a variable's value count as themselves (`\\` never starts a wildcard). */
const LITERAL = '\uE000';
const literal = (value: string): string => value.replaceAll(/[*?]/g, (wildcard) => LITERAL + wildcard);

/**
 * `${key}` and `${key, 'default'}`; `${*}`, `${?}` and `${$}` are the characters themselves.
 */
function splitVariables(source: string): (string | Variable)[] {
  const parts: (string | Variable)[] = [];
  let text = '';
  let from = 0;
  for (const match of source.matchAll(/\$\{([^}]*)\}/g)) {
    text += source.slice(from, match.index);
    from = match.index + match[0].length;
    const inner = match[1] ?? '';
    if (inner === '*' || inner === '?' || inner === '$') {
      text += LITERAL + inner;
      continue;
    }
    parts.push(text);
    text = '';
    const [, key = inner, otherwise] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
    parts.push({ key: key.toLowerCase(), ...(otherwise === undefined ? {} : { otherwise: literal(otherwise) }) });
  }
  parts.push(text + source.slice(from));
  return parts;
}

function tokensOf(text: string, { wildcards, ignoreCase, arn }: PatternStyle): Token[] {
  const characters = Array.from(ignoreCase ? text.toLowerCase() : text);
  const tokens: Token[] = [];
  const isArn = arn !== undefined && characters.slice(0, 4).join('') === 'arn:';
  let colons = 0;
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    const next = characters[at + 1];
    if (character === ':') colons += 1;
    // The sixth part of an ARN, the resource, may hold colons of its own.
    const insidePart = isArn && colons < 5;
    if (character === LITERAL && next !== undefined) {
      tokens.push(next);
      at += 1;
    } else if (wildcards && character === '*') {
      const endsPart = next === ':' || next === undefined;
      tokens.push(insidePart && !(arn === 'resource' && endsPart) ? ANY_TEXT_BUT_COLON : ANY_TEXT);
    } else if (wildcards && character === '?') tokens.push(insidePart ? ANY_CHARACTER_BUT_COLON : ANY_CHARACTER);
    else tokens.push(character);
  }
  return tokens;
}

/** Compares texts with one pattern. */
class Matcher {
  readonly #tokens: readonly Token[];
  /** What all matching texts begin with. */
  readonly #prefix: string;
  readonly #isExact: boolean;
  /** `prefix*`, by far the most frequent form. */
  readonly #isPrefix: boolean;
  readonly #plain: Int32Array | undefined;
  /** The pattern with its markers open, if it has any. */
  readonly #open: Matcher | undefined;

  constructor(tokens: readonly Token[]) {
    const wildcardAt = tokens.findIndex((token) => typeof token !== 'string');
    this.#tokens = tokens;
    this.#isExact = wildcardAt < 0;
    this.#prefix = tokens.slice(0, this.#isExact ? tokens.length : wildcardAt).join('');
    this.#isPrefix = wildcardAt === tokens.length - 1 && tokens[wildcardAt] === ANY_TEXT;
    this.#plain = plainGlob(tokens);
    const hasMarkers = tokens.some((token) => typeof token === 'string' && hasMarker(token));
    this.#open = hasMarkers ? new Matcher(withMarkersOpen(tokens)) : undefined;
  }

  match(subject: Subject): Truth {
    if (this.#matches(subject)) return 'yes';
    if (!subject.uncertain) return this.#open?.match(subject) === 'yes' ? 'maybe' : 'no';
    return globsIntersect(withMarkersOpen(this.#tokens), withMarkersOpen(subject.characters())) ? 'maybe' : 'no';
  }

  #matches(subject: Subject): boolean {
    if (this.#isExact) return subject.text === this.#prefix;
    if (!subject.text.startsWith(this.#prefix)) return false;
    if (this.#isPrefix) return true;
    if (this.#plain && !subject.hasPairs) return plainGlobMatches(this.#plain, subject.text);
    return globMatches(this.#tokens, subject.characters());
  }
}
