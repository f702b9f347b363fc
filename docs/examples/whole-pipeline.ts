import { App, Stack } from 'aws-cdk-lib';
import { InferenceMonitoring, InferencePipeline } from 'inferwatch';

const stack = new Stack(new App(), 'Recommendations');

const pipeline = new InferencePipeline(stack, 'Pipeline', {
  endpoint: { endpointName: 'recommender', variantName: 'AllTraffic', hosting: 'unknown' },
  recordTtlDays: 90,
});
new InferenceMonitoring(stack, 'Monitoring', {
  targets: pipeline.targets,
  alertEmails: ['on-call@example.com'],
});
