import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, AlarmEngine } from '../src/index.ts';
import { compositeAlarm, MINUTE, metricAlarm, NOON, switchedAlarm, switches } from './helpers/alarms.ts';

const ALARM = 'arn:aws:sns:eu-west-1:123456789012:alarm';
const OK = 'arn:aws:sns:eu-west-1:123456789012:ok';

/** A composite that is in ALARM while `c` is, suppressed by `s`; AWS's time units are minutes. */
function alarms(wait: number, extension: number): AlarmDefinition[] {
  return [
    compositeAlarm('Composite', 'ALARM(c)', {
      AlarmActions: [ALARM],
      OKActions: [OK],
      ActionsSuppressor: 's',
      ActionsSuppressorWaitPeriod: wait * 60,
      ActionsSuppressorExtensionPeriod: extension * 60,
    }),
    switchedAlarm('c'),
    switchedAlarm('s'),
  ];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

interface Course {
  /** `minute: state changed to, or delayed actions` */
  readonly told: string[];
  /** What holds the actions back at the end of each minute. */
  readonly held: (string | undefined)[];
}

/** From minute 0, after an engine that started an hour before has settled. */
function course(inAlarm: { c: number[]; s: number[] }, minutes: number, [wait, extension] = [2, 3]): Course {
  const engine = new AlarmEngine(alarms(wait ?? 2, extension ?? 3));
  const source = switches(inAlarm);
  engine.tick(NOON - 60 * MINUTE, source);
  engine.tick(NOON, source);
  const told: string[] = [];
  const held: (string | undefined)[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    for (const { kind, alarm, to, at, actions } of engine.tick(NOON + minute * MINUTE, source)) {
      if (alarm.name !== 'Composite') continue;
      const called = actions.map((arn) => (arn === ALARM ? 'alarm actions' : 'ok actions')).join() || 'no actions';
      told.push(`t${(at - NOON) / MINUTE} ${kind === 'stateChange' ? `${to}, ` : 'later '}${called}`);
    }
    held.push(engine.states().get('Composite')?.actionsSuppressedBy);
  }
  return { told, held };
}

/**
 * The numbered examples of AWS's guide, wait 2 and extension 3 time units.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html#example_scenarios
 */
describe('the published examples of suppression', () => {
  it('1: actions are not suppressed after the wait', () => {
    const { told, held } = course({ c: range(2, 12), s: [] }, 8);

    expect(told).toEqual(['t2 ALARM, no actions', 't4 later alarm actions']);
    expect(held).toEqual([
      undefined,
      'WaitPeriod',
      'WaitPeriod',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('2: actions are suppressed by the alarm before the wait expires', () => {
    const { told, held } = course({ c: range(2, 12), s: range(3, 12) }, 8);

    expect(told).toEqual(['t2 ALARM, no actions']);
    expect(held.slice(1, 4)).toEqual(['WaitPeriod', 'Alarm', 'Alarm']);
  });

  it('3: a change of state within a wait drops it and starts a new one', () => {
    const { told } = course({ c: [2], s: [] }, 8);

    expect(told).toEqual(['t2 ALARM, no actions', 't3 OK, no actions', 't5 later ok actions']);
  });

  it('4: a suppressor that is already in ALARM stops the actions', () => {
    const { told, held } = course({ c: range(2, 12), s: range(1, 12) }, 8);

    expect(told).toEqual(['t2 ALARM, no actions']);
    expect(held[1]).toBe('Alarm');
  });

  it('5: actions are not suppressed after the extension', () => {
    const { told, held } = course({ c: range(2, 12), s: range(3, 6) }, 10);

    expect(told).toEqual(['t2 ALARM, no actions', 't9 later alarm actions']);
    expect(held.slice(4, 9)).toEqual(['Alarm', 'ExtensionPeriod', 'ExtensionPeriod', 'ExtensionPeriod', undefined]);
  });

  it('6: a change of state within an extension drops it and starts a wait', () => {
    const { told } = course({ c: range(2, 7), s: range(3, 6) }, 12);

    expect(told).toEqual(['t2 ALARM, no actions', 't7 OK, no actions', 't9 later ok actions']);
  });
});

describe('suppression', () => {
  it('starts again if the suppressor goes to ALARM within an extension', () => {
    const { told } = course({ c: range(2, 20), s: [...range(3, 6), ...range(7, 9)] }, 14);

    expect(told).toEqual(['t2 ALARM, no actions', 't12 later alarm actions']);
  });

  it('does nothing when the suppressor comes and goes without a change of the composite alarm', () => {
    expect(course({ c: [], s: range(2, 5) }, 10)).toEqual({ told: [], held: Array.from({ length: 10 }) });
  });

  it('without periods acts at once, unless the suppressor is in ALARM', () => {
    expect(course({ c: range(2, 4), s: [] }, 6, [0, 0]).told).toEqual(['t2 ALARM, alarm actions', 't4 OK, ok actions']);
    expect(course({ c: range(2, 9), s: range(1, 5) }, 6, [0, 0]).told).toEqual([
      't2 ALARM, no actions',
      't5 later alarm actions',
    ]);
  });

  it('ends between whole minutes if its period does', () => {
    expect(course({ c: range(2, 9), s: [] }, 6, [1.5, 1]).told).toEqual([
      't2 ALARM, no actions',
      't3.5 later alarm actions',
    ]);
  });

  it('counts only ALARM of the suppressor, not INSUFFICIENT_DATA', () => {
    const [composite, child] = alarms(0, 0);
    const blind = metricAlarm('s');
    const engine = new AlarmEngine([composite!, child!, blind]);

    const transitions = engine.tick(NOON + 2 * MINUTE, switches({ c: [2] }));

    expect(engine.states().get('s')?.state).toBe('INSUFFICIENT_DATA');
    expect(transitions.at(-1)).toMatchObject({ to: 'ALARM', actions: [ALARM] });
  });

  it('survives a snapshot', () => {
    const source = switches({ c: range(2, 12), s: [] });
    const first = new AlarmEngine(alarms(2, 3));
    first.tick(NOON - 60 * MINUTE, source);
    first.tick(NOON + 3 * MINUTE, source);

    const second = new AlarmEngine(alarms(2, 3));
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));

    expect(second.tick(NOON + 8 * MINUTE, source)).toMatchObject([
      { kind: 'delayedActions', at: NOON + 4 * MINUTE, changedAt: NOON + 2 * MINUTE, actions: [ALARM] },
    ]);
  });
});
