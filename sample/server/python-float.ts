/** Digits as Python's `float()` takes them: underscores only between digits. */
const DIGITS = String.raw`\d+(?:_\d+)*`;
const NUMBER = new RegExp(`^[+-]?(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);
const NAN = /^[+-]?nan$/i;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;
/** JavaScript trims a byte order mark, Python does not. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * What Python's `float()` makes of a text, which decides what the container reads in a CSV value.
 *
 * @returns undefined where `float()` raises a ValueError
 * @see https://docs.python.org/3/library/functions.html#float
 */
export function parsePythonFloat(text: string): number | undefined {
  const value = text.includes(BYTE_ORDER_MARK) ? text : text.trim();
  if (NUMBER.test(value)) {
    return Number(value.replaceAll('_', ''));
  }
  if (NAN.test(value)) {
    return Number.NaN;
  }
  const infinity = INFINITY.exec(value);
  return infinity ? (infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : undefined;
}

/**
 * A finite number as Python's `repr()` writes it: the same digits as JavaScript, but `0.0` for `0`, and `1e-05` for
 * `0.00001`.
 *
 * @see https://docs.python.org/3/tutorial/floatingpoint.html
 */
export function pythonRepr(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const [digits, exponent = ''] = value.toExponential().split('e');
    return `${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
  }
  const sign = Object.is(value, -0) ? '-' : '';
  const text = String(value);
  return sign + (Number.isInteger(value) ? `${text}.0` : text);
}
