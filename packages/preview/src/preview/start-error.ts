/** An expected failure on the way up, in words for the user. What was started before it is stopped. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What a part refuses on the way up is about the template or the machine, not a bug. */
export async function orStartError<T>(starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The success of a result. Throws a StartError for its failure. */
export function unwrap<T extends { readonly status: 'success' }>(
  result: T | { readonly status: 'error'; readonly message: string },
): T {
  if (result.status === 'error') throw new StartError(result.message);
  return result;
}
