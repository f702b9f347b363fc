/** How sure the model is of each digit; the digit is the index. */
export interface DigitScores {
  readonly digit: number;
  readonly scores: readonly number[];
}

const DIGITS = 10;

/**
 * Reads the sample model's answer: a line of ten probabilities, or `{"predictions": [{"score": […]}]}`.
 * @returns undefined for the answer of any other model
 */
export function readDigit(prediction: unknown): DigitScores | undefined {
  const scores = typeof prediction === 'string' ? fromText(prediction) : fromJson(prediction);
  if (scores === undefined || scores.length !== DIGITS || !scores.every((score) => Number.isFinite(score))) {
    return undefined;
  }
  return { digit: scores.indexOf(Math.max(...scores)), scores };
}

function fromText(text: string): number[] | undefined {
  const lines = text.trim().split('\n');
  return lines.length === 1 ? lines[0]?.split(',').map(Number) : undefined;
}

function fromJson(value: unknown): number[] | undefined {
  const predictions = isRecord(value) ? value.predictions : undefined;
  const [first] = Array.isArray(predictions) ? predictions : [];
  const score: unknown = isRecord(first) ? first.score : undefined;
  return Array.isArray(score) ? score.map(Number) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** JSON begins with a bracket; everything else is sent as CSV. */
export const contentTypeOf = (body: string): string => (/^\s*[[{]/.test(body) ? 'application/json' : 'text/csv');
