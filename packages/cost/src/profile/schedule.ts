const HOURS: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };
const HOURS_PER_WEEK = 168;

/**
 * How often a month an EventBridge or Glue schedule fires. Understands `rate(…)`, and `cron(…)` with one minute and
 * hour, every day or on named days of the week; undefined for anything else.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function runsPerMonth(expression: string, hoursPerMonth: number): number | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const [, count, unit = ''] = rate;
    const hours = Number(count) * (HOURS[unit] ?? Number.NaN);
    return hours > 0 ? hoursPerMonth / hours : undefined;
  }
  const cron = /^cron\(\d+ \d+ (\S+) \* (\S+) \*\)$/.exec(expression);
  if (!cron) return undefined;
  const [, dayOfMonth = '', dayOfWeek = ''] = cron;
  const daily = (dayOfMonth === '*' && dayOfWeek === '?') || (dayOfMonth === '?' && dayOfWeek === '*');
  if (daily) return hoursPerMonth / 24;
  if (dayOfMonth !== '?' || !/^(SUN|MON|TUE|WED|THU|FRI|SAT)(,(SUN|MON|TUE|WED|THU|FRI|SAT))*$/.test(dayOfWeek)) {
    return undefined;
  }
  return (hoursPerMonth / HOURS_PER_WEEK) * new Set(dayOfWeek.split(',')).size;
}
