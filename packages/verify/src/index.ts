export { type AwsClients, type ClientOptions, createAwsClients } from './aws-clients.ts';
export { runVerify } from './commands/run-verify.ts';
export { idempotencyKey, inputSha256, MARKER, sampleInput, type TestInput } from './sample-input.ts';
export { CHECKS, type CheckName, type CheckResult, type CheckStatus, type VerifyReport } from './types.ts';
export { DEFAULT_INFERENCES, DEFAULT_REQUEST_MS, DEFAULT_WAIT_MS, type VerifyOptions, verify } from './verify.ts';
