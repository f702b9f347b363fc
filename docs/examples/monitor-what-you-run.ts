import { App, Duration, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { InferenceMonitoring } from 'inferwatch';

const stack = new Stack(new App(), 'FraudScoring');

new InferenceMonitoring(stack, 'Monitoring', {
  targets: {
    function: {
      function: LambdaFunction.fromFunctionName(stack, 'Scorer', 'fraud-scorer'),
      timeout: Duration.seconds(10),
    },
    endpoint: { endpointName: 'fraud-v3', variantName: 'AllTraffic', hosting: 'instance' },
  },
  alertEmails: ['on-call@example.com'],
  alarms: { highLatency: { threshold: 300 } },
});
