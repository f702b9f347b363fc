/** Longest name that CloudWatch takes. */
const MAX_LENGTH = 50;

const OFFSET = /^(?:UTC)?[+-](\d{2}):(\d{2})$/;

/** Is this an offset such as `+05:30` or `UTC+05:30`, in whole steps of five minutes and less than a day? */
function isOffset(text: string): boolean {
  const [, hours, minutes] = OFFSET.exec(text) ?? [];
  return hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(minutes) % 5 === 0;
}

function isIanaName(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    // Engines take offsets here too, of any minute.
    return !/^[+-]/.test(text);
  } catch {
    return false;
  }
}

/**
 * What is wrong with the time zone of a wall clock window; undefined if nothing is.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_WallClockWindow.html
 */
export function timeZoneFault(text: string): string | undefined {
  if (text.length <= MAX_LENGTH && (isOffset(text) || isIanaName(text))) return undefined;
  return `${JSON.stringify(text)} is no time zone: write an IANA name such as Europe/Berlin, or an offset such as +05:30 in steps of five minutes`;
}
