import type { Transition } from '../../../alarm-simulator/src/index.ts';
import { formatDuration } from '../../../cli/src/duration.ts';
import type { Paint } from '../../../cli/src/paint.ts';
import type { InboxMessage } from '../observability/types.ts';
import type { Preview } from '../preview/preview.ts';
import type { Scenario } from '../scenario/types.ts';
import { formatTime, messageTitle } from '../ui/format.ts';
import type { LiveView } from '../ui/live-view.ts';

/** What a user needs to know when the preview is up. */
export function banner(preview: Preview, scenario: Scenario, paint: Paint): string[] {
  const { statusUrl, api, awsEndpointUrl, clock, curl, notes } = preview;
  const label = (text: string) => `  ${paint('dim', text.padEnd(12))}`;
  const length = scenario.phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const real = Number.isFinite(length) ? `, ${formatDuration(length / clock.speed)} at this speed` : '';
  return [
    '',
    paint('bold', 'The preview is running; nothing leaves this machine.'),
    ...(statusUrl === undefined ? [] : [`${label('console')}${paint(['cyan', 'underline'], statusUrl)}`]),
    `${label('API')}${paint('cyan', api.url)}  ${paint('dim', api.routes.join(', '))}`,
    `${label('AWS')}${paint('cyan', awsEndpointUrl)}  ${paint('dim', `inferwatch verify --endpoint-url ${awsEndpointUrl}`)}`,
    `${label('try it')}${curl}`,
    `${label('scenario')}${scenario.name}, ${formatDuration(length)}${real}; virtual time goes ${clock.speed} times as fast as real time`,
    ...notes.map((note) => `${label('note')}${note}`),
    '',
  ];
}

/** First evaluations that are summed up from this number on: a start would otherwise fill the screen with good news. */
const SUMMED_UP = 4;

/** Prints each alarm that changes and each message as it arrives. */
export function announceEvents(preview: Preview, view: LiveView, paint: Paint): Disposable {
  let transitions: Transition[] = [];
  let messages: InboxMessage[] = [];
  let flushing: NodeJS.Immediate | undefined;
  const flush = () => {
    flushing = undefined;
    const lines = describeEvents(transitions, messages, paint);
    transitions = [];
    messages = [];
    for (const line of lines) view.event(line);
  };
  // What one evaluation of the alarms sets going arrives at once, and is told together.
  const subscriptions = [
    preview.alarms.subscribe((transition) => {
      transitions.push(transition);
      flushing ??= setImmediate(flush);
    }),
    preview.inbox.subscribe((message) => {
      messages.push(message);
      flushing ??= setImmediate(flush);
    }),
  ];
  return {
    [Symbol.dispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]();
      if (!flushing) return;
      clearImmediate(flushing);
      flush();
    },
  };
}

/** Lines for what happened at the same time. */
export function describeEvents(
  transitions: readonly Transition[],
  messages: readonly InboxMessage[],
  paint: Paint,
): string[] {
  const first = transitions.filter(({ from, to }) => from === 'INSUFFICIENT_DATA' && to === 'OK');
  const summed = first.length >= SUMMED_UP ? first : [];
  const subjects = new Set(summed.map(({ alarm }) => `OK: "${alarm.name}"`));
  const isSummed = ({ subject }: InboxMessage) => subjects.has(subject.split(' in ')[0] ?? '');
  return [
    ...(summed[0] ? [describeFirst(summed[0].at, summed.length, messages.filter(isSummed).length, paint)] : []),
    ...transitions.filter((transition) => !summed.includes(transition)).map((it) => describeTransition(it, paint)),
    ...messages.filter((message) => !isSummed(message)).map((message) => describeMessage(message, paint)),
  ];
}

function describeFirst(at: number, alarms: number, messages: number, paint: Paint): string {
  const told = messages > 0 ? paint('dim', ` (AWS tells that too: ${messages} messages in the inbox)`) : '';
  return `${formatTime(at)} ${paint('green', `${alarms} alarms were evaluated for the first time and are OK`)}${told}`;
}

function describeTransition({ at, alarm, from, to, reason }: Transition, paint: Paint): string {
  const rings = to === 'ALARM';
  const change = paint(rings ? ['red', 'bold'] : 'green', `${alarm.name} ${from} -> ${to}`);
  return `${formatTime(at)} ${change}${rings ? ` ${paint('dim', reason)}` : ''}`;
}

function describeMessage(message: InboxMessage, paint: Paint): string {
  const kind = message.channel === 'sms' ? 'SMS' : 'e-mail';
  return `${formatTime(message.at)} ${kind} to ${message.to}: ${paint('bold', messageTitle(message))}`;
}
