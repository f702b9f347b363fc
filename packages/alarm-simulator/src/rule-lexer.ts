/**
 * Words of a composite alarm's rule. Positions are characters from the start of the rule, the first being 1.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html (AlarmRule)
 */
export type RuleToken =
  | { readonly type: 'word' | 'quoted'; readonly text: string; readonly position: number }
  | { readonly type: '(' | ')' | ','; readonly position: number }
  | { readonly type: 'end'; readonly position: number };

/** A rule that cannot be read; `parseRule` turns it into a value. */
export class RuleSyntaxError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} at character ${position}`);
    this.position = position;
  }
}

/** A bare name ends at a space, a round bracket, a comma or a quotation mark. */
const WORD = /[^\s(),"]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;

function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** Splits a rule into its tokens; throws a {@link RuleSyntaxError}, which the parser turns into a value. */
export function tokenizeRule(text: string): RuleToken[] {
  const tokens: RuleToken[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text.charAt(index);
    const position = index + 1;
    if (/\s/.test(character)) {
      index++;
    } else if (character === '(' || character === ')' || character === ',') {
      tokens.push({ type: character, position });
      index++;
    } else if (character === '"') {
      const quoted = at(QUOTED, text, index);
      if (quoted === null) throw new RuleSyntaxError('the quotation mark is not closed', position);
      tokens.push({ type: 'quoted', text: (quoted[1] ?? '').replace(/\\(.)/g, '$1'), position });
      index += quoted[0].length;
    } else {
      const [word = character] = at(WORD, text, index) ?? [];
      tokens.push({ type: 'word', text: word, position });
      index += word.length;
    }
  }
  tokens.push({ type: 'end', position: text.length + 1 });
  return tokens;
}
