/** Kleene's three values: `maybe` is a truth that the template does not settle. */
export type Truth = 'yes' | 'no' | 'maybe';

export const not = (value: Truth): Truth => (value === 'maybe' ? 'maybe' : value === 'yes' ? 'no' : 'yes');

export function and(...values: readonly Truth[]): Truth {
  let result: Truth = 'yes';
  for (const value of values) {
    if (value === 'no') return 'no';
    if (value === 'maybe') result = 'maybe';
  }
  return result;
}

export function or(...values: readonly Truth[]): Truth {
  let result: Truth = 'no';
  for (const value of values) {
    if (value === 'yes') return 'yes';
    if (value === 'maybe') result = 'maybe';
  }
  return result;
}

/** The truth if it is the same either way, for something of which one does not know which way it is. */
export const either = (one: Truth, other: Truth): Truth => (one === other ? one : 'maybe');
