/**
 * CloudWatch alarms without CloudWatch: definitions from resolved CloudFormation properties, evaluation, transitions
 * and the notifications that AWS would send. No dependencies, no wall clock; runs in Node and in a browser.
 */
export { addSample, emptySummary, type PeriodSummary, toDatapoint } from './aggregate.ts';
export { type AlarmSet, type AlarmSetResult, resolveAlarms } from './alarm-set.ts';
export { AlarmEngine, AlarmSetError, type EngineOptions } from './engine.ts';
export type { AlarmSnapshot, EngineSnapshot } from './engine-state.ts';
export { checkMath, referencedIds, type TypeOf } from './math-check.ts';
export { evaluateMath, type MathContext, type MathValue, type Series } from './math-evaluate.ts';
export { parseMath } from './math-parser.ts';
export type { Expression, ValueType } from './math-types.ts';
export { MemorySource, metricKey } from './memory-source.ts';
export { evaluationInterval, thresholdRule } from './metric-evaluation.ts';
export { notification } from './notification.ts';
export { type AlarmContext, type AlarmType, parseAlarm } from './parse-alarm.ts';
export { regionName } from './regions.ts';
export { evaluateRule } from './rule-evaluate.ts';
export { type ParsedRule, parseRule } from './rule-parser.ts';
export type { RuleNode } from './rule-types.ts';
export type { SimpleStatistic, Statistic } from './statistic-types.ts';
export { parseStatistic } from './statistics.ts';
export type * from './types.ts';
export { evaluateWindow } from './window.ts';
