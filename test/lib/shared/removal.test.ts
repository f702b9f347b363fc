import { RemovalPolicy } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { type DataRemoval, dataRemovalPolicy } from '../../../lib/shared/removal.ts';
import { testStack } from './synth.ts';

const decide = (removal: DataRemoval) => {
  const stack = testStack();
  const policy = dataRemovalPolicy(stack, removal);
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
  return { policy, warnings: warnings.map(({ entry }) => String(entry.data)) };
};

describe('removal of data', () => {
  test('does not happen without a switch', () => {
    expect(decide({})).toEqual({ policy: RemovalPolicy.RETAIN, warnings: [] });
  });

  test('happens with both switches, without a warning', () => {
    expect(decide({ removeDataOnDestroy: true, confirmDataRemoval: true })).toEqual({
      policy: RemovalPolicy.DESTROY,
      warnings: [],
    });
  });

  test('does not happen with the first switch alone, and a warning names the second', () => {
    const { policy, warnings } = decide({ removeDataOnDestroy: true });

    expect(policy).toBe(RemovalPolicy.RETAIN);
    expect(warnings).toEqual([expect.stringContaining('confirmDataRemoval is not set')]);
  });

  test('does not happen with the second switch alone, and a warning names the first', () => {
    const { policy, warnings } = decide({ confirmDataRemoval: true });

    expect(policy).toBe(RemovalPolicy.RETAIN);
    expect(warnings).toEqual([expect.stringContaining('removeDataOnDestroy is not set')]);
  });
});
