/**
 * A value that is known only after deployment (a parameter without default, a looked-up secret, an attribute that AWS
 * chooses) stands in texts as a marker: its reason, written in characters that no template uses (plane 15, private
 * use). A marker therefore survives `Fn::Join` and `Fn::Sub`, so that `arn:aws:s3:::<bucket parameter>/*` keeps what is
 * known of it; and since the reason names the very value, two markers are equal exactly if they stand for one value.
 */
const PLANE = 0xf0000;
const MARKER = /[\u{F0000}-\u{FFFFD}]+/gu;
/** Without the `u` flag, by the first code unit of such a character: several times faster. */
const PLANE_15 = /[\uDB80-\uDBBF]/;
const OPEN = String.fromCodePoint(PLANE);

/** Marker of a value that cannot be resolved. The reason names the value: `parameter Bucket of stack App has no default`. */
export function unresolved(reason: string): string {
  // Each marker starts with the plane's first character, so that two that touch are still two.
  let marker = OPEN;
  for (const character of reason) {
    marker += String.fromCodePoint(PLANE + Math.min(character.charCodeAt(0), 0xfff0));
  }
  return marker;
}

/** Whether a text is or contains a marker. Anything but text: false; see `unresolvedIn` for objects. */
export function isUnresolved(value: unknown): boolean {
  return typeof value === 'string' && PLANE_15.test(value);
}

/** The reasons of all markers in a value, however deep, each once. */
export function unresolvedIn(value: unknown): string[] {
  const reasons = new Set<string>();
  collect(value, reasons);
  return [...reasons];
}

function collect(value: unknown, reasons: Set<string>): void {
  if (typeof value === 'string') {
    if (!isUnresolved(value)) return;
    for (const [run] of value.matchAll(MARKER)) {
      for (const marker of run.split(OPEN)) if (marker !== '') reasons.add(decode(marker));
    }
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, reasons);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      collect(key, reasons);
      collect(item, reasons);
    }
  }
}

const decode = (hidden: string): string =>
  Array.from(hidden, (character) => String.fromCharCode((character.codePointAt(0) ?? PLANE) - PLANE)).join('');

/** A text for people: each marker as `<parameter Bucket of stack App has no default>`. */
export function readable(text: string): string {
  if (!isUnresolved(text)) return text;
  return text.replaceAll(MARKER, (run) =>
    run
      .split(OPEN)
      .filter((marker) => marker !== '')
      .map((marker) => `<${decode(marker)}>`)
      .join(''),
  );
}
