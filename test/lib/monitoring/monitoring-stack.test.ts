import { App, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../config/load.ts';
import { MonitoringStack } from '../../../lib/stacks/monitoring-stack.ts';
import { allAlarms, dashboardBody, fullTargets } from './support.ts';

const EXISTING = {
  functionName: 'my-function',
  functionTimeoutSeconds: 60,
  endpointName: 'my-endpoint',
  tableName: 'my-table',
  apiId: 'abcdefghij',
};

function configOf(settings: object) {
  const result = parseSettings(settings);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

function stackOf(settings: object, app = new App()) {
  const stack = new MonitoringStack(app, 'Monitoring', { config: configOf(settings) });
  return { stack, template: Template.fromStack(stack) };
}

const names = (template: Template) => allAlarms(template).map(({ AlarmName }) => AlarmName);

describe('the stack of what exists already', () => {
  const { template } = stackOf({ alertEmail: 'me@example.com', monitorExisting: EXISTING });

  it('watches the function by its name', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Function-Errors-Alarm',
      Dimensions: [{ Name: 'FunctionName', Value: 'my-function' }],
    });
  });

  it('watches the endpoint under the variant that SageMaker names by default', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Endpoint-5xx-Alarm',
      Dimensions: [
        { Name: 'EndpointName', Value: 'my-endpoint' },
        { Name: 'VariantName', Value: 'AllTraffic' },
      ],
    });
  });

  it('watches table and API', () => {
    expect(names(template)).toEqual(expect.arrayContaining(['Table-Throttles-Alarm', 'Api-Server-Errors-Alarm']));
  });

  it('has no alarms on queues, which it does not know of', () => {
    expect(names(template)).not.toContain('Record-Queue-Age-Alarm');
  });

  it('draws the timeout that the settings name', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Function-Near-Timeout-Alarm',
      Threshold: 48_000,
    });
  });

  it('makes nothing but monitoring', () => {
    const types = new Set(
      Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type),
    );

    expect([...types].filter((type) => !/^AWS::(CloudWatch|SNS|KMS|Logs::QueryDefinition)/.test(type))).toEqual([]);
  });

  it('tells the address of the dashboard', () => {
    template.hasOutput('DashboardUrl', {
      Value: Match.objectLike({
        'Fn::Join': [
          '',
          Match.arrayWith([Match.stringLikeRegexp('dashboards/dashboard/Inference-Monitoring-Dashboard$')]),
        ],
      }),
    });
  });
});

describe('the settings', () => {
  it('name the people', () => {
    const { template } = stackOf({
      alertEmails: ['a@example.com', 'b@example.com'],
      alertPhones: ['+4915112345678'],
      monitorExisting: EXISTING,
    });

    template.resourceCountIs('AWS::SNS::Subscription', 5);
  });

  it('reach the alarms', () => {
    const { template } = stackOf({ alarms: { highLatency: { threshold: 750 } }, monitorExisting: EXISTING });

    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'High-Latency-Alarm', Threshold: 750 });
  });

  it('say who sends', () => {
    const { template } = stackOf({ alarms: { notifications: 'health-only' }, monitorExisting: EXISTING });

    expect(
      allAlarms(template)
        .filter(({ AlarmActions }) => AlarmActions)
        .map(({ AlarmName }) => AlarmName),
    ).toEqual(['Inference-Health-Alarm']);
  });

  it('move the objective', () => {
    const { template } = stackOf({ availability: { objective: 0.999 }, monitorExisting: EXISTING });

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Availability-Fast-Burn-Short-Window-Alarm',
      Threshold: 1.44,
    });
  });

  it('put their prefix in front of alarms and dashboard', () => {
    const { template } = stackOf({ prefix: 'team', monitorExisting: EXISTING });

    template.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: 'team-Inference-Monitoring-Dashboard',
    });
    expect(names(template).every((name) => name.startsWith('team-'))).toBe(true);
  });

  it('that name nobody warn and go on', () => {
    const { stack } = stackOf({ monitorExisting: EXISTING });

    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('nobody will be told'));
  });
});

it('a stack with nothing to watch says what to set', () => {
  expect(() => new MonitoringStack(new App(), 'Monitoring', { config: configOf({}) })).toThrow(
    /nothing to watch: pass targets, or set monitorExisting.functionName/,
  );
});

it('targets that are given are watched, and not those of the settings', () => {
  const app = new App();
  const elsewhere = new Stack(new App(), 'Elsewhere');

  const stack = new MonitoringStack(app, 'Monitoring', {
    config: configOf({ monitorExisting: EXISTING }),
    targets: fullTargets(elsewhere),
  });

  expect(names(Template.fromStack(stack))).toContain('Record-Dead-Letters-Alarm');
  expect(JSON.stringify(dashboardBody(Template.fromStack(stack)))).not.toContain('my-endpoint');
});

it('no policy check of AWS Solutions finds anything', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new MonitoringStack(app, 'Monitoring', {
    config: configOf({ alertEmail: 'me@example.com', monitorExisting: EXISTING }),
  });

  expect(() => app.synth()).not.toThrow();
});
