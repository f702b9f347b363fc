import { awsErrorFacts } from '../shared/aws-errors.ts';
import { member, numberMember, textMember } from '../shared/members.ts';
import type { Log, LogFields } from '../shared/ports.ts';
import { type LogRules, showPayload, showWords } from '../shared/redact.ts';
import { MODEL_ERROR } from '../shared/sagemaker-model-endpoint.ts';
import { FAILURE_STATUS, type Failure, isCallersFault } from './failures.ts';
import type { Persisted } from './persist.ts';
import type { InferenceInput } from './request.ts';
import type { InferenceSettings } from './settings.ts';

/** Message of the one line that each inference writes; saved queries look for it. */
export const INFERENCE_MESSAGE = 'inference';

const MAX_MESSAGE_CHARACTERS = 1000;
const MAX_CAUSES = 3;

/** What the model says about a failure may repeat the input: whoever keeps payloads out of the log keeps that out too. */
function modelsWords({ inputLogRules, outputLogRules }: InferenceSettings): LogRules {
  const nothing = inputLogRules.characters === 0 || outputLogRules.characters === 0;
  return { ...inputLogRules, characters: nothing ? 0 : MAX_MESSAGE_CHARACTERS };
}

const ALL_WORDS: LogRules = { characters: MAX_MESSAGE_CHARACTERS, redactKeys: new Set() };

/**
 * What a log line tells about an error and its causes: names, messages and AWS's ids, all bounded.
 *
 * @param words what may be shown of the model's own messages
 */
export function describeCause(cause: unknown, words: LogRules = ALL_WORDS, depth = 0): LogFields | undefined {
  if (cause === undefined) {
    return undefined;
  }
  const facts = awsErrorFacts(cause);
  const original = textMember(cause, 'OriginalMessage');
  // SageMaker repeats in its message what the container answered.
  const rules = facts.name === MODEL_ERROR || original !== undefined ? words : ALL_WORDS;
  return {
    ...facts,
    message: showWords(facts.message, rules),
    // SageMaker's report of what the container answered.
    originalStatusCode: numberMember(cause, 'OriginalStatusCode'),
    originalMessage: original === undefined ? undefined : showWords(original, rules),
    logStreamArn: textMember(cause, 'LogStreamArn'),
    cause: depth < MAX_CAUSES ? describeCause(member(cause, 'cause'), words, depth + 1) : undefined,
  };
}

/** Which request it is, in all the ways that AWS's logs name it. */
export interface RequestNames {
  readonly requestId: string;
  /** The API's id, as in its access log. */
  readonly apiRequestId: string;
  /** Lambda's id, as in the function's platform lines. */
  readonly functionRequestId: string;
}

/** One inference as the log tells it. */
export interface InferenceLogEntry extends RequestNames {
  readonly endpoint: string;
  readonly variant?: string;
  /** Epoch milliseconds of the model call, or of the request's arrival if there was none. */
  readonly calledAt: number;
  readonly input?: InferenceInput;
  /** The model's answer. */
  readonly output?: string;
  readonly latencyMs?: number;
  readonly overheadMs: number;
  readonly outcome: 'succeeded' | 'failed' | 'rejected' | 'replayed';
  readonly persisted?: Persisted;
  readonly failure?: Failure;
}

/** Writes the one line of an inference: an error for the system's fault, a warning for the caller's. */
export function logInference(entry: InferenceLogEntry, settings: InferenceSettings, log: Log): void {
  const { input, output, failure, calledAt, ...rest } = entry;
  const fields: LogFields = {
    ...rest,
    callTime: new Date(calledAt).toISOString(),
    contentType: input?.contentType,
    inputBytes: input?.bytes.length,
    input: input === undefined ? undefined : showPayload(input.text, settings.inputLogRules, input.json),
    output: output === undefined ? undefined : showPayload(output, settings.outputLogRules),
    httpStatus: failure === undefined ? 200 : FAILURE_STATUS[failure.code],
    error:
      failure === undefined
        ? undefined
        : { code: failure.code, message: failure.message, cause: describeCause(failure.cause, modelsWords(settings)) },
  };
  if (failure === undefined) {
    log.info(INFERENCE_MESSAGE, fields);
  } else if (isCallersFault(failure.code)) {
    log.warn(INFERENCE_MESSAGE, fields);
  } else {
    log.error(INFERENCE_MESSAGE, fields);
  }
}
