import { describe, expect, it } from 'vitest';
import { findDeployment, stackName } from '../src/deployment.ts';
import { type Answers, awsError, fakeClients } from './support.ts';

const REGION = 'eu-central-1';

/** CloudFormation with these stacks and their states. */
function withStacks(states: Readonly<Record<string, string>>, extra: Answers = {}) {
  return fakeClients({
    DescribeStacksCommand: ({ StackName }) => {
      const StackStatus = states[String(StackName)];
      if (StackStatus === undefined) throw awsError('ValidationError', `Stack with id ${StackName} does not exist`);
      return { Stacks: [{ StackName, StackStatus, Outputs: [{ OutputKey: 'Key', OutputValue: 'value' }] }] };
    },
    ListStackResourcesCommand: ({ NextToken }) =>
      NextToken === undefined
        ? { StackResourceSummaries: [{ ResourceType: 'T', PhysicalResourceId: 'one' }], NextToken: 'more' }
        : { StackResourceSummaries: [{ ResourceType: 'T', PhysicalResourceId: 'two' }, { ResourceType: 'T' }] },
    ...extra,
  });
}

describe('a deployment', () => {
  it('is found with outputs and the resources of every page', async () => {
    const outcome = await findDeployment(withStacks({ InferwatchInference: 'CREATE_COMPLETE' }), '', REGION);

    expect(outcome.status).toBe('pass');
    if (outcome.status !== 'pass') return;
    const { inference, monitoring } = outcome.value;
    expect([inference?.output('Key'), inference?.ofType('T'), monitoring]).toEqual([
      'value',
      ['one', 'two'],
      undefined,
    ]);
  });

  it('is found by its prefix', async () => {
    const clients = withStacks({ 'a-InferwatchMonitoring': 'UPDATE_COMPLETE' });

    expect(await findDeployment(clients, 'a', REGION)).toMatchObject({ status: 'pass' });
    expect(stackName('dataLake', 'a')).toBe('a-InferwatchDataLake');
  });

  it.each([
    ['UPDATE_IN_PROGRESS', 'has not ended yet'],
    ['ROLLBACK_COMPLETE', 'its last deployment failed'],
  ])('in %s is not finished', async (state, cause) => {
    const outcome = await findDeployment(withStacks({ InferwatchMonitoring: state }), '', REGION);

    expect(outcome).toMatchObject({ status: 'fail', cause: expect.stringContaining(cause) });
  });

  it('that was deleted is none', async () => {
    const outcome = await findDeployment(withStacks({ InferwatchMonitoring: 'DELETE_COMPLETE' }), '', REGION);

    expect(outcome).toMatchObject({ status: 'fail', detail: expect.stringContaining('there is neither') });
  });

  it('that is nowhere is not blamed on the Region, even where other Regions refuse to answer', async () => {
    const clients = withStacks({});
    const refusing = fakeClients({
      DescribeStacksCommand: () => {
        throw awsError('AccessDenied');
      },
    });

    const outcome = await findDeployment({ ...clients, cloudFormationIn: () => refusing.cloudFormation }, '', REGION);

    expect(outcome).toMatchObject({ status: 'fail', cause: expect.stringContaining('nothing is deployed') });
  });

  it('that may not be read is left to the caller to explain', async () => {
    const clients = withStacks(
      {},
      {
        DescribeStacksCommand: () => {
          throw awsError('AccessDenied');
        },
      },
    );

    await expect(findDeployment(clients, '', REGION)).rejects.toThrow('AccessDenied');
  });
});
