import { evaluateWindow, type MissingDataTreatment } from '../../src/index.ts';
import { datapoints } from './support.ts';

const TREATMENTS: readonly MissingDataTreatment[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** What each treatment makes of the datapoints; `ignore` keeps the state, whatever it was. */
function row(notation: string, datapointsToAlarm: number): string {
  const verdicts = TREATMENTS.map((treatMissingData) => {
    const rule = { comparisonOperator: 'GreaterThanThreshold', threshold: 0, evaluationPeriods: 3 } as const;
    const states = (['OK', 'ALARM'] as const).map(
      (previous) =>
        evaluateWindow({ ...rule, datapointsToAlarm, treatMissingData }, datapoints(notation), previous).state,
    );
    return states[0] === states[1] ? states[0] : 'keeps its state';
  });
  return [notation, ...verdicts]
    .map((cell) => (cell ?? '').padEnd(18))
    .join('')
    .trimEnd();
}

console.log(
  ['M = 3', ...TREATMENTS]
    .map((cell) => cell.padEnd(18))
    .join('')
    .trimEnd(),
);
for (const notation of ['0 - X - X', '0 - - - -', '- - - - -', '0 X X - X', '- - X - -']) console.log(row(notation, 3));
console.log('M = 2');
for (const notation of ['0 - X - X', '0 0 X 0 X', '0 - X - -', '- - - - 0', '- - - X -']) console.log(row(notation, 2));
