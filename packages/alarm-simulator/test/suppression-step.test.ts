import { describe, expect, it } from 'vitest';
import {
  NOT_SUPPRESSED,
  type Suppression,
  type SuppressionStep,
  stepSuppression,
  suppressedBy,
} from '../src/suppression.ts';

const STEP: SuppressionStep = { at: 100, changed: false, suppressorInAlarm: false, wait: 20, extension: 30 };

const waiting: Suppression = { pending: true, suppressed: false, period: { type: 'WaitPeriod', until: 120 } };
const extended: Suppression = { pending: true, suppressed: false, period: { type: 'ExtensionPeriod', until: 130 } };
const suppressed: Suppression = { pending: true, suppressed: true };

describe('a step of suppression', () => {
  it('without any event does nothing', () => {
    expect(stepSuppression(NOT_SUPPRESSED, STEP)).toEqual({ next: NOT_SUPPRESSED, act: false });
    expect(stepSuppression(waiting, STEP)).toEqual({ next: waiting, act: false });
  });

  it('starts a wait when the state changes', () => {
    expect(stepSuppression(NOT_SUPPRESSED, { ...STEP, changed: true })).toEqual({ next: waiting, act: false });
  });

  it('starts the extension when the suppressor leaves ALARM', () => {
    expect(stepSuppression(suppressed, STEP)).toEqual({ next: extended, act: false });
  });

  it.each([
    ['wait', waiting, 120],
    ['extension', extended, 130],
  ])('acts at the end of a %s, not before', (_, state, until) => {
    expect(stepSuppression(state, { ...STEP, at: until - 1 }).act).toBe(false);
    expect(stepSuppression(state, { ...STEP, at: until })).toEqual({ next: NOT_SUPPRESSED, act: true });
  });

  it.each([
    ['wait', waiting],
    ['extension', extended],
  ])('drops a %s when the suppressor goes to ALARM', (_, state) => {
    expect(stepSuppression(state, { ...STEP, suppressorInAlarm: true })).toEqual({ next: suppressed, act: false });
  });

  it('lets a change at the end of a period start a new wait instead of acting', () => {
    expect(stepSuppression(waiting, { ...STEP, at: 120, changed: true })).toMatchObject({
      next: { period: { type: 'WaitPeriod', until: 140 } },
      act: false,
    });
  });

  it('lets the suppressor win over the end of a period at the same instant', () => {
    expect(stepSuppression(waiting, { ...STEP, at: 120, suppressorInAlarm: true }).act).toBe(false);
  });

  it('acts at once where the periods have no length', () => {
    const none = { ...STEP, wait: 0, extension: 0 };

    expect(stepSuppression(NOT_SUPPRESSED, { ...none, changed: true }).act).toBe(true);
    expect(stepSuppression(suppressed, none).act).toBe(true);
  });

  it('remembers a suppressor in ALARM, but owes nothing without a change', () => {
    const { next } = stepSuppression(NOT_SUPPRESSED, { ...STEP, suppressorInAlarm: true });

    expect(next).toEqual({ pending: false, suppressed: true });
    expect(stepSuppression(next, STEP)).toEqual({ next: NOT_SUPPRESSED, act: false });
  });
});

describe('what holds actions back', () => {
  it.each([
    [waiting, 'WaitPeriod'],
    [extended, 'ExtensionPeriod'],
    [suppressed, 'Alarm'],
    [NOT_SUPPRESSED, undefined],
    [{ pending: false, suppressed: true }, undefined],
  ] as const)('is told in the words of DescribeAlarms', (state, by) => {
    expect(suppressedBy(state)).toBe(by);
  });
});
