/// <reference lib="dom" />
import type { App } from '../app.ts';
import { contentTypeOf, readDigit } from '../digit/prediction.ts';
import { cellsToCsv, csvToCells } from '../digit/raster.ts';
import { h, setVariables } from '../dom/element.ts';
import { formatShare } from '../format/number.ts';
import type { ApiAnswer, Controls } from '../source/console-data.ts';
import type { Scope } from '../state/signal.ts';
import { DigitPad } from './digit-pad.ts';

/**
 * Sends one request by hand: drawn, chosen or pasted. Whatever the way, the text field shows what is sent.
 * @param onAnswered told of each request that got an id
 */
export function tryForm(
  app: App,
  controls: Controls,
  scope: Scope,
  onAnswered: (requestId: string) => void,
): HTMLElement {
  const { samples, digits, apiUrl } = app.info;
  const body = h('textarea', { id: 'try-body', rows: 4, spellcheck: 'false', autocomplete: 'off', required: true });
  const select = h(
    'select',
    { id: 'try-sample' },
    h('option', { value: '' }, 'my own, drawn or pasted'),
    ...samples.map(({ label }, index) =>
      h(
        'option',
        { value: index },
        label === null ? `sample ${index + 1}` : `sample ${index + 1}: the right answer is ${label}`,
      ),
    ),
  );
  const pad = digits
    ? new DigitPad((cells) => {
        body.value = cellsToCsv(cells);
        select.value = '';
      }, scope)
    : undefined;
  const choose = (index: string) => {
    const sample = index === '' ? undefined : samples[Number(index)];
    if (sample === undefined) return;
    select.value = index;
    body.value = sample.body;
    pad?.show(csvToCells(sample.body));
  };
  select.addEventListener('change', () => choose(select.value));
  body.addEventListener('input', () => {
    select.value = '';
    pad?.show(csvToCells(body.value));
  });
  const send = h('button', { id: 'try-send', type: 'submit', class: 'primary' }, 'Send');
  const answer = h('div', { id: 'try-answer', class: 'answer', role: 'status', 'aria-live': 'polite' });
  const form = h(
    'form',
    {
      id: 'try-form',
      onsubmit: (event) => {
        event.preventDefault();
        void submit();
      },
    },
    pad?.element,
    h('div', { class: 'field' }, h('label', { for: 'try-sample' }, 'Sample'), select),
    h('div', { class: 'field' }, h('label', { for: 'try-body' }, 'What is sent: one row of CSV, or JSON'), body),
    h(
      'div',
      { class: 'button-row' },
      send,
      apiUrl !== null && h('span', { class: 'muted' }, 'to ', h('code', {}, `${apiUrl}/inference`)),
    ),
  );
  const submit = async () => {
    send.disabled = true;
    try {
      const given = await controls.tryIt(body.value, contentTypeOf(body.value));
      const { element, className, requestId } = describe(given);
      answer.className = `answer ${className}`;
      answer.replaceChildren(...element);
      if (requestId !== undefined) onAnswered(requestId);
    } catch (problem) {
      answer.className = 'answer bad';
      const text = problem instanceof Error ? problem.message : String(problem);
      answer.replaceChildren(h('strong', {}, 'Not sent'), facts([['Problem', text]]));
    } finally {
      send.disabled = false;
    }
  };
  choose(samples.length > 0 ? '0' : '');
  return h('div', { class: 'card try' }, h('h2', {}, 'Try the model'), form, answer);
}

type Fact = readonly [name: string, value: string];

function facts(list: readonly Fact[]): HTMLElement {
  const rows = list.map(([name, value]) =>
    h('div', {}, h('dt', {}, name), h('dd', { id: `try-${name.toLowerCase().replaceAll(' ', '-')}` }, value)),
  );
  return h('dl', { class: 'facts' }, ...rows);
}

function describe({ status, body, roundTripMs }: ApiAnswer) {
  const answer = parse(body);
  const requestId = textOf(answer.requestId) ?? textOf(record(answer.error).requestId);
  if (status < 300 && textOf(answer.requestId) !== undefined) {
    const digit = readDigit(answer.prediction);
    const element = [
      h('strong', {}, 'Answered'),
      facts([
        ['Prediction', digit === undefined ? plain(answer.prediction) : String(digit.digit)],
        ['Latency', `${plain(answer.latencyMs)} ms in the model, ${Math.round(roundTripMs)} ms altogether`],
        ['Request id', requestId ?? ''],
        ['Endpoint', answer.variant ? `${plain(answer.endpoint)} (${plain(answer.variant)})` : plain(answer.endpoint)],
      ]),
      ...(digit === undefined ? [] : [scoreBars(digit.scores, digit.digit)]),
    ];
    return { element, className: 'good', requestId };
  }
  const error = record(answer.error);
  const message =
    textOf(error.message) ?? textOf(answer.message) ?? (body.trim() === '' ? 'the answer is empty' : body);
  const list: Fact[] = [['Problem', message], ...(requestId === undefined ? [] : [['Request id', requestId] as const])];
  const title = `Status ${status} ${textOf(error.code) ?? ''}`.trim();
  return { element: [h('strong', {}, title), facts(list)], className: 'bad', requestId };
}

/** How sure the model is of each digit. */
function scoreBars(scores: readonly number[], best: number): HTMLElement {
  const rows = scores.map((score, digit) => {
    const bar = h('span', { class: 'score-bar' });
    setVariables(bar, { '--share': `${(score * 100).toFixed(1)}%` });
    return h(
      'li',
      { class: digit === best ? 'best' : '' },
      h('span', {}, String(digit)),
      h('span', { class: 'score-track' }, bar),
      h('span', {}, formatShare(score)),
    );
  });
  return h('ol', { class: 'scores', 'aria-label': 'How sure the model is of each digit' }, ...rows);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const plain = (value: unknown): string => (typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? '–'));

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text));
  } catch {
    return {};
  }
}
