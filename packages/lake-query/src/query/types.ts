/** Why a query is not run. */
export type Refusal =
  /** The persona may not see what the query asks for. */
  | { readonly status: 'denied'; readonly lines: readonly string[] }
  /** The query is wrong, or something that it needs is missing. */
  | { readonly status: 'error'; readonly lines: readonly string[] };

export const denied = (...lines: readonly string[]): Refusal => ({ status: 'denied', lines });

export const unusable = (...lines: readonly string[]): Refusal => ({ status: 'error', lines });
