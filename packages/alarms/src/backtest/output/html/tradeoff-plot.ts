import type { MetricAlarm } from '../../../../../alarm-simulator/src/index.ts';
import { escapeHtml } from '../../../../../cli/src/html.ts';
import type { Score, SweepResult, SweptSetting } from '../../sweep/types.ts';
import { durationText, numberText } from '../text.ts';
import { scoreText, settingText } from '../words.ts';
import { numberTicks, px } from './scale.ts';

const WIDTH = 720;
const HEIGHT = 340;
const LEFT = 64;
const RIGHT = 24;
const TOP = 16;
const BOTTOM = 46;
const HOUR = 3_600_000;

/** False alarms a week that the axis is marked at, as far as it reaches. */
const ALARM_TICKS = [0, 0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500] as const;

interface Scales {
  readonly x: (score: Score) => number;
  readonly y: (score: Score) => number;
}

/**
 * Each setting by what it costs and what it gives. The axis of false alarms is a square root, since most of what matters
 * lies near zero. Shapes differ, not only colours.
 */
export function tradeoffPlot(sweep: SweepResult, alarm: MetricAlarm): string {
  const { settings, recommended, present } = sweep;
  const mostAlarms = Math.max(0.1, ...settings.map(({ training }) => training.falseAlarmsPerWeek));
  const longest = Math.max(1, ...settings.map(({ training }) => training.meanTimeToDetectMs));
  const inner = WIDTH - LEFT - RIGHT;
  const atX = (perWeek: number) => LEFT + Math.sqrt(perWeek / mostAlarms) * inner;
  const atY = (time: number) => TOP + (1 - time / longest) * (HEIGHT - TOP - BOTTOM);
  const scales: Scales = {
    x: ({ falseAlarmsPerWeek }) => atX(falseAlarmsPerWeek),
    y: ({ meanTimeToDetectMs }) => atY(meanTimeToDetectMs),
  };
  const front = frontOf(settings);
  const line = front.map(({ training }) => `${px(scales.x(training))} ${px(scales.y(training))}`).join('L');
  const label = `${alarm.name}: mean time to detect against false alarms a week, ${settings.length} settings; the table below gives the best`;
  const parts = [
    ...ALARM_TICKS.filter((tick) => tick <= mostAlarms).map((tick) => verticalTick(atX(tick), numberText(tick))),
    ...numberTicks(0, longest / HOUR, 5).map((hours) => horizontalTick(atY(hours * HOUR), numberText(hours))),
    `<text class="tick" x="${LEFT + inner / 2}" y="${HEIGHT - 8}" text-anchor="middle">false alarms a week (square-root scale)</text>`,
    `<text class="tick" x="14" y="${HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 ${HEIGHT / 2})">mean time to detect (hours)</text>`,
    ...settings.map(
      ({ training }) =>
        `<circle class="setting" cx="${px(scales.x(training))}" cy="${px(scales.y(training))}" r="2.5"/>`,
    ),
    `<path class="front" d="M${line}"/>`,
    ...front.map((one) => frontPoint(one, alarm, scales)),
    ...marks(recommended, present, scales),
  ];
  return `<svg class="tradeoff" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-label="${escapeHtml(label)}">${parts.join('')}</svg>`;
}

/** The settings on the front, by false alarms, those alike once. */
export function frontOf(settings: readonly SweptSetting[]): readonly SweptSetting[] {
  const unique = new Map<string, SweptSetting>();
  for (const one of settings) {
    const key = `${one.training.meanTimeToDetectMs}/${one.training.falseAlarms}`;
    if (one.onFront && !unique.has(key)) unique.set(key, one);
  }
  return [...unique.values()].toSorted((first, second) => first.training.falseAlarms - second.training.falseAlarms);
}

function verticalTick(x: number, text: string): string {
  return `<line class="grid" x1="${px(x)}" x2="${px(x)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text class="tick" x="${px(x)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${text}</text>`;
}

function horizontalTick(y: number, text: string): string {
  return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y)}" y2="${px(y)}"/><text class="tick" x="${LEFT - 6}" y="${px(y + 4)}" text-anchor="end">${text}</text>`;
}

function frontPoint({ setting, training }: SweptSetting, alarm: MetricAlarm, { x, y }: Scales): string {
  const text = escapeHtml(`${settingText(alarm, setting)}: ${scoreText(training)}`);
  const [atX, atY] = [x(training), y(training)];
  return `<path class="front-point" tabindex="0" role="img" aria-label="${text}" d="M${px(atX)} ${px(atY - 6)}l6 6l-6 6l-6 -6Z"><title>${text}</title></path>`;
}

function marks(recommended: SweptSetting, present: SweptSetting, { x, y }: Scales): string[] {
  const square = (one: SweptSetting, text: string, below: boolean) => {
    const [atX, atY] = [x(one.training), y(one.training)];
    const near = atX > WIDTH - 160;
    return `<rect class="mark" x="${px(atX - 7)}" y="${px(atY - 7)}" width="14" height="14"/><text class="mark-text" x="${px(near ? atX - 12 : atX + 12)}" y="${px(atY + (below ? 16 : -8))}" text-anchor="${near ? 'end' : 'start'}">${text}, ${durationText(one.training.meanTimeToDetectMs)}</text>`;
  };
  if (recommended === present) return [square(present, 'present and recommended', false)];
  return [square(present, 'present', true), square(recommended, 'recommended', false)];
}
