import { METRIC_NAMESPACE } from '../../contract/metrics.ts';
import { type Preview, startPreview } from '../../packages/preview/src/index.ts';
import { Ledger } from './ledger.ts';
import { type Offer, offer } from './remote.ts';
import type { Caller } from './samples.ts';
import type { MemorySample, PreviewCounts, RecordsFound } from './types.ts';

export interface PreviewOrder {
  readonly assemblyDirectory: string;
  readonly speed: number;
}

interface Started {
  /** Address of the route that takes inference requests. */
  readonly url: string;
  readonly caller: Caller;
}

let preview: Preview | undefined;
let ledger: Ledger | undefined;

function running(): { readonly preview: Preview; readonly ledger: Ledger } {
  if (preview === undefined || ledger === undefined) throw new Error('the preview is not started');
  return { preview, ledger };
}

/** The preview in a process of its own: what `npm start` starts, the console with it, without traffic of its own. */
const functions = {
  async start(order: PreviewOrder): Promise<Started> {
    const result = await startPreview({ ...order, statusPort: 0 });
    if (result.status === 'error') throw new Error(result.message);
    preview = result.preview;
    ledger = new Ledger(preview, METRIC_NAMESPACE);
    const { api, assembly } = preview;
    const url = `${api.url}/inference`;
    const signed = api.authorisation === 'iam';
    const caller = signed
      ? { signFor: assembly.region, headers: {} }
      : { headers: api.authorise(url, { method: 'POST' }) };
    return { url, caller };
  },
  async memory({ collect }: { readonly collect: boolean }): Promise<MemorySample> {
    if (collect) globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, heapUsed, external };
  },
  /** Takes what has settled into the sums, before the preview forgets it. */
  async settle(): Promise<void> {
    running().ledger.settle();
  },
  async counts(): Promise<PreviewCounts> {
    return running().ledger.counts();
  },
  /** Where the records of these requests are, and of all that came before. */
  async records(ids: readonly string[]): Promise<RecordsFound> {
    const { stored, pending, lost, deadLettered } = await running().preview.records.reconcile(new Set(ids), 0);
    return { stored, pending, lost, deadLettered };
  },
  /** Processor milliseconds of the process since its start, its workers included. */
  async cpu(): Promise<number> {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  async stop(): Promise<void> {
    await preview?.dispose();
  },
} satisfies Offer;

export type PreviewOffer = typeof functions;

offer(functions);
