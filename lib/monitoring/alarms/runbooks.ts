import type { Severity } from '../alarm-ids.ts';
import type { AlarmText } from './alarm-spec.ts';

/** Where the runbooks are when they are published nowhere: in the repository that the stack was deployed from. */
export const RUNBOOK_DIRECTORY = 'docs/runbooks';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (AlarmDescription) */
export const DESCRIPTION_LIMIT = 1024;

/** Where an alarm's runbook is: below the published base URL, or as a path in the repository. */
export function runbookLink(name: string, baseUrl?: string): string {
  return `${(baseUrl ?? RUNBOOK_DIRECTORY).replace(/\/+$/, '')}/${name}.md`;
}

/** What the e-mail says besides the numbers: how urgent it is, what it means, where to look first, where to read on. */
export function alarmDescription(text: AlarmText, severity: Severity, runbookBaseUrl?: string): string {
  const link = runbookLink(text.name, runbookBaseUrl);
  return `[${severity}] ${text.meaning} First: ${text.firstStep} Runbook: ${link}`;
}
