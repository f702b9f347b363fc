import type { AlarmDefinition } from '../../../../alarm-simulator/src/index.ts';
import { suggestion } from './names.ts';

/** Every ARN that an alarm calls, each once. */
export function calledBy(alarms: readonly AlarmDefinition[]): readonly string[] {
  return [
    ...new Set(
      alarms.flatMap(({ alarmActions, okActions, insufficientDataActions }) => [
        ...alarmActions,
        ...okActions,
        ...insufficientDataActions,
      ]),
    ),
  ];
}

/** The last part of an ARN: a topic's name, the path of a policy. */
export const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** Eight hexadecimal digits that the CDK puts behind a logical id. */
const CDK_HASH = '[0-9A-F]{8}';

/**
 * Whether an ARN is what a test means by a name: the ARN itself, the name at its end, or a logical id, with or without
 * the CDK's hash, in the name that CloudFormation makes up (`<stack>-<logical id>-<random>`).
 */
function means(arn: string, wanted: string): boolean {
  const name = lastPart(arn);
  if (arn === wanted || name === wanted) return true;
  const escaped = wanted.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:^|-|[.])${escaped}(?:${CDK_HASH})?(?:-|$|>)`).test(name);
}

export type TopicResult =
  | { readonly ok: true; readonly arn: string }
  | { readonly ok: false; readonly message: string };

/** The one ARN among those that are called which a test means. */
export function findTopic(called: readonly string[], wanted: string): TopicResult {
  const exact = called.filter((arn) => arn === wanted || lastPart(arn) === wanted);
  const [arn, ...more] = exact.length > 0 ? exact : called.filter((candidate) => means(candidate, wanted));
  const quoted = JSON.stringify(wanted);
  if (arn === undefined) {
    const names = called.map(lastPart);
    return { ok: false, message: `no alarm calls ${quoted}; ${suggestion(wanted, names, 'no alarm calls anything')}` };
  }
  if (more.length > 0)
    return { ok: false, message: `${quoted} fits ${[arn, ...more].join(' and ')}; write more of it` };
  return { ok: true, arn };
}
