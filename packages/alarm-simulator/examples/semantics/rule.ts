import { type AlarmState, evaluateRule, parseRule } from '../../src/index.ts';

const states: Readonly<Record<string, AlarmState>> = { Cart: 'ALARM', Stock: 'OK', 'Pay (EU)': 'INSUFFICIENT_DATA' };

for (const text of [
  'ALARM(Cart) AND NOT ALARM(Stock)',
  'ALARM(Stock) OR INSUFFICIENT_DATA("Pay (EU)")',
  'AT_LEAST(2, NOT OK, (Cart, Stock, "Pay (EU)"))',
  'AT_LEAST(50%, ALARM, (Cart, Stock, "Pay (EU)"))',
  'ALARM(Pay (EU))',
]) {
  const parsed = parseRule(text);
  const outcome = parsed.ok
    ? evaluateRule(parsed.value.rule, (name) => states[name])
    : parsed.errors.map(({ message }) => message).join('; ');
  console.log(`${text}: ${outcome}`);
}
