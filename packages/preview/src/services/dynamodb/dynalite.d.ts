declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** The part of dynalite's options that the preview sets. */
  export interface DynaliteOptions {
    /** Folder for the files of LevelDB. */
    readonly path?: string;
    /** Milliseconds that tables stay in a passing state, as the next two. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** An HTTP server, not yet listening, with a store behind it that is closed with it. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
