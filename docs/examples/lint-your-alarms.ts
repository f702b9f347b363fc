import { App, Stack, Validations } from 'aws-cdk-lib';
import { type CfnAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmLintPlugin } from 'inferwatch/alarms';

const app = new App();
const stack = new Stack(app, 'Shop');
const orders = new Metric({ namespace: 'Shop', metricName: 'OrderFailures', statistic: 'Sum' });
const alarm = orders.createAlarm(stack, 'Failures', { threshold: 1, evaluationPeriods: 1 });

// A finding that is right here: with its reason, in the template itself.
(alarm.node.defaultChild as CfnAlarm).addMetadata('inferwatch', {
  ignore: [{ code: 'IW5001', reason: 'the operations room watches it on a wall' }],
});

Validations.of(app).addPlugins(new AlarmLintPlugin());
