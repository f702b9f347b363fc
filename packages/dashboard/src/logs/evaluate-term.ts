import type { Row } from './row.ts';
import type { FunctionName, Operator, Term } from './syntax.ts';
import { compare, Instant, isTrue, toNumber, toText, type Value } from './values.ts';

/** Value of a term for one line. Comparisons with nothing are not true, whichever way round (*inferred*). */
export function evaluateTerm(term: Term, row: Row): Value {
  switch (term.type) {
    case 'field':
      return row.get(term.name);
    case 'value':
      return term.value;
    case 'binary':
      return binary(term.operator, term.left, term.right, row);
    case 'not':
      return isTrue(evaluateTerm(term.term, row)) ? 0 : 1;
    case 'negate':
      return numeric(-toNumber(evaluateTerm(term.term, row)));
    case 'contains':
      return truth(toText(evaluateTerm(term.term, row)).includes(term.text));
    case 'matches': {
      const value = evaluateTerm(term.term, row);
      return truth(value !== null && term.pattern.test(toText(value)));
    }
    case 'in': {
      const value = evaluateTerm(term.term, row);
      return truth(value !== null && term.list.some((each) => isEqual(value, evaluateTerm(each, row))));
    }
    case 'call':
      return call(term.name, term.operands, row);
  }
}

function truth(holds: boolean): number {
  return holds ? 1 : 0;
}

function numeric(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

function isEqual(one: Value, other: Value): boolean {
  return other !== null && compare(one, other) === 0;
}

function binary(operator: Operator, left: Term, right: Term, row: Row): Value {
  const one = evaluateTerm(left, row);
  if (operator === 'and') return truth(isTrue(one) && isTrue(evaluateTerm(right, row)));
  if (operator === 'or') return truth(isTrue(one) || isTrue(evaluateTerm(right, row)));
  const other = evaluateTerm(right, row);
  if (one === null || other === null) return isArithmetic(operator) ? null : 0;
  switch (operator) {
    case '=':
      return truth(compare(one, other) === 0);
    case '!=':
      return truth(compare(one, other) !== 0);
    case '<':
      return truth(compare(one, other) < 0);
    case '<=':
      return truth(compare(one, other) <= 0);
    case '>':
      return truth(compare(one, other) > 0);
    case '>=':
      return truth(compare(one, other) >= 0);
    default:
      return numeric(arithmetic(operator, toNumber(one), toNumber(other)));
  }
}

type Arithmetic = Extract<Operator, '+' | '-' | '*' | '/' | '%' | '^'>;

function isArithmetic(operator: Operator): operator is Arithmetic {
  return '+-*/%^'.includes(operator);
}

function arithmetic(operator: Arithmetic, one: number, other: number): number {
  switch (operator) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '*':
      return one * other;
    case '/':
      return one / other;
    case '%':
      return one % other;
    case '^':
      return one ** other;
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
function call(name: FunctionName, operands: readonly Term[], row: Row): Value {
  const [first] = operands;
  const value = first === undefined ? null : evaluateTerm(first, row);
  switch (name) {
    case 'ispresent':
      return truth(value !== null);
    case 'isempty':
      return truth(value === null || value === '');
    case 'isblank':
      return truth(toText(value).trim() === '');
    case 'coalesce':
      return operands.map((each) => evaluateTerm(each, row)).find((each) => each !== null) ?? null;
    case 'strlen':
      return toText(value).length;
    case 'tolower':
      return value === null ? null : toText(value).toLowerCase();
    case 'toupper':
      return value === null ? null : toText(value).toUpperCase();
    case 'concat':
      return operands.map((each) => toText(evaluateTerm(each, row))).join('');
    case 'abs':
      return numeric(Math.abs(toNumber(value)));
    case 'ceil':
      return numeric(Math.ceil(toNumber(value)));
    case 'floor':
      return numeric(Math.floor(toNumber(value)));
    case 'bin': {
      const length = toNumber(value);
      const at = Math.floor(toNumber(row.get('@timestamp')) / length) * length;
      return Number.isNaN(at) ? null : new Instant(at);
    }
  }
}
