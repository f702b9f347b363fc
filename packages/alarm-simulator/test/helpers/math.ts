import { type Certainty, evaluateMath, type MathContext, type MathValue, parseMath } from '../../src/index.ts';
import { MINUTE, NOON } from './alarms.ts';

/** Series in AWS's notation: numbers and `-` for a missing one. */
export function series(text: string): number[] {
  return text.split(' ').map((cell) => (cell === '-' ? Number.NaN : Number(cell)));
}

export function notation(values: readonly number[]): string {
  return values.map((value) => (Number.isNaN(value) ? '-' : String(value))).join(' ');
}

/** A value in AWS's notation; the series of an array one after the other. */
export function written(value: MathValue): string {
  if (value.type === 'scalar') return `scalar ${value.value}`;
  return value.type === 'series' ? notation(value.series) : value.elements.map(notation).join(' | ');
}

export interface Outcome {
  readonly result: string;
  /** Periods that are not documented. */
  readonly doubts: readonly number[];
  /** The least sure of all periods. */
  readonly certainty: Certainty;
}

type Inputs = Readonly<Record<string, string | readonly number[]>>;

/** A context of one-minute periods from noon on (Monday 13 January 2025, UTC), in which the inputs are the metrics. */
export function contextOf(inputs: Inputs, more: Partial<MathContext> = {}): MathContext {
  const values = new Map(
    Object.entries(inputs).map(([id, cells]) => [id, typeof cells === 'string' ? series(cells) : cells]),
  );
  return {
    length: [...values.values()][0]?.length ?? 0,
    start: NOON,
    period: MINUTE / 1000,
    metrics: [...values.keys()],
    lookUp: (id) => ({ type: 'series', series: values.get(id) ?? [] }),
    doubt: () => undefined,
    ...more,
  };
}

export function evaluate(text: string, context: MathContext): MathValue {
  const parsed = parseMath(text);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return evaluateMath(parsed.value, context);
}

/** Evaluates an expression on metrics in AWS's notation. */
export function run(text: string, inputs: Inputs, more: Partial<MathContext> = {}): Outcome {
  const found = new Map<number, Certainty[]>();
  const doubt = (index: number, certainty: Certainty): void => {
    found.set(index, [...(found.get(index) ?? []), certainty]);
  };
  const value = evaluate(text, contextOf(inputs, { doubt, ...more }));
  const all = [...found.values()].flat();
  const certainty = all.includes('undocumented')
    ? 'undocumented'
    : all.includes('inferred')
      ? 'inferred'
      : 'documented';
  return { result: written(value), doubts: [...found.keys()], certainty };
}
