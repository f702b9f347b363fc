/** Mixes a text into 32 bits (FNV-1a, with a seed). */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** An identifier in the form of a UUID, always the same for the same text: AWS draws them at random. */
export function uuidOf(text: string): string {
  const hex = [1, 2, 3, 4]
    .map((seed) => hash(text, Math.imul(seed, 0x9e3779b1)).toString(16).padStart(8, '0'))
    .join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
