import { alarmHistory, notification, simulate, stateChangeEvents } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples } from './support.ts';

const errors = alarm('Errors', {
  AlarmDescription: 'Orders fail: see the runbook',
  TreatMissingData: 'notBreaching',
  AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:pager'],
});
const source = samples('Errors', '0 0 5 0');

const { transitions } = simulate({ alarms: [errors], source, from: NOON + MINUTE, to: NOON + 4 * MINUTE });
const fired = transitions.find(({ to }) => to === 'ALARM');
const context = { accountId: '123456789012', region: 'eu-west-1' };
if (fired !== undefined) {
  const { subject, emailBody } = notification(fired, context);
  console.log(`${subject}\n\n${emailBody}`);
}

for (const { time, detail } of stateChangeEvents(transitions, NOON)) {
  console.log(`event at ${time}: ${JSON.stringify(detail.state).slice(0, 60)}…`);
}

for (const item of alarmHistory({ alarms: [errors], transitions, createdAt: NOON, context })) {
  console.log(`${item.Timestamp} ${item.HistoryItemType}: ${item.HistorySummary}`);
}
