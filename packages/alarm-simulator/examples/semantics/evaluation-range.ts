import { evaluateWindow, type ThresholdRule } from '../../src/index.ts';
import { datapoints } from './support.ts';

// Three datapoints decide (N = 3), so CloudWatch fetches more than three: here five.
const rule: ThresholdRule = {
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 0,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
};

for (const notation of ['0 0 X X X', 'X X 0 0 0', 'X - X - X', '0 X X - X']) {
  const { state, reason } = evaluateWindow(rule, datapoints(notation), 'OK');
  console.log(`${notation}  ${state}\n  ${reason}`);
}
