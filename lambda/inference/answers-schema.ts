import * as z from 'zod/mini';
import { recordSchema } from '../shared/record-schema.ts';
import { FAILURE_STATUS, type FailureCode } from './failures.ts';

/**
 * What callers get, as schemas: the API's description is generated from them, and tests hold the answers against them.
 * The function itself never loads this file.
 */

/** JSON of any kind, or text: what the model answered. */
const prediction = z.unknown();

export const answerSchema = z.strictObject({
  requestId: z.uuid(),
  endpoint: z.string().check(z.minLength(1)),
  /** Production variant that answered, if the endpoint told. */
  variant: z.optional(z.string()),
  /** Wall time of the model call, milliseconds. */
  latencyMs: z.number().check(z.nonnegative()),
  prediction,
});

/** A stored record as its readers see it. */
export const storedRecordSchema = z.extend(
  z.omit(recordSchema, {
    claimToken: true,
    inputSha256: true,
    prediction: true,
    predictionIsJson: true,
    errorCode: true,
    errorMessage: true,
  }),
  {
    prediction: z.optional(prediction),
    error: z.optional(z.strictObject({ code: z.string(), message: z.string() })),
  },
);

export const healthSchema = z.strictObject({ status: z.literal('ok') });

/** A failure with one of these codes. */
export const failureSchema = (codes: readonly FailureCode[]) =>
  z.strictObject({ error: z.strictObject({ code: z.enum(codes), message: z.string(), requestId: z.uuid() }) });

/** Asserted by the type of `FAILURE_STATUS`. */
const ALL_CODES = Object.keys(FAILURE_STATUS) as FailureCode[];

export interface RouteAnswers {
  readonly summary: string;
  /** Body of a 200. */
  readonly success: z.ZodMiniType;
  /** In which ways a request can fail in the function. */
  readonly failures: readonly FailureCode[];
}

/** What each route of the function answers, by route key. */
export const ROUTE_ANSWERS: Readonly<Record<string, RouteAnswers>> = {
  'POST /inference': {
    summary: 'Ask the model; the inference is stored as a record',
    success: answerSchema,
    failures: ALL_CODES.filter((code) => code !== 'not-found' && code !== 'record-store-unavailable'),
  },
  'GET /inference/{requestId}': {
    summary: 'Read a stored record',
    success: storedRecordSchema,
    failures: ['not-found', 'record-store-unavailable', 'internal-error'],
  },
  'GET /health': {
    summary: 'Whether the service is up, without asking the model',
    success: healthSchema,
    failures: ['internal-error'],
  },
};
