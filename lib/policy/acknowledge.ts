import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts one finding of a policy check on one construct (and what is below it), with the reason why it is right there.
 * Called next to the construct that it is about; a finding without an acknowledgement stops synthesis.
 *
 * @param id - The finding as the check reports it: `AwsSolutions-S1`, or with its part `AwsSolutions-IAM5[Resource::*]`.
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}
