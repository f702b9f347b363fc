/// <reference lib="dom" />

import type { LiveState } from '../../contract.ts';
import { describeFaults, FAULT_KINDS, FAULT_NAMES, type FaultName, NO_FAULTS } from '../../faults.ts';
import type { App } from '../app.ts';
import { h, setAttribute, setText } from '../dom/element.ts';
import { formatNumber, formatShare } from '../format/number.ts';
import type { Controls } from '../source/console-data.ts';
import { describeClock, describeTraffic, PRESETS, type Preset } from '../state/fault-words.ts';
import type { Scope } from '../state/signal.ts';
import { Slider } from './slider.ts';

interface Scale {
  readonly min?: number;
  readonly max: number;
  readonly step: number;
  readonly text: (value: number) => string;
}

const SHARE: Scale = { max: 1, step: 0.01, text: formatShare };
const added = (ms: number): string => `+${formatNumber(ms)} ms`;
const minutes = (ms: number): string => `${formatNumber(ms / 60_000)} min`;

/** Faults that are no share. */
const SCALES: Readonly<Partial<Record<FaultName, Scale>>> = {
  modelLatencyMs: { max: 10_000, step: 100, text: added },
  functionClockSkewMs: { min: -600_000, max: 600_000, step: 60_000, text: minutes },
};

const SPEEDS = [1, 2, 5, 10, 20, 60, 120, 300];

/**
 * Everything that can be changed: faults, traffic, clock. The same on its page and in the drawer.
 * @param prefix keeps the ids of the two apart
 */
export function faultPanel(app: App, controls: Controls, scope: Scope, prefix: string): HTMLElement {
  const attempt = (change: Promise<void>) =>
    change.then(
      () => app.notices.clear('control'),
      (problem) => app.notices.show('control', problem),
    );
  const words = h('p', { class: 'fault-words', id: `${prefix}-words`, role: 'status' });
  scope.add(
    app.live.subscribe((live) => {
      if (live === undefined) return;
      const faults = describeFaults(live.faults);
      setText(words, faults.length === 0 ? 'Nothing is broken on purpose.' : faults.join(' '));
      words.classList.toggle('on', faults.length > 0);
    }),
  );
  return h(
    'div',
    { class: 'fault-panel' },
    words,
    presets(app, controls, attempt, prefix),
    faultSliders(app, controls, attempt, scope, prefix),
    trafficControls(app, controls, attempt, scope, prefix),
    clockControls(app, controls, attempt, scope, prefix),
  );
}

type Attempt = (change: Promise<void>) => Promise<void>;

function presets(app: App, controls: Controls, attempt: Attempt, prefix: string): HTMLElement {
  const apply = async ({ faults, speed }: Preset) => {
    await attempt(controls.setFaults(faults));
    const clock = app.live.value?.clock;
    if (clock && (clock.paused || (speed !== undefined && clock.speed !== speed))) {
      await attempt(controls.setClock({ speed: speed ?? clock.speed, paused: false }));
    }
  };
  const buttons = PRESETS.map((preset) =>
    h(
      'button',
      { type: 'button', class: `preset ${preset.id}`, 'data-preset': preset.id, onclick: () => void apply(preset) },
      h('strong', {}, preset.title),
      h('span', {}, preset.text),
    ),
  );
  const title = `${prefix}-presets`;
  return h(
    'section',
    { 'aria-labelledby': title },
    h('h2', { id: title }, 'Try this'),
    h('div', { class: 'presets' }, ...buttons),
  );
}

