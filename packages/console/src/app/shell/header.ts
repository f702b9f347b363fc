/// <reference lib="dom" />
import type { App } from '../app.ts';
import { type Child, h, setAttribute, setText } from '../dom/element.ts';
import { isDark, themeChoice, themeColors } from '../dom/theme.ts';
import { formatNumber } from '../format/number.ts';
import { formatDateTime, formatDuration } from '../format/time.ts';
import type { Connection } from '../source/console-data.ts';
import { countStates } from '../state/alarm-words.ts';
import { describeClock } from '../state/fault-words.ts';
import { routeHash } from '../state/route.ts';

const CONNECTION_WORDS: Readonly<Record<Connection, string>> = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  report: 'report',
};

/** The line that is always there: what the time is, how fast it goes, and how things are. */
export function createHeader(app: App, toggleFaults: (() => void) | undefined): HTMLElement {
  const connection = h('span', { id: 'connection', class: 'badge', role: 'status' });
  app.connection.subscribe((state) => {
    setText(connection, CONNECTION_WORDS[state]);
    connection.className = `badge ${state === 'live' || state === 'report' ? 'ok' : 'waiting'}`;
  });
  const faults =
    toggleFaults &&
    h(
      'button',
      {
        type: 'button',
        id: 'faults-toggle',
        class: 'icon-button framed wide',
        'aria-expanded': 'false',
        'aria-controls': 'faults-drawer',
        onclick: toggleFaults,
      },
      'Faults',
    );
  // The page has the same panel, and two of it would be one too many.
  if (faults) {
    app.route.subscribe(({ page }) => {
      faults.hidden = page === 'faults';
    });
  }
  return h(
    'header',
    { class: 'head' },
    h(
      'a',
      { class: 'brand', href: routeHash({ page: app.data.run ? 'run' : 'dashboard' }) },
      logo(),
      h('span', {}, 'Inferwatch'),
    ),
    status(app),
    h('div', { class: 'head-actions' }, connection, faults, themeToggle()),
  );
}

function logo(): HTMLElement {
  return h('span', { class: 'logo', 'aria-hidden': 'true' });
}

/** Facts of this moment; the server tells them about once a second. */
function status(app: App): HTMLElement {
  const clock = h('time', { id: 'clock' });
  const speed = h('span', { id: 'speed', class: 'muted' });
  const scenario = h('span', { id: 'phase' });
  const left = h('span', { id: 'phase-left', class: 'muted' });
  const requests = h('span', { id: 'requests' });
  const failed = h('span', { id: 'failed', class: 'muted' });
  const alarms = h('a', { id: 'alarm-count', href: routeHash({ page: 'alarms' }) });
  const pause = pauseButton(app);
  const scenarioPart = part('Scenario', scenario, left);
  app.live.subscribe((live) => {
    if (live === undefined) return;
    const { now, scenario: run, requests: counts } = live;
    setText(clock, `${formatDateTime(now)} UTC`);
    setAttribute(clock, 'datetime', new Date(now).toISOString());
    setText(speed, describeClock(live.clock));
    scenarioPart.hidden = run === null;
    if (run !== null) {
      setText(scenario, run.finished ? `${run.name}: finished` : run.phase);
      const place = run.phaseCount > 1 ? `${run.phaseNumber} of ${run.phaseCount}` : '';
      const rest = run.phaseLeftMs === null || run.finished ? '' : `${formatDuration(run.phaseLeftMs)} left`;
      setText(left, [place, rest].filter((text) => text !== '').join(', '));
    }
    setText(requests, formatNumber(counts.sent));
    setText(failed, `${formatNumber(counts.failed)} failed`);
    failed.classList.toggle('bad', counts.failed > 0);
    const { ALARM } = countStates(live.alarms);
    setText(alarms, ALARM === 0 ? '✓ none in alarm' : `▲ ${ALARM} in alarm`);
    alarms.className = ALARM === 0 ? 'calm' : 'ringing';
  });
  return h(
    'dl',
    { class: 'status' },
    part('Virtual time', clock, speed, pause),
    app.info.hasApplication && scenarioPart,
    app.info.hasApplication && part('Requests', requests, failed),
    app.info.hasApplication && part('Alarms', alarms),
  );
}

const part = (name: string, ...content: readonly Child[]): HTMLElement =>
  h('div', {}, h('dt', {}, name), h('dd', {}, ...content));

function pauseButton(app: App): HTMLElement | undefined {
  const { controls } = app.data;
  if (controls === undefined) return undefined;
  const button = h('button', {
    type: 'button',
    id: 'pause',
    class: 'icon-button',
    onclick: async () => {
      const clock = app.live.value?.clock;
      if (clock === undefined) return;
      try {
        await controls.setClock({ ...clock, paused: !clock.paused });
        app.notices.clear('control');
      } catch (problem) {
        app.notices.show('control', problem);
      }
    },
  });
  app.live.subscribe((live) => {
    const paused = live?.clock.paused ?? false;
    setText(button, paused ? '▶' : '❚❚');
    setAttribute(button, 'aria-label', paused ? 'Let the clock go on' : 'Pause the clock');
    setAttribute(button, 'title', paused ? 'Go on' : 'Pause');
  });
  return button;
}

function themeToggle(): HTMLElement {
  const button = h('button', {
    type: 'button',
    id: 'theme',
    class: 'icon-button framed',
    onclick: () => themeChoice.set(isDark() ? 'light' : 'dark'),
  });
  themeColors.subscribe(() => {
    setText(button, isDark() ? '☀' : '☾');
    setAttribute(button, 'aria-label', isDark() ? 'Light colours' : 'Dark colours');
    setAttribute(button, 'title', isDark() ? 'Light colours' : 'Dark colours');
  });
  return button;
}
