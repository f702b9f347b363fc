import { RuleSyntaxError, type RuleToken, tokenizeRule } from './rule-lexer.ts';
import type { RuleNode } from './rule-types.ts';
import type { AlarmState, Result } from './types.ts';

/**
 * The grammar of composite alarms:
 *
 *     rule := and (OR and)*        and := not (AND not)*        not := NOT not | prim
 *     prim := "(" rule ")" | TRUE | FALSE | STATE "(" ref ")"
 *           | AT_LEAST "(" INT["%"] "," [NOT] STATE "," "(" ref ("," ref)* ")" ")"
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html (AlarmRule)
 */

/** The rule of a composite alarm, in one reading or in two. */
export interface ParsedRule {
  readonly rule: RuleNode;
  /**
   * The same text read from left to right without precedence, if AND and OR stand side by side without brackets: AWS
   * does not publish which binds tighter, so an answer that differs between the two readings is *undocumented*.
   */
  readonly leftToRight?: RuleNode;
  /** Names or ARNs, in order of their first appearance. */
  readonly references: readonly string[];
}

/** AWS's limits on a rule. */
const MAX_LENGTH = 10_240;
const MAX_CHILDREN = 100;
const MAX_ELEMENTS = 500;

/** Brackets and NOTs inside each other; far beyond any real rule, and short of the stack's end. */
const MAX_DEPTH = 200;

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

function isState(text: string): text is AlarmState {
  return STATES.some((state) => state === text);
}

class RuleParser {
  readonly references = new Set<string>();
  readonly #tokens: readonly RuleToken[];
  readonly #precedence: boolean;
  #index = 0;
  #depth = 0;
  #elements = 0;
  /** AND and OR met on one level. */
  mixed = false;

  constructor(tokens: readonly RuleToken[], precedence: boolean) {
    this.#tokens = tokens;
    this.#precedence = precedence;
  }

  parse(): RuleNode {
    const rule = this.#rule();
    const rest = this.#peek();
    if (rest.type !== 'end') throw this.#unexpected(rest, 'AND, OR or the end of the rule');
    return rule;
  }

