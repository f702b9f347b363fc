/** Where the records of the requests are. */
export interface RecordCounts {
  /** Different requests with a finished record in the table. */
  readonly stored: number;
  /** Requests whose record still waits in a queue, dead-letter queues included. */
  readonly pending: number;
  /** Those of the pending ones that only wait in a dead-letter queue, where nothing writes them any more by itself. */
  readonly deadLettered: number;
  /** Requests that must have a record and have none, neither stored nor pending. */
  readonly lost: number;
  /** The first few ids of the lost ones, to look for in the logs. */
  readonly lostIds: readonly string[];
  /** Failed requests without an id, such as a function that timed out: whether they left a record cannot be told. */
  readonly unidentified: number;
}

export interface RecordEvidence {
  /** Ids of the requests that reached the endpoint, as their answers say. */
  readonly expected: ReadonlySet<string>;
  /** Ids of the finished records in the table. */
  readonly stored: ReadonlySet<string>;
  /** Ids of the records in queues that something still reads. */
  readonly queued: ReadonlySet<string>;
  /** Ids of the records in dead-letter queues. */
  readonly deadLettered: ReadonlySet<string>;
  readonly unidentified: number;
}

const LOST_IDS_SHOWN = 10;

/** Compares by id, not by number: a record stored twice must not hide one that was lost. */
export function reconcileRecords(evidence: RecordEvidence): RecordCounts {
  const { expected, stored, queued, deadLettered, unidentified } = evidence;
  const onlyDead = [...deadLettered].filter((id) => !stored.has(id) && !queued.has(id));
  const waiting = [...queued].filter((id) => !stored.has(id));
  const lost = [...expected].filter((id) => !stored.has(id) && !queued.has(id) && !deadLettered.has(id));
  return {
    stored: stored.size,
    pending: waiting.length + onlyDead.length,
    deadLettered: onlyDead.length,
    lost: lost.length,
    lostIds: lost.slice(0, LOST_IDS_SHOWN),
    unidentified,
  };
}
