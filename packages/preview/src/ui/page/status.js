/**
 * Keeps the page up to date from `/events`. Texts of the templates, logs and messages are only ever set as text, never
 * as HTML. Elements that a reader may have opened or focused are kept and changed in place.
 */

/** @typedef {import('../status.ts').PreviewStatus} PreviewStatus */

const SVG = 'http://www.w3.org/2000/svg';
const CHART = { width: 600, height: 160, left: 54, bottom: 18, top: 8 };
const STATE_LABELS = { ALARM: 'ALARM', OK: 'OK', INSUFFICIENT_DATA: 'NO DATA' };
const ALARM_ORDER = { ALARM: 0, OK: 1, INSUFFICIENT_DATA: 2 };
const MESSAGES_SHOWN = 50;

const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString('en-GB');
const time = (milliseconds) => new Date(milliseconds).toISOString().slice(11, 19);

function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

function create(name, { className, text, dateTime, scope } = {}, children = []) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (dateTime !== undefined) element.dateTime = new Date(dateTime).toISOString();
  if (scope) element.scope = scope;
  element.append(...children);
  return element;
}

function drawSvg(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

const latency = (value) => (value === null ? '–' : `${value < 10 ? value.toFixed(1) : number(Math.round(value))} ms`);

/** The next "round" number: 1, 2 or 5 times a power of ten. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}

/** Minutes on the horizontal axis: half an hour at least, so that a young preview does not fill the chart at once. */
function slots(minutes) {
  const first = minutes[0]?.at ?? 0;
  const count = Math.max(30, minutes.length > 0 ? (minutes.at(-1).at - first) / 60_000 + 1 : 0);
  const step = (CHART.width - CHART.left) / count;
  return { step, x: (at) => CHART.left + ((at - first) / 60_000) * step, first, last: first + count * 60_000 };
}

function axes(top, minutes) {
  const { width, height, left, bottom } = CHART;
  const { first, last } = slots(minutes);
  const y = (value) => CHART.top + (1 - value / top) * (height - CHART.top - bottom);
  const lines = [0, top / 2, top].flatMap((value) => [
    drawSvg('line', { class: 'grid', x1: left, x2: width, y1: y(value), y2: y(value) }),
    drawSvg('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, number(value)),
  ]);
  if (minutes.length === 0) return { y, elements: lines };
  const labels = [
    drawSvg('text', { x: left, y: height - 2 }, time(first).slice(0, 5)),
    drawSvg('text', { x: width, y: height - 2, 'text-anchor': 'end' }, time(last).slice(0, 5)),
  ];
  return { y, elements: [...lines, ...labels] };
}

function drawRequests(minutes) {
  const top = roundUp(Math.max(10, ...minutes.map(({ ok, failed, rejected }) => ok + failed + rejected)));
  const { y, elements } = axes(top, minutes);
  const { step, x } = slots(minutes);
  const bars = minutes.flatMap((minute) => {
    let base = 0;
    return ['ok', 'rejected', 'failed'].flatMap((kind) => {
      const from = base;
      base += minute[kind];
      if (minute[kind] === 0) return [];
      const height = y(from) - y(base);
      return drawSvg('rect', { class: kind, x: x(minute.at) + 1, y: y(base), width: Math.max(step - 2, 1), height });
    });
  });
  byId('requests-chart').replaceChildren(...elements, ...bars);
}

function drawLatency(minutes) {
  const measured = minutes.filter(({ p99 }) => p99 !== null);
  const { y, elements } = axes(roundUp(Math.max(10, ...measured.map(({ p99 }) => p99))), minutes);
  const { step, x } = slots(minutes);
  const lines = ['p99', 'p90', 'p50'].map((key) => {
    const points = measured.map((minute) => `${x(minute.at) + step / 2},${y(minute[key]).toFixed(1)}`);
    // A single minute would be a line without length, which nobody sees.
    if (points.length === 1) points.push(`${x(measured[0].at) + step},${y(measured[0][key]).toFixed(1)}`);
    return drawSvg('polyline', { class: key, points: points.join(' ') });
  });
  byId('latency-chart').replaceChildren(...elements, ...lines);
}

function showRequests({ requests, records, minutes }) {
  setText('per-minute', number(requests.perMinute));
  for (const key of ['sent', 'ok', 'failed', 'rejected']) setText(key, number(requests[key]));
  byId('failed').parentElement.classList.toggle('some', requests.failed > 0);
  setText('accuracy', requests.accuracy === null ? '–' : `${(requests.accuracy * 100).toFixed(1)} %`);
  setText('stored', records ? number(records.stored) : '–');
  setText('pending', records ? number(records.pending) : '–');
  for (const key of ['p50', 'p90', 'p99']) setText(key, latency(requests.latencyMs[key]));
  drawRequests(minutes);
  drawLatency(minutes);
}

function showScenario({ scenario, state }) {
  const section = byId('scenario');
  section.hidden = scenario === null;
  if (scenario === null) return;
  const { name, phase, phaseNumber, phaseCount, phaseLeftMs, faults } = scenario;
  setText('phase', state === 'finished' ? `${name}: finished` : `${name}: ${phase}`);
  const left = phaseLeftMs === null ? 'until it is stopped' : `${duration(phaseLeftMs)} left`;
  const position = phaseCount > 1 ? `phase ${phaseNumber} of ${phaseCount}, ` : '';
  setText('phase-left', state === 'finished' ? '' : `${position}${left}`);
  setText('faults', faults.length === 0 ? '' : `Fault: ${faults.join(', ')}`);
}

function alarmRow({ name, state, since, reason, description, certainty }) {
  const badge = create('span', { className: `badge ${state}`, text: STATE_LABELS[state] });
  const shown = certainty === 'documented' ? reason : `${reason} (${certainty}: AWS may decide otherwise)`;
  const title = create('div', { text: name });
  title.title = description;
  // The reason of an alarm that is fine is cut to a line; its whole text is in the tooltip.
  const text = create('div', { className: state === 'ALARM' ? 'reason' : 'reason short', text: shown });
  text.title = shown;
  return create('tr', { className: state }, [
    create('td', {}, [badge]),
    create('td', {}, [title, text]),
    create('td', { text: since === null ? '–' : time(since) }),
  ]);
}

let alarmsShown = '';

function showAlarms({ alarms }) {
  const sorted = alarms.toSorted((left, right) => ALARM_ORDER[left.state] - ALARM_ORDER[right.state]);
  const key = JSON.stringify(sorted);
  if (key === alarmsShown) return;
  alarmsShown = key;
  byId('alarms').replaceChildren(...sorted.map(alarmRow));
  const count = (state) => alarms.filter((alarm) => alarm.state === state).length;
  const ringing = count('ALARM');
  setText('alarm-summary', `${ringing} in ALARM, ${count('OK')} OK, ${count('INSUFFICIENT_DATA')} without data`);
  document.title = ringing > 0 ? `(${ringing}) Inferwatch preview` : 'Inferwatch preview';
}

function messageElement({ at, channel, to, subject, body }) {
  const summary = create('summary', {}, [
    create('time', { text: time(at), dateTime: at }),
    create('span', { className: 'subject', text: channel === 'sms' ? `SMS: ${body}` : subject }),
  ]);
  const details = create('details', { className: subject.split(':')[0] }, [
    summary,
    create('p', { className: 'muted to', text: `To ${to}` }),
    create('pre', { text: body }),
  ]);
  return details;
}

let newestMessage = 0;

function showMessages({ messages, messageCount }) {
  const fresh = messages.filter(({ id }) => id > newestMessage);
  setText('message-count', messageCount === 0 ? '' : number(messageCount));
  byId('inbox-empty').hidden = messageCount > 0;
  if (fresh.length === 0) return;
  newestMessage = fresh[0].id;
  const inbox = byId('inbox');
  inbox.prepend(...fresh.map(messageElement));
  while (inbox.childElementCount > MESSAGES_SHOWN) inbox.lastElementChild.remove();
}

function showErrors({ errors }) {
  byId('errors-empty').hidden = errors.length > 0;
  const items = errors.map(({ at, logGroup, message }) =>
    create('li', {}, [create('time', { text: time(at), dateTime: at }), ` ${logGroup} `, message]),
  );
  byId('errors').replaceChildren(...items);
}

function showHints({ api, notes, unsupported }) {
  setText('api-url', api.url);
  setText('curl', api.curl);
  const missing = unsupported.map(
    ({ service, operation, count }) => `not emulated: ${service} ${operation} (${count} times)`,
  );
  const texts = [...notes, ...missing];
  const list = byId('notes');
  if (list.childElementCount !== texts.length) list.replaceChildren(...texts.map((text) => create('li', { text })));
}

/** @param {PreviewStatus} status */
function show(status) {
  setText('clock', `${new Date(status.now).toISOString().slice(0, 10)} ${time(status.now)} UTC`);
  byId('clock').dateTime = new Date(status.now).toISOString();
  setText('speed', status.speed === 1 ? 'real time' : `at ${status.speed} times real time`);
  for (const part of [showScenario, showRequests, showAlarms, showMessages, showErrors, showHints]) part(status);
}

function showConnection(connected) {
  const badge = byId('connection');
  badge.className = `badge ${connected ? 'live' : 'lost'}`;
  setText('connection', connected ? 'live' : 'the preview has stopped');
}

byId('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(byId('curl').textContent);
    setText('copy', 'Copied');
  } catch {
    setText('copy', 'Copy by hand');
  }
  setTimeout(() => setText('copy', 'Copy'), 2000);
});

const events = new EventSource('/events');
events.addEventListener('status', ({ data }) => {
  showConnection(true);
  show(JSON.parse(data));
});
events.addEventListener('error', () => showConnection(false));
