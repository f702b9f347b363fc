declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** The part of dynalite's options that the preview sets; milliseconds that tables stay in a passing state. */
  export interface DynaliteOptions {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** An HTTP server, not yet listening, with an in-memory store behind it. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