  #peek(): RuleToken {
    return this.#tokens[this.#index] ?? { type: 'end', position: 1 };
  }

  #next(): RuleToken {
    const token = this.#peek();
    this.#index++;
    return token;
  }

  #unexpected(token: RuleToken, wanted: string): RuleSyntaxError {
    const found =
      token.type === 'end' ? 'the end' : 'text' in token ? JSON.stringify(token.text) : JSON.stringify(token.type);
    return new RuleSyntaxError(`found ${found} where ${wanted} must stand`, token.position);
  }

  #expect(type: '(' | ')' | ','): void {
    const token = this.#next();
    if (token.type !== type) throw this.#unexpected(token, JSON.stringify(type));
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    if (token.type !== 'word' || token.text !== word) return false;
    this.#index++;
    return true;
  }

  #operator(): 'and' | 'or' | undefined {
    if (this.#takeWord('AND')) return 'and';
    return this.#takeWord('OR') ? 'or' : undefined;
  }

  /** One level of operands and operators, grouped with or without precedence. */
  #rule(): RuleNode {
    const operands = [this.#not()];
    const operators: ('and' | 'or')[] = [];
    for (let operator = this.#operator(); operator !== undefined; operator = this.#operator()) {
      operators.push(operator);
      operands.push(this.#not());
    }
    if (new Set(operators).size > 1) this.mixed = true;
    return this.#precedence ? groupByPrecedence(operands, operators) : groupLeftToRight(operands, operators);
  }

  #not(): RuleNode {
    if (++this.#depth > MAX_DEPTH) throw new RuleSyntaxError(`nested deeper than ${MAX_DEPTH}`, this.#peek().position);
    const node: RuleNode = this.#takeWord('NOT') ? { type: 'not', operand: this.#not() } : this.#primary();
    this.#depth--;
    return node;
  }

  /** "Elements are child alarms, TRUE or FALSE, and parentheses"; a pair of them counts once here (*inferred*). */
  #count({ position }: RuleToken): void {
    if (++this.#elements > MAX_ELEMENTS) throw new RuleSyntaxError(`more than ${MAX_ELEMENTS} elements`, position);
  }

  #primary(): RuleNode {
    const token = this.#next();
    if (token.type === '(') {
      this.#count(token);
      const inner = this.#rule();
      this.#expect(')');
      return inner;
    }
    if (token.type === 'word') {
      // AWS's own guide writes both TRUE and False.
      if (/^(?:true|false)$/i.test(token.text)) {
        this.#count(token);
        return { type: 'constant', value: token.text.toLowerCase() === 'true' };
      }
      if (token.text === 'AT_LEAST') return this.#atLeast();
      if (isState(token.text)) {
        this.#expect('(');
        const reference = this.#reference();
        this.#expect(')');
        return { type: 'state', state: token.text, reference };
      }
    }
    throw this.#unexpected(token, 'ALARM(…), OK(…), INSUFFICIENT_DATA(…), AT_LEAST(…), TRUE, FALSE, NOT or a bracket');
  }

  #reference(): string {
    const token = this.#next();
    if ((token.type !== 'word' && token.type !== 'quoted') || token.text === '') {
      throw this.#unexpected(token, 'the name or ARN of an alarm');
    }
    this.#count(token);
    this.references.add(token.text);
    if (this.references.size > MAX_CHILDREN) {
      throw new RuleSyntaxError(`more than ${MAX_CHILDREN} alarms`, token.position);
    }
    return token.text;
  }

  #amount(): { unit: 'count' | 'percent'; value: number; position: number } {
    const token = this.#next();
    const match = token.type === 'word' ? /^(\d{1,9})(%?)$/.exec(token.text) : null;
    if (match === null) throw this.#unexpected(token, 'a number such as 2 or 50%');
    return { unit: match[2] === '%' ? 'percent' : 'count', value: Number(match[1]), position: token.position };
  }

  #atLeast(): RuleNode {
    this.#expect('(');
    const { position, ...amount } = this.#amount();
    this.#expect(',');
    const negated = this.#takeWord('NOT');
    const state = this.#next();
    if (state.type !== 'word' || !isState(state.text)) throw this.#unexpected(state, 'ALARM, OK or INSUFFICIENT_DATA');
    this.#expect(',');
    this.#expect('(');
    const references = [this.#reference()];
    while (this.#peek().type === ',') {
      this.#next();
      references.push(this.#reference());
    }
    this.#expect(')');
    this.#expect(')');
    const most = amount.unit === 'percent' ? 100 : references.length;
    if (amount.value < 1 || amount.value > most) {
      const unit = amount.unit === 'percent' ? '%' : '';
      throw new RuleSyntaxError(`AT_LEAST takes 1${unit} to ${most}${unit} here, not ${amount.value}${unit}`, position);
    }
    return { type: 'atLeast', amount, state: state.text, negated, references };
  }
}

function join(type: 'and' | 'or', operands: readonly RuleNode[]): RuleNode {
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { type, operands };
}

function groupByPrecedence(operands: readonly RuleNode[], operators: readonly ('and' | 'or')[]): RuleNode {
  const groups: RuleNode[][] = [];
  for (const [index, operand] of operands.entries()) {
    const group = groups.at(-1);
    if (index > 0 && operators[index - 1] === 'and' && group !== undefined) group.push(operand);
    else groups.push([operand]);
  }
  return join(
    'or',
    groups.map((group) => join('and', group)),
  );
}

function groupLeftToRight(operands: readonly RuleNode[], operators: readonly ('and' | 'or')[]): RuleNode {
  return operands.reduce((left, right, index) => ({ type: operators[index - 1] ?? 'and', operands: [left, right] }));
}

/** Reads a rule. An error says what stands where, counted in characters from 1. */
export function parseRule(text: string): Result<ParsedRule> {
  if (text.length > MAX_LENGTH) {
    const message = `the rule has ${text.length} characters: CloudWatch takes at most ${MAX_LENGTH}`;
    return { ok: false, errors: [{ path: '', message }] };
  }
  try {
    const tokens = tokenizeRule(text);
    const parser = new RuleParser(tokens, true);
    const rule = parser.parse();
    const references = [...parser.references];
    if (!parser.mixed) return { ok: true, value: { rule, references } };
    return { ok: true, value: { rule, references, leftToRight: new RuleParser(tokens, false).parse() } };
  } catch (error) {
    if (!(error instanceof RuleSyntaxError)) throw error;
    return { ok: false, errors: [{ path: '', message: error.message }] };
  }
}
