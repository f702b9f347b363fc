import { simulate } from '../packages/alarm-simulator/src/index.ts';
import { makeWorkload, START } from './alarms-workload.ts';

const DAY = 86_400_000;

export interface Measured {
  readonly alarms: number;
  readonly days: number;
  /** Points of all metrics together. */
  readonly points: number;
  readonly transitions: number;
  /** Processor time of the simulation itself: the first run in this process, nothing compiled before. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Processor time of making up the history. */
  readonly historySeconds: number;
  /** Largest memory of the whole process, with the runtime and the history. */
  readonly peakMegabytes: number;
}

/** Runs one simulation in this process and prints what it took; `alarms days` are the arguments. */
function main(alarmCount: number, days: number): Measured {
  const before = process.cpuUsage();
  const { alarms, source, points } = makeWorkload(alarmCount, days * 1440);
  const made = process.cpuUsage(before);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const { transitions } = simulate({ alarms, source, from: START, to: START + days * DAY });
  const used = process.cpuUsage(cpu);
  return {
    alarms: alarmCount,
    days,
    points,
    transitions: transitions.length,
    cpuSeconds: (used.user + used.system) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    historySeconds: (made.user + made.system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

const [alarms, days] = process.argv.slice(2).map(Number);
if (alarms !== undefined && days !== undefined) console.log(JSON.stringify(main(alarms, days)));
