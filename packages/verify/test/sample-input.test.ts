import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHeldout, toCsv } from '../../../sample/index.ts';
import { idempotencyKey, inputSha256, sampleInput } from '../src/sample-input.ts';

describe('the input of test inferences', () => {
  it('has the numbers of a row that the model knows', () => {
    const { body } = sampleInput();

    expect(body.split(',').map(Number)).toEqual(readHeldout()[0]!.features);
  });

  it('is written as no other sender writes it', () => {
    expect(readHeldout().map(({ features }) => toCsv([features]))).not.toContain(sampleInput().body);
  });

  it('has the hash that the documentation names', () => {
    const text = readFileSync(new URL('../../../docs/verify.md', import.meta.url), 'utf8');

    expect(text).toContain(inputSha256(sampleInput()));
  });

  it('is sent under a key of characters that the API takes', () => {
    expect(idempotencyKey('0f9d', 1)).toMatch(/^inferwatch-verify:[A-Za-z0-9\-_.:~+/=]{1,200}$/);
  });
});
