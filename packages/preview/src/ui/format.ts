import { formatDuration } from '../../../cli/src/duration.ts';
import type { Paint } from '../../../cli/src/paint.ts';
import type { AlarmView, MessageView, PreviewStatus } from './status.ts';

/** Time of day in virtual time, `HH:MM:SS`. */
export const formatTime = (milliseconds: number) => new Date(milliseconds).toISOString().slice(11, 19);

const formatLatency = (value: number | null) => {
  if (value === null) return '–';
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
};

/** The block of lines that a terminal redraws. */
export function statusBlock(status: PreviewStatus, paint: Paint): string[] {
  const label = (text: string) => paint('dim', text.padEnd(10));
  return [
    `${label('time')}${formatTime(status.now)} ${paint('dim', `virtual, ${status.speed} x real time`)}`,
    ...(status.scenario ? [`${label('scenario')}${scenarioText(status, paint)}`] : []),
    `${label('requests')}${requestsText(status, paint)}`,
    `${label('latency')}${latencyText(status)} ${paint('dim', 'over 5 minutes')}`,
    `${label('alarms')}${alarmsText(status.alarms, paint)}`,
    `${label('messages')}${status.messageCount}${status.messages[0] ? `, the newest: ${messageTitle(status.messages[0])}` : ''}`,
  ];
}

/** The same in one line, for output that is not a terminal. */
export function statusLine(status: PreviewStatus): string {
  const plain: Paint = (_, text) => text;
  const phase = status.scenario ? `${status.scenario.phase}: ` : '';
  const ringing = status.alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  const alarms = ringing.length > 0 ? `ALARM ${ringing.join(', ')}` : 'no alarm';
  return `${formatTime(status.now)} ${phase}${requestsText(status, plain)}; ${latencyText(status)}; ${alarms}; ${count(status.messageCount, 'message')}`;
}

function scenarioText({ scenario, state }: PreviewStatus, paint: Paint): string {
  if (!scenario) return '';
  if (state === 'finished') return `${scenario.name}: finished`;
  const { name, phase, phaseNumber, phaseCount, phaseLeftMs, faults } = scenario;
  const left = phaseLeftMs === null ? 'without end' : `${formatDuration(phaseLeftMs)} left`;
  const position = phaseCount > 1 ? `phase ${phaseNumber} of ${phaseCount}, ` : '';
  const fault = faults.length > 0 ? ` ${paint('yellow', `fault: ${faults.join(', ')}`)}` : '';
  return `${name}: ${phase} ${paint('dim', `(${position}${left})`)}${fault}`;
}

function requestsText({ requests }: PreviewStatus, paint: Paint): string {
  const { sent, perMinute, ok, failed, rejected, inFlight, dropped } = requests;
  const parts = [
    `${sent} sent (${perMinute}/min)`,
    `${ok} ok`,
    failed > 0 ? paint('red', `${failed} failed`) : '0 failed',
    `${rejected} rejected`,
    ...(inFlight > 0 ? [`${inFlight} under way`] : []),
    ...(dropped > 0 ? [paint('yellow', `${dropped} not sent: too many under way`)] : []),
  ];
  return parts.join(', ');
}

function latencyText({ requests }: PreviewStatus): string {
  const { p50, p90, p99 } = requests.latencyMs;
  return `p50 ${formatLatency(p50)}, p90 ${formatLatency(p90)}, p99 ${formatLatency(p99)}`;
}

function alarmsText(alarms: readonly AlarmView[], paint: Paint): string {
  const inState = (wanted: AlarmView['state']) => alarms.filter(({ state }) => state === wanted);
  const ringing = inState('ALARM').map(({ name }) => name);
  const waiting = inState('INSUFFICIENT_DATA').length;
  return [
    ...(ringing.length > 0 ? [paint(['red', 'bold'], `ALARM: ${ringing.join(', ')}`)] : []),
    paint('green', `${inState('OK').length} OK`),
    ...(waiting > 0 ? [`${waiting} without data`] : []),
  ].join(', ');
}

/** What an inbox lists: the subject, or the text of an SMS. */
export const messageTitle = ({ channel, subject, body }: Pick<MessageView, 'channel' | 'subject' | 'body'>) =>
  channel === 'sms' ? `SMS ${body.split('\n')[0]}` : subject;

const count = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

/** A text cut to the columns of a terminal; escape sequences take no column. */
export function fitWidth(text: string, columns: number): string {
  let visible = 0;
  let out = '';
  for (const [part] of text.matchAll(ESCAPE_OR_CHARACTER)) {
    if (part.startsWith('\u001b')) {
      out += part;
      continue;
    }
    visible++;
    if (visible < columns) out += part;
    else if (visible === columns) out += '…';
  }
  return out;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with a control character
const ESCAPE_OR_CHARACTER = /\u001b\[[0-9;]*m|./gu;
