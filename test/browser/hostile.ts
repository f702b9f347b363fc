import type { AlarmDetail } from '../../packages/console/src/contract.ts';
import { parseDashboardBody } from '../../packages/dashboard/src/index.ts';
import { START } from './shop.ts';

/** Text that would do something if any page took it for HTML; each place that shows it has its own. */
export const hostile = (place: string) =>
  `<script>window.hacked='${place}'</script><img src=x onerror="window.hacked='${place}'"><b>${place}</b>`;

export const REQUEST_ID = '11111111-2222-4333-8444-555555555555';

export const ALARM: AlarmDetail = {
  name: hostile('alarm'),
  kind: 'metric',
  state: 'ALARM',
  since: START,
  reason: hostile('reason'),
  certainty: 'documented',
  description: hostile('description'),
  severity: hostile('severity'),
  arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${hostile('arn')}`,
  rule: hostile('rule'),
  actionsEnabled: true,
  actionsSuppressedBy: hostile('suppressor'),
  actions: { alarm: [hostile('action')], ok: [], insufficientData: [] },
  condition: hostile('condition'),
  evaluated: [],
  history: [
    {
      at: START,
      from: 'OK',
      to: 'ALARM',
      reason: hostile('past'),
      certainty: 'documented',
      notified: [hostile('notified')],
    },
  ],
  runbook: { url: `javascript:window.hacked='runbook link'`, html: null },
};

/** The same with a runbook that somebody tampered with; the policy notices that, which is its task. */
export const TAMPERED: AlarmDetail = {
  ...ALARM,
  name: 'tampered',
  runbook: { url: 'docs/runbook.md', html: `<h1>Runbook</h1>${hostile('runbook')}` },
};

const LOG_QUERY = "SOURCE '/log' | fields @message | sort @timestamp desc";
export const DASHBOARD = parseDashboardBody(hostile('dashboard'), {
  widgets: [
    { type: 'text', properties: { markdown: `${hostile('markdown')}\n\n[click](javascript:window.hacked='link')` } },
    {
      type: 'metric',
      properties: { title: hostile('title'), view: 'bar', metrics: [['A', 'B', { label: hostile('label') }]] },
    },
    { type: 'metric', properties: { title: 'line', metrics: [['A', 'B', { label: hostile('line') }]] } },
    { type: 'log', properties: { title: 'log', view: 'table', region: 'eu-west-1', query: LOG_QUERY } },
    { type: hostile('kind').slice(0, 60), properties: { title: hostile('unknown') } },
  ],
});

export const MESSAGES = [
  { id: 1, at: START, channel: 'sms', from: '', to: '+32', subject: '', body: hostile('sms') },
  {
    id: 2,
    at: START,
    channel: 'email',
    from: hostile('from'),
    to: hostile('to'),
    subject: hostile('subject'),
    body: hostile('body'),
  },
] as const;

export const INFERENCE = {
  view: {
    requestId: REQUEST_ID,
    at: START,
    outcome: 'ok',
    status: 200,
    latencyMs: 1,
    prediction: hostile('prediction'),
    correct: null,
  },
  record: { prediction: hostile('record') },
  logs: [{ at: START, logGroup: hostile('group'), message: hostile('log') }],
} as const;
