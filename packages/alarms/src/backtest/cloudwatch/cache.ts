import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { metricKey } from '../../../../alarm-simulator/src/index.ts';
import type { Chunk } from './chunks.ts';
import type { ChunkData } from './metric-data.ts';

/** Raised when the content of the files changes; older files are then left alone and read no more. */
const VERSION = 1;

const fileSchema = z
  .strictObject({
    version: z.literal(VERSION),
    key: z.string(),
    timestamps: z.array(z.number()),
    values: z.array(z.number()),
  })
  .refine(({ timestamps, values }) => timestamps.length === values.length);

/** Where the data come from: the same name of a metric means another one in another account. */
export interface CacheScope {
  readonly account: string;
  readonly region: string;
  /** @default - AWS */
  readonly endpointUrl?: string;
}

/** The user's cache folder, as the XDG base directory specification says. */
export function defaultCacheDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const base = env.XDG_CACHE_HOME;
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'inferwatch', 'cloudwatch');
}

/**
 * Chunks that were read before, one file each, named by what was asked for. The files hold metrics of somebody's
 * account: only their owner may read them.
 */
export class ChunkCache {
  readonly #directory: string;
  readonly #scope: CacheScope;

  constructor(directory: string, scope: CacheScope) {
    this.#directory = directory;
    this.#scope = scope;
  }

  /** Undefined if it is not there, or not whole: then it is read again. */
  async get(chunk: Chunk): Promise<ChunkData | undefined> {
    const key = this.#key(chunk);
    let content: unknown;
    try {
      content = JSON.parse(await readFile(this.#path(key), 'utf8'));
    } catch {
      return undefined;
    }
    const parsed = fileSchema.safeParse(content);
    if (!parsed.success || parsed.data.key !== key) return undefined;
    const { timestamps, values } = parsed.data;
    return { timestamps, values };
  }

  /** Written aside and then renamed, so that no reader ever sees half of it. */
  async put(chunk: Chunk, { timestamps, values }: ChunkData): Promise<void> {
    const key = this.#key(chunk);
    const path = this.#path(key);
    const aside = `${path}.${randomUUID()}`;
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    try {
      await writeFile(aside, JSON.stringify({ version: VERSION, key, timestamps, values }), { mode: 0o600 });
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }

  #key({ query: { metric, statistic, period, unit }, from, to }: Chunk): string {
    const { account, region, endpointUrl = '' } = this.#scope;
    return JSON.stringify([
      VERSION,
      account,
      region,
      endpointUrl,
      metricKey(metric),
      statistic,
      period,
      unit,
      from,
      to,
    ]);
  }

  #path(key: string): string {
    return join(this.#directory, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}
