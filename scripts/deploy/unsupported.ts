import * as z from 'zod';

const list = z.strictObject({
  /** The emulator and version that the list was found with, as `pip` names it. */
  emulator: z
    .string()
    .regex(/^[\w-]+==[\w.]+$/, 'write the emulator as in requirements.txt, such as ministack==1.5.33'),
  /** Resources of our templates that it cannot make, by type or form. */
  kinds: z.record(
    z.string(),
    z.strictObject({
      /** Resources of this kind in our templates. */
      count: z.int().positive(),
      /** What the emulator says, or why it cannot. */
      why: z.string().min(1),
    }),
  ),
});

/** The committed list of what the emulator cannot deploy. */
export type UnsupportedList = z.output<typeof list>;

export type UnsupportedListResult =
  | { readonly status: 'success'; readonly list: UnsupportedList }
  | { readonly status: 'error'; readonly message: string };

/** Reads the committed list; the message names the file and the place in it. */
export function parseUnsupportedList(text: string, file: string): UnsupportedListResult {
  try {
    const parsed = list.safeParse(JSON.parse(text));
    if (parsed.success) return { status: 'success', list: parsed.data };
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
    return { status: 'error', message: `${file}: ${problems.join('; ')}` };
  } catch (error) {
    return { status: 'error', message: `${file}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** How what was found differs from the list. */
export interface UnsupportedDifference {
  /** What the list does not allow: a fault. One line each. */
  readonly grown: readonly string[];
  /** What the list has and is no longer so: good news, and the list wants correcting. One line each. */
  readonly gone: readonly string[];
}

/**
 * Compares what the emulator lacks now with the list.
 * @param found - resources of our templates that it cannot make, counted by kind
 */
export function compareUnsupported(
  found: ReadonlyMap<string, number>,
  { kinds }: UnsupportedList,
): UnsupportedDifference {
  const grown: string[] = [];
  const gone: string[] = [];
  for (const [kind, count] of found) {
    const listed = kinds[kind]?.count;
    if (listed === undefined) grown.push(`${kind} cannot be deployed (${count} resources) and is not in the list`);
    else if (count > listed) grown.push(`${kind}: ${count} resources cannot be deployed, the list allows ${listed}`);
    else if (count < listed) gone.push(`${kind}: ${count} resources are left of the ${listed} in the list`);
  }
  for (const kind of Object.keys(kinds)) {
    if (!found.has(kind)) gone.push(`${kind} is in the list, but is supported now or no longer used`);
  }
  return { grown, gone };
}