function faultSliders(app: App, controls: Controls, attempt: Attempt, scope: Scope, prefix: string): HTMLElement {
  const title = `${prefix}-faults`;
  const sliders = FAULT_NAMES.map((key) => {
    const slider = new Slider({
      id: `${prefix}-${key}`,
      label: FAULT_KINDS[key].label,
      ...(SCALES[key] ?? SHARE),
      change: (value) =>
        attempt(controls.setFaults({ ...NO_FAULTS, ...app.live.value?.faults, ...settings(), [key]: value })),
    });
    return { key, slider };
  });
  // What the sliders say counts, not the last state that arrived: two may be moved within a second.
  const settings = () =>
    Object.fromEntries(sliders.filter(({ slider }) => slider.moving).map(({ key, slider }) => [key, slider.value]));
  scope.add(
    app.live.subscribe((live) => {
      for (const { key, slider } of sliders) if (live) slider.show(live.faults[key]);
    }),
  );
  return h(
    'section',
    { 'aria-labelledby': title },
    h('h2', { id: title }, 'Faults'),
    ...sliders.map(({ slider }) => slider.element),
  );
}

function trafficControls(app: App, controls: Controls, attempt: Attempt, scope: Scope, prefix: string): HTMLElement {
  const title = `${prefix}-traffic`;
  const set = (requestsPerMinute: number, invalidRate: number) =>
    attempt(controls.setTraffic({ manual: true, requestsPerMinute, invalidRate }));
  const rate: Slider = new Slider({
    id: `${prefix}-rate`,
    label: 'Requests a minute',
    max: 600,
    step: 5,
    text: formatNumber,
    change: (value) => set(value, invalid.value),
  });
  const invalid: Slider = new Slider({
    id: `${prefix}-invalid`,
    label: 'Wrong on purpose',
    max: 1,
    step: 0.01,
    text: formatShare,
    change: (value) => set(rate.value, value),
  });
  const stop = h(
    'button',
    { type: 'button', id: `${prefix}-stop`, onclick: () => void set(0, invalid.value) },
    'Stop traffic',
  );
  const back = h(
    'button',
    { type: 'button', id: `${prefix}-give-back`, onclick: () => void attempt(controls.setTraffic({ manual: false })) },
    'Give back to the scenario',
  );
  const words = h('p', { class: 'muted' });
  scope.add(
    app.live.subscribe((live) => {
      if (live === undefined) return;
      rate.show(live.traffic.requestsPerMinute);
      invalid.show(live.traffic.invalidRate);
      back.disabled = !live.traffic.manual;
      setText(words, describeTraffic(live.traffic));
    }),
  );
  return h(
    'section',
    { 'aria-labelledby': title },
    h('h2', { id: title }, 'Traffic'),
    words,
    rate.element,
    invalid.element,
    h('div', { class: 'button-row' }, stop, back),
  );
}

function clockControls(app: App, controls: Controls, attempt: Attempt, scope: Scope, prefix: string): HTMLElement {
  const title = `${prefix}-clock`;
  const set = (change: Partial<LiveState['clock']>) => {
    const clock = app.live.value?.clock;
    if (clock) void attempt(controls.setClock({ ...clock, ...change }));
  };
  const buttons = SPEEDS.map((speed) =>
    h('button', { type: 'button', 'data-speed': speed, onclick: () => set({ speed, paused: false }) }, `${speed}×`),
  );
  const pause = h('button', {
    type: 'button',
    id: `${prefix}-pause`,
    onclick: () => set({ paused: !app.live.value?.clock.paused }),
  });
  const words = h('p', { class: 'muted' });
  scope.add(
    app.live.subscribe((live) => {
      if (live === undefined) return;
      for (const button of buttons) {
        setAttribute(button, 'aria-pressed', String(Number(button.dataset.speed) === live.clock.speed));
      }
      setText(pause, live.clock.paused ? 'Go on' : 'Pause');
      setText(
        words,
        `The clock: ${describeClock(live.clock)}. A model that is slow in real time is slower still on a fast clock.`,
      );
    }),
  );
  return h(
    'section',
    { 'aria-labelledby': title },
    h('h2', { id: title }, 'Clock'),
    words,
    h(
      'div',
      { class: 'button-row' },
      h('div', { class: 'segments', role: 'group', 'aria-label': 'Speed of the clock' }, ...buttons),
      pause,
    ),
  );
}
