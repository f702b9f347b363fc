import type { InferenceRecord } from '../../../lambda/shared/record-schema.ts';

export const REQUEST_ID = '3f1c9a52-0d3b-4a57-9a52-0d3b4a57ab12';
export const SHA256 = 'a'.repeat(64);

export const record = (changes: Partial<InferenceRecord> = {}): InferenceRecord => ({
  requestId: REQUEST_ID,
  status: 'SUCCEEDED',
  endpoint: 'digits',
  variant: 'AllTraffic',
  contentType: 'text/csv',
  input: '1,2,3',
  inputBytes: 5,
  inputTruncated: false,
  inputSha256: SHA256,
  prediction: '0.1,0.9',
  predictionIsJson: false,
  predictionBytes: 7,
  predictionTruncated: false,
  latencyMs: 12.5,
  createdAt: '2026-03-01T12:00:00.000Z',
  ...changes,
});
