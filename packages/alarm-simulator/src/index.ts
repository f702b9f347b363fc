/**
 * CloudWatch alarms without CloudWatch: definitions from resolved CloudFormation properties, evaluation, transitions
 * and the notifications that AWS would send. No dependencies, no wall clock; runs in Node and in a browser.
 *
 * @module inferwatch/alarm-simulator
 */
export { addSample, emptySummary, type PeriodSummary, toDatapoint } from './aggregate.ts';
export { type AlarmHistoryItem, alarmHistory, type HistoryInput } from './alarm-history.ts';
export { type AlarmSet, type AlarmSetProblem, type AlarmSetResult, resolveAlarms } from './alarm-set.ts';
export { statisticsOf } from './alarm-statistics.ts';
export { type ArrivalDelay, DelayedSource } from './arrival-delay.ts';
export { type ReadPeriods, StandInBand, type StandInOptions } from './band.ts';
export { givenBand } from './band-input.ts';
export { type Band, type BandInput, type BandLimits, type ExcludedRange, STAND_IN_NOTE } from './band-types.ts';
export { breaches, comparesBand } from './comparison.ts';
export { type DatapointColumn, DatapointColumns, type Ends } from './datapoint-columns.ts';
export { type DescribedAlarm, type DescribedAlarms, parseDescribeAlarms } from './describe-alarms.ts';
export { AlarmEngine, AlarmSetError } from './engine.ts';
export type { EngineOptions } from './engine-options.ts';
export type { AlarmSnapshot, EngineSnapshot } from './engine-state.ts';
export { type AlarmStateChangeEvent, stateChangeEvents } from './event-bridge.ts';
export { checkMath, type MathScope, type TypeOf } from './math-check.ts';
export { evaluateMath } from './math-evaluate.ts';
export type { FunctionName } from './math-functions.ts';
export { parseMath } from './math-parser.ts';
export { isPointwise } from './math-pointwise.ts';
export { callsOf, operandsOf, referencedIds } from './math-references.ts';
export type { BinaryOperator, Expression, Keyword, ValueType } from './math-types.ts';
export type { MathContext, MathValue, Series } from './math-values.ts';
export { MemorySource, metricKey } from './memory-source.ts';
export { evaluationInterval, thresholdRule } from './metric-evaluation.ts';
export { notification } from './notification.ts';
export { type AlarmContext, type AlarmType, parseAlarm } from './parse-alarm.ts';
export { regionName } from './regions.ts';
export { evaluateRule } from './rule-evaluate.ts';
export { RuleSyntaxError, type RuleToken, tokenizeRule } from './rule-lexer.ts';
export { type ParsedRule, parseRule } from './rule-parser.ts';
export type { RuleNode } from './rule-types.ts';
export { firstRow, rowAt, toColumns } from './sample-columns.ts';
export type * from './sample-types.ts';
export { type Simulation, type SimulationInput, type StateInterval, simulate } from './simulate.ts';
export { type StateStretch, type StatesInput, simulateStates } from './simulate-states.ts';
export type { SimpleStatistic, Statistic } from './statistic-types.ts';
export { parseStatistic } from './statistics.ts';
export type * from './types.ts';
export { STANDARD_UNITS } from './units.ts';
export { evaluateWindow } from './window.ts';
