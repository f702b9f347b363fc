import * as z from 'zod';

/** Text of a certain form. The message says what to write, whether the value is missing, no text or of another form. */
export function text(pattern: RegExp, message: string): z.ZodString {
  return z.string(message).regex(pattern, message);
}
