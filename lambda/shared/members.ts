/** A member of any value, without believing anything about the value. */
export function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** {@link member}, if it is text. */
export function textMember(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** {@link member}, if it is a number. */
export function numberMember(value: unknown, key: string): number | undefined {
  const found = member(value, key);
  return typeof found === 'number' ? found : undefined;
}
