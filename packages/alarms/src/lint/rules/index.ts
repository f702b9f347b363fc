import type { LintRule } from '../types.ts';
import { compositeCycle, constantRule, mixedOperators, unknownChild } from './composites.ts';
import { highResolution, moreThanAll, noPeriod, tooLong } from './limits.ts';
import { fillHidesGap, forcedPeriod, rangeDependent, scalarFunction, searchInAlarm } from './math.ts';
import { nobodyEmits, serviceDimensions, withoutVariant } from './metrics.ts';
import {
  alarmInSilence,
  deafToSilence,
  dynamoDbTreatment,
  implicitTreatment,
  stuckWithoutData,
} from './missing-data.ts';
import { longDescription, noAction, noDescription, noRunbook, tooManyActions } from './people.ts';
import {
  lowSampleIgnore,
  lowSampleWithoutPercentile,
  unknownStatistic,
  unpublishedUnit,
  wrongStatisticProperty,
} from './statistics.ts';
import { alwaysBreaching, unreachable } from './thresholds.ts';
import { microseconds, unitConfusion } from './units.ts';
import { notEvaluable, takenName } from './whole.ts';

/**
 * Every rule, by code. `IW1…` settings of the evaluation, `IW2…` statistics and units, `IW3…` metric math, `IW4…` missing
 * data, `IW5…` what people get, `IW6…` composites, `IW7…` metrics and dimensions, `IW9…` suppressions.
 */
export const RULES: readonly LintRule[] = [
  notEvaluable,
  moreThanAll,
  tooLong,
  noPeriod,
  highResolution,
  unreachable,
  alwaysBreaching,
  takenName,
  wrongStatisticProperty,
  unknownStatistic,
  microseconds,
  unitConfusion,
  unpublishedUnit,
  lowSampleIgnore,
  lowSampleWithoutPercentile,
  searchInAlarm,
  scalarFunction,
  rangeDependent,
  fillHidesGap,
  forcedPeriod,
  stuckWithoutData,
  deafToSilence,
  implicitTreatment,
  dynamoDbTreatment,
  alarmInSilence,
  noAction,
  noDescription,
  noRunbook,
  tooManyActions,
  longDescription,
  compositeCycle,
  constantRule,
  mixedOperators,
  unknownChild,
  withoutVariant,
  nobodyEmits,
  serviceDimensions,
];
