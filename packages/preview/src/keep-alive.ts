/**
 * Real milliseconds that an idle connection to a server of the preview stays open: longer than a client keeps it, so that no
 * request meets a connection that is just closing. Node.js would close it after five seconds.
 */
export const KEEP_ALIVE_MS = 120_000;
