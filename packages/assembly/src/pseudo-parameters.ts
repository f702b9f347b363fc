import { uuidFrom } from './deterministic-ids.ts';
import { NO_VALUE } from './intrinsics.ts';
import { partitionOf, type StackModel, urlSuffixOf } from './stack-model.ts';

/**
 * Value of a pseudo parameter such as `AWS::Region` in a stack; undefined if there is none of the name.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
export function pseudoParameter(name: string, stack: StackModel): unknown {
  switch (name) {
    case 'AWS::AccountId':
      return stack.account;
    case 'AWS::Region':
      return stack.region;
    case 'AWS::Partition':
      return partitionOf(stack.region);
    case 'AWS::URLSuffix':
      return urlSuffixOf(stack.region);
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::StackId': {
      const prefix = `arn:${partitionOf(stack.region)}:cloudformation:${stack.region}:${stack.account}`;
      return `${prefix}:stack/${stack.name}/${uuidFrom(stack.artifactId)}`;
    }
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::NoValue':
      return NO_VALUE;
    default:
      return undefined;
  }
}
