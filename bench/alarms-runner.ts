import { simulate } from '../packages/alarm-simulator/src/index.ts';
import { type Mix, makeWorkload, START } from './alarms-workload.ts';

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
  /** Processor time of the same again, when all is compiled. */
  readonly againSeconds: number;
  /** Processor time of making up the history. */
  readonly historySeconds: number;
  /** Largest memory of the whole process, with the runtime and the history. */
  readonly peakMegabytes: number;
}

/** Runs one simulation in this process and prints what it took; `alarms days mix` are the arguments. */
function main(alarmCount: number, days: number, mix: Mix): Measured {
  const before = process.cpuUsage();
  const { alarms, source, points } = makeWorkload(alarmCount, days * 1440, mix);
  const made = process.cpuUsage(before);
  const span = { alarms, source, from: START, to: START + days * DAY };
  const started = performance.now();
  const cpu = process.cpuUsage();
  const { transitions } = simulate(span);
  const used = process.cpuUsage(cpu);
  const wallSeconds = (performance.now() - started) / 1000;
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const cpuAgain = process.cpuUsage();
  simulate(span);
  const again = process.cpuUsage(cpuAgain);
  return {
    alarms: alarmCount,
    days,
    points,
    transitions: transitions.length,
    cpuSeconds: (used.user + used.system) / 1e6,
    wallSeconds,
    againSeconds: (again.user + again.system) / 1e6,
    historySeconds: (made.user + made.system) / 1e6,
    peakMegabytes,
  };
}

const [alarms, days] = process.argv.slice(2).map(Number);
const mix = process.argv[4] === 'same' ? 'same' : 'mixed';
if (alarms !== undefined && days !== undefined) console.log(JSON.stringify(main(alarms, days, mix)));
