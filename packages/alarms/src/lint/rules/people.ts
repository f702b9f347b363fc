import { booleanOf, listOf, textOf } from '../raw.ts';
import type { LintContext, LintRule, Observation, Subject } from '../types.ts';
import { ruleOf } from './composites.ts';

const ACTIONS = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html';
const PUT_METRIC_ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';

/** Whether something acts on the alarm's state although it has no action: a composite, a dashboard, a deployment. */
function isUsed(subject: Subject, { subjects, find }: LintContext): boolean {
  const { alarm, facts } = subject;
  if (facts.isUsed(alarm.logicalId, alarm.name)) return true;
  return subjects.some((other) => {
    const suppressor = textOf(other.view.raw.ActionsSuppressor);
    const references = [...(ruleOf(other)?.references ?? []), ...(suppressor === undefined ? [] : [suppressor])];
    return references.some((reference) => find(reference, other) === subject);
  });
}

/** An alarm that nobody hears. */
export const noAction: LintRule = {
  code: 'IW5001',
  name: 'no-action',
  severity: 'warning',
  title: 'The alarm tells nobody',
  source: ACTIONS,
  check: (subject, context) => {
    const { raw } = subject.view;
    const disabled = !booleanOf(raw.ActionsEnabled, true);
    const actions = listOf(raw.AlarmActions).length;
    if ((actions > 0 && !disabled) || isUsed(subject, context)) return [];
    // What an account shows of its alarms says nothing of its dashboards.
    const users = subject.alarm.stack === undefined ? '' : ', dashboard or other resource of the template';
    const nothingElse = `and no composite alarm${users} uses its state`;
    return [
      actions > 0
        ? {
            path: 'ActionsEnabled',
            message: `ActionsEnabled is false, ${nothingElse}: nobody learns that it fires`,
            fix: 'leave ActionsEnabled out',
          }
        : {
            path: 'AlarmActions',
            message: `there is no action for ALARM, ${nothingElse}: nobody learns that it fires`,
            fix: 'add the ARN of an SNS topic to AlarmActions',
          },
    ];
  },
};

/** More actions for one state than CloudWatch takes. */
const MAX_ACTIONS = 5;

export const tooManyActions: LintRule = {
  code: 'IW5004',
  name: 'too-many-actions',
  severity: 'error',
  title: 'More than five actions for one state',
  source: PUT_METRIC_ALARM,
  check: ({ view: { raw } }) =>
    ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap((path): Observation[] => {
      const { length } = listOf(raw[path]);
      if (length <= MAX_ACTIONS) return [];
      return [
        {
          path,
          message: `has ${length} actions: CloudWatch takes at most ${MAX_ACTIONS} for each state`,
          fix: 'send to one SNS topic and subscribe the others to it',
        },
      ];
    }),
};

/** The e-mail shows the description, and whoever is woken by it has nothing else. */
export const noDescription: LintRule = {
  code: 'IW5002',
  name: 'no-description',
  severity: 'warning',
  title: 'The alarm has no description',
  source: PUT_METRIC_ALARM,
  check: ({ view: { raw } }) => {
    const missing = raw.AlarmDescription === undefined || raw.AlarmDescription === '';
    if (!missing) return [];
    return [
      {
        path: 'AlarmDescription',
        message: 'AlarmDescription is not set: the e-mail says neither what is wrong for whom nor what to do',
        fix: 'say what the alarm means, where to look first, and link its runbook',
      },
    ];
  },
};

/** A web address, or the path of a page. */
const LINK = /https?:\/\/\S+|\S+\.(?:md|html?|adoc|rst)\b|runbook\s*:\s*\S+/i;

export const noRunbook: LintRule = {
  code: 'IW5003',
  name: 'no-runbook',
  severity: 'info',
  title: 'The description links no runbook',
  source:
    'https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html',
  check: ({ view: { raw } }) => {
    // A description with a part that only a deployment knows may hold the link in that part.
    const description = typeof raw.AlarmDescription === 'string' ? raw.AlarmDescription : '';
    if (description === '' || description.includes('<') || LINK.test(description)) return [];
    return [
      {
        path: 'AlarmDescription',
        message: `${JSON.stringify(shortened(description))} links no page: whoever is woken has to know what to do by heart`,
        fix: 'add "Runbook: " and its address',
      },
    ];
  },
};

/** What CloudWatch takes as a description, in characters. */
const MAX_DESCRIPTION = 1024;

export const longDescription: LintRule = {
  code: 'IW5005',
  name: 'description-too-long',
  severity: 'error',
  title: 'The description is longer than CloudWatch takes',
  source: PUT_METRIC_ALARM,
  check: ({ view: { raw } }) => {
    const { length } = textOf(raw.AlarmDescription) ?? '';
    if (length <= MAX_DESCRIPTION) return [];
    return [
      {
        path: 'AlarmDescription',
        message: `has ${length} characters: CloudWatch takes at most ${MAX_DESCRIPTION}`,
        fix: 'move the details to the runbook',
      },
    ];
  },
};

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
