/**
 * CloudWatch alarms without CloudWatch: definitions from resolved CloudFormation properties, evaluation, transitions
 * and the notifications that AWS would send. No dependencies, no wall clock; runs in Node and in a browser.
 */
export type * from './types.ts';
