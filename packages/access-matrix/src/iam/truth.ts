/** Kleene's three values: `maybe` is a truth that the template does not settle. */
export type Truth = 'yes' | 'no' | 'maybe';

export const not = (value: Truth): Truth => (value === 'maybe' ? 'maybe' : value === 'yes' ? 'no' : 'yes');

export function and(...values: readonly Truth[]): Truth {
  if (values.includes('no')) return 'no';
  return values.includes('maybe') ? 'maybe' : 'yes';
}

export function or(...values: readonly Truth[]): Truth {
  if (values.includes('yes')) return 'yes';
  return values.includes('maybe') ? 'maybe' : 'no';
}

/** The truth if it is the same either way, for something of which one does not know which way it is. */
export const either = (one: Truth, other: Truth): Truth => (one === other ? one : 'maybe');
