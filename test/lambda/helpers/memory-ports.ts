import type { Deadline } from '../../../lambda/shared/deadline.ts';
import type {
  Claim,
  ClaimResult,
  GetResult,
  Log,
  LogFields,
  Metrics,
  MetricValues,
  ModelAnswer,
  ModelCall,
  ModelEndpoint,
  PutResult,
  RecordQueue,
  RecordStore,
  Unavailable,
} from '../../../lambda/shared/ports.ts';
import type { InferenceRecord } from '../../../lambda/shared/record-schema.ts';
import type { ManualClock } from './manual-clock.ts';

const REFUSED: Unavailable = { status: 'unavailable', cause: new Error('refused by the test') };

/** A model that answers what the test says; each call takes `durationMs` of the manual clock. */
export class MemoryEndpoint implements ModelEndpoint {
  readonly name = 'digits';
  readonly calls: ModelCall[] = [];
  readonly deadlines: number[] = [];
  durationMs = 12.5;
  answer: ModelAnswer | (() => ModelAnswer | Promise<ModelAnswer>) = jsonAnswer('{"score":[0.1,0.9]}');
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async invoke(call: ModelCall, deadline: Deadline): Promise<ModelAnswer> {
    this.calls.push(call);
    this.deadlines.push(deadline.remaining());
    this.#clock.advance(this.durationMs);
    return typeof this.answer === 'function' ? await this.answer() : this.answer;
  }
}

export function jsonAnswer(text: string, contentType = 'application/json'): ModelAnswer {
  return { status: 'answered', body: Buffer.from(text), contentType, variant: 'AllTraffic' };
}

/** The table's rules without a table. */
export class MemoryStore implements RecordStore {
  readonly records = new Map<string, InferenceRecord>();
  readonly claims = new Map<string, Claim>();
  /** Which operations the table refuses. */
  readonly refusing = new Set<'put' | 'get' | 'claim'>();
  /** Called at each look at a record, so that a test can let the other request finish. */
  onGet: () => void = () => {};
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async put(record: InferenceRecord): Promise<PutResult> {
    if (this.refusing.has('put')) {
      return REFUSED;
    }
    const claim = this.claims.get(record.requestId);
    if (record.claimToken !== undefined && claim !== undefined && claim.token !== record.claimToken) {
      return { status: 'superseded' };
    }
    this.records.set(record.requestId, record);
    return { status: 'stored' };
  }

  async putLate(record: InferenceRecord, _deadline?: Deadline): Promise<PutResult> {
    if (this.refusing.has('put')) {
      return REFUSED;
    }
    const present = this.records.get(record.requestId);
    if (present !== undefined && present.createdAt >= record.createdAt) {
      return { status: 'superseded' };
    }
    this.records.set(record.requestId, record);
    return { status: 'stored' };
  }

  async get(requestId: string): Promise<GetResult> {
    this.onGet();
    if (this.refusing.has('get')) {
      return REFUSED;
    }
    const record = this.records.get(requestId);
    const claim = this.claims.get(requestId);
    if (record !== undefined) {
      return { status: 'found', record };
    }
    return claim === undefined ? { status: 'missing' } : { status: 'in-progress', abandonedAt: claim.abandonedAt };
  }

  async claim(claim: Claim): Promise<ClaimResult> {
    if (this.refusing.has('claim')) {
      return REFUSED;
    }
    const record = this.records.get(claim.requestId);
    const other = this.claims.get(claim.requestId);
    const input = record?.inputSha256 ?? other?.inputSha256 ?? claim.inputSha256;
    if (input !== claim.inputSha256) {
      return { status: 'key-reused' };
    }
    if (record?.status === 'SUCCEEDED') {
      return { status: 'answered', record };
    }
    if (record === undefined && other !== undefined && other.abandonedAt >= this.#clock.now()) {
      return { status: 'in-progress' };
    }
    this.records.delete(claim.requestId);
    this.claims.set(claim.requestId, claim);
    return { status: 'claimed' };
  }
}

export class MemoryQueue implements RecordQueue {
  readonly sent: InferenceRecord[] = [];
  refusing = false;
  /** Milliseconds that a send takes. */
  delayMs = 0;

  async send(record: InferenceRecord, deadline: Deadline): Promise<{ readonly status: 'queued' } | Unavailable> {
    if (this.refusing || this.delayMs > deadline.remaining()) {
      return REFUSED;
    }
    this.sent.push(record);
    return { status: 'queued' };
  }
}

export class MemoryMetrics implements Metrics {
  readonly recorded: MetricValues[] = [];
  flushes = 0;

  record(values: MetricValues): void {
    this.recorded.push(values);
  }

  async flush(): Promise<void> {
    this.flushes += 1;
  }
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export class MemoryLog implements Log {
  readonly lines: LogLine[] = [];

  info(message: string, fields: LogFields): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(message: string, fields: LogFields): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, fields: LogFields): void {
    this.lines.push({ level: 'error', message, fields });
  }

  named(message: string): LogLine[] {
    return this.lines.filter((line) => line.message === message);
  }
}
