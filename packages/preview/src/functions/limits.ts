import { availableParallelism } from 'node:os';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (invocation payload, synchronous) */
export const MAX_EVENT_BYTES = 6_291_456;

/** Largest response; Lambda names this number in its error message, 100 bytes above the request's. */
export const MAX_RESPONSE_BYTES = 6_291_556;

/**
 * Time for loading the code, in real milliseconds, that does not count against the function's timeout. On AWS a longer
 * initialisation is tried again inside the first invocation; here the invocation fails (a simplification).
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
export const INIT_LIMIT_MS = 10_000;

/** Environments that run at once on this machine, unless the caller says otherwise. */
export const DEFAULT_MAX_ENVIRONMENTS = 64;

/**
 * Environments of a function that load their code at the same time. AWS starts each on a host of its own; here they
 * share the cores with those that run, so one core is left to these: a burst that started an environment for each
 * request would be slower than one that waits for the warm ones.
 */
export const MAX_STARTING = Math.max(1, availableParallelism() - 1);

/**
 * Real milliseconds after which an environment that is not used any more is stopped. AWS does not say how long it keeps one;
 * at the default speed this is ten minutes of virtual time. Also the time in which one beside others has to work for as
 * long as a start takes.
 */
export const IDLE_LIMIT_MS = 60_000;
