import type { Preview } from '../preview/preview.ts';
import { formatDuration } from '../scenario/duration.ts';
import type { Scenario } from '../scenario/types.ts';
import { formatTime, messageTitle } from '../ui/format.ts';
import type { LiveView } from '../ui/live-view.ts';
import type { Paint } from '../ui/paint.ts';

/** What a user needs to know when the preview is up. */
export function banner(preview: Preview, scenario: Scenario, paint: Paint): string[] {
  const { statusUrl, api, clock, curl, notes } = preview;
  const label = (text: string) => `  ${paint('dim', text.padEnd(12))}`;
  const length = scenario.phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const real = Number.isFinite(length) ? `, ${formatDuration(length / clock.speed)} at this speed` : '';
  return [
    '',
    paint('bold', 'The preview is running; nothing leaves this machine.'),
    ...(statusUrl === undefined ? [] : [`${label('status page')}${paint(['cyan', 'underline'], statusUrl)}`]),
    `${label('API')}${paint('cyan', api.url)}  ${paint('dim', api.routes.join(', '))}`,
    `${label('try it')}${curl}`,
    `${label('scenario')}${scenario.name}, ${formatDuration(length)}${real}; virtual time goes ${clock.speed} times as fast as real time`,
    ...notes.map((note) => `${label('note')}${note}`),
    '',
  ];
}

/** Prints each alarm that changes and each message as it arrives. */
export function announceEvents(preview: Preview, view: LiveView, paint: Paint): Disposable {
  const alarms = preview.alarms.subscribe(({ at, alarm, from, to, reason }) => {
    const change = paint(to === 'ALARM' ? ['red', 'bold'] : 'green', `${alarm.name} ${from} -> ${to}`);
    view.event(`${formatTime(at)} ${change} ${paint('dim', reason)}`);
  });
  const messages = preview.inbox.subscribe((message) => {
    const kind = message.channel === 'sms' ? 'SMS' : 'e-mail';
    view.event(`${formatTime(message.at)} ${kind} to ${message.to}: ${paint('bold', messageTitle(message))}`);
  });
  return {
    [Symbol.dispose]() {
      alarms[Symbol.dispose]();
      messages[Symbol.dispose]();
    },
  };
}
