import { type Faults, NO_FAULTS, type Random, strikes } from '../types.ts';

/** What goes wrong with one invocation. */
export interface InvocationFaults {
  /** Whether its environment is killed while it runs. */
  readonly killed: boolean;
  /** Real milliseconds that its clock is ahead. */
  readonly clockSkewMs: number;
}

/** Characters that are missing at the end of a line that is cut off. */
const CUT_CHARACTERS = 12;

/** The faults that strike in the functions themselves. */
export class FunctionFaults {
  readonly #faults: Faults;
  readonly #random: Random;

  constructor(faults: Faults = NO_FAULTS, random: Random = Math.random) {
    this.#faults = faults;
    this.#random = random;
  }

  /** For an invocation that begins now. */
  next(): InvocationFaults {
    const { functionKillRate, functionClockSkewMs } = this.#faults;
    return { killed: strikes(functionKillRate, this.#random), clockSkewMs: functionClockSkewMs };
  }

  /** A line as it arrives in the log. */
  onLogLine(line: string): string {
    const cut = line.includes('"_aws"') && strikes(this.#faults.metricLineCutRate, this.#random);
    return cut ? line.slice(0, -CUT_CHARACTERS) : line;
  }
}
