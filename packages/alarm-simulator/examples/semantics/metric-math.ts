import { evaluateMath, type MathValue, parseMath } from '../../src/index.ts';
import { NOON } from './support.ts';

/** AWS's published vectors, and an error rate; `-` is a minute without a value. */
const METRICS: Readonly<Record<string, string>> = {
  m1: '1 1 0 0 -',
  m2: '30 - 0 0 30',
  m3: '0 0 20 - 20',
  bad: '5 6 7 0 -',
  good: '95 94 - 0 -',
};

function series(notation = ''): MathValue {
  const values = notation.split(' ').map((value) => (value === '-' ? Number.NaN : Number(value)));
  return { type: 'series', series: values };
}

function evaluate(text: string): string {
  const parsed = parseMath(text);
  if (!parsed.ok) return parsed.errors.map(({ message }) => message).join('; ');
  const context = { length: 5, start: NOON, period: 60, metrics: [] };
  const value = evaluateMath(parsed.value, { ...context, lookUp: (id) => series(METRICS[id]), doubt: () => {} });
  return value.type === 'series' ? [...value.series].map((point) => (Number.isNaN(point) ? '-' : point)).join(' ') : '';
}

for (const [id, notation] of Object.entries(METRICS)) console.log(`${id.padEnd(26)} ${notation}`);
for (const text of ['IF(m1, m2, m3)', 'IF(m1, 5, m3)', 'IF(m1, m2, 5)', '100 * bad / (bad + good)', 'FILL(m2, 0)']) {
  console.log(`${text.padEnd(26)} ${evaluate(text)}`);
}
