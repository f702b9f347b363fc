/** A text that may have been cut to fit. */
export interface Truncated {
  readonly text: string;
  readonly truncated: boolean;
}

const LONGEST_ESCAPE = 6;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Characters (UTF-16 units) of a text at most, never half of a surrogate pair. */
export function truncateCharacters(text: string, limit: number): Truncated {
  if (text.length <= limit) {
    return { text, truncated: false };
  }
  const splitsPair = limit > 0 && isHighSurrogate(text.charCodeAt(limit - 1)) && isLowSurrogate(text.charCodeAt(limit));
  return { text: text.slice(0, splitsPair ? limit - 1 : limit), truncated: true };
}

/** Bytes of one UTF-16 unit that is no surrogate, inside a JSON string as {@link toSafeJson} writes it. */
function escapedBytes(unit: number): number {
  if (unit === 0x22 || unit === 0x5c) {
    return 2;
  }
  if (unit < 0x20) {
    // \b \t \n \f \r have a short escape; 0x0b has none.
    return unit >= 0x08 && unit <= 0x0d && unit !== 0x0b ? 2 : LONGEST_ESCAPE;
  }
  if (unit < 0x80) {
    return 1;
  }
  if (unit < 0x800) {
    return 2;
  }
  return unit >= 0xfffe ? LONGEST_ESCAPE : 3;
}

/**
 * The longest beginning of a text that takes at most `limit` bytes inside a JSON string in UTF-8. Measured as JSON,
 * because that is how a record travels through the queue: quotes and control characters grow there up to sixfold.
 */
export function truncateToJsonBytes(text: string, limit: number): Truncated {
  if (text.length * LONGEST_ESCAPE <= limit) {
    return { text, truncated: false };
  }
  let bytes = 0;
  let index = 0;
  while (index < text.length) {
    const unit = text.charCodeAt(index);
    const isPair = isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1));
    const isLone = !isPair && (isHighSurrogate(unit) || isLowSurrogate(unit));
    bytes += isPair ? 4 : isLone ? LONGEST_ESCAPE : escapedBytes(unit);
    if (bytes > limit) {
      return { text: text.slice(0, index), truncated: true };
    }
    index += isPair ? 2 : 1;
  }
  return { text, truncated: false };
}

/**
 * JSON in characters that SQS stores unchanged. It replaces U+FFFE and U+FFFF by U+FFFD, so they are escaped; the other
 * characters it does not take are escaped by JSON anyway.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html (MessageBody)
 */
export function toSafeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\uFFFE\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}
