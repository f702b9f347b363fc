import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkContentType, checkRequest, MAX_BODY_BYTES } from '../../../lambda/inference/request.ts';

const json = (body: string | undefined, isBase64Encoded = false) =>
  checkRequest({ headers: { 'content-type': 'application/json' }, body, isBase64Encoded });
const csv = (body: string | undefined, isBase64Encoded = false) =>
  checkRequest({ headers: { 'content-type': 'text/csv' }, body, isBase64Encoded });
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const codeOf = (checked: ReturnType<typeof checkRequest>) => (checked.ok ? 'accepted' : checked.failure.code);

describe('the content type', () => {
  it.each([
    ['application/json', 'application/json'],
    ['text/csv', 'text/csv'],
    ['Text/CSV', 'text/csv'],
    ['  application/json  ', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/json;charset="UTF-8"', 'application/json'],
    ['text/csv; charset=us-ascii; header=absent', 'text/csv; header=absent'],
    ['text/csv; note="a;b"', 'text/csv; note="a;b"'],
  ])('%s is accepted and forwarded as %s', (header, forwarded) => {
    const checked = checkContentType(header);

    expect(checked).toMatchObject({ ok: true, value: { forwarded } });
  });

  it.each([
    [undefined, 'missing'],
    ['', 'missing'],
    ['text/plain', 'write application/json or text/csv'],
    ['application/jsonx', 'write application/json or text/csv'],
    ['application/json, text/csv', 'name=value'],
    ['application/json; charset', 'name=value'],
    ['application/json; charset=latin1', 'charset=utf-8'],
    [`application/json; a=${'x'.repeat(300)}`, 'write application/json or text/csv'],
  ])('%s is refused with what to write instead', (header, hint) => {
    const checked = checkContentType(header);

    expect(checked).toMatchObject({ ok: false, failure: { code: 'unsupported-content-type' } });
    expect(checked.ok ? '' : checked.failure.message).toContain(hint);
  });

  it('never forwards what could end a header', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (noise) => {
        const checked = checkContentType(`text/csv; a=${noise}`);

        expect(checked.ok ? checked.value.forwarded : '').not.toMatch(/[\r\n]/);
      }),
    );
  });
});

describe('the body', () => {
  it('is passed on byte for byte', () => {
    const text = '{"name":"Zoë 🌍"}';

    const checked = json(text);

    expect(checked).toMatchObject({ ok: true, value: { text, json: { value: { name: 'Zoë 🌍' } } } });
    expect(checked.ok && Buffer.from(checked.value.bytes).equals(Buffer.from(text))).toBe(true);
  });

  it('is decoded from base64', () => {
    const checked = csv(base64('1,2,3\n'), true);

    expect(checked).toMatchObject({ ok: true, value: { text: '1,2,3\n' } });
  });

  it('has the hash of its bytes', () => {
    const checked = csv('1,2,3');

    expect(checked).toMatchObject({
      ok: true,
      value: { sha256: '8a6ae15122001229edb8866f56e342af12ae8187203c3e3b33931743e7c0c48d' },
    });
  });

  it.each([undefined, '', ' \n\t'])('%j is empty', (body) => {
    expect(codeOf(json(body))).toBe('empty-body');
    expect(codeOf(csv(body))).toBe('empty-body');
  });

  it.each(['{', '{"a":NaN}', "{'a':1}", '[1,]', 'undefined', '\uFEFF{}', '01', '"\u0001"'])('%j is no JSON', (body) => {
    expect(codeOf(json(body))).toBe('malformed-json');
  });

  it.each([
    ['{"password":hunter2}', "the body is not valid JSON: unexpected 'h'"],
    ['{"password":"hunter2"', 'the body is not valid JSON: look at character 21'],
    ['[', 'the body is not valid JSON: it ends too early'],
    ['undefined', 'the body is not valid JSON'],
  ])('%j is told what is wrong, but not repeated', (body, message) => {
    const checked = json(body);

    expect(checked).toMatchObject({ ok: false, failure: { message: expect.stringContaining(message) } });
    expect(JSON.stringify(checked)).not.toMatch(/hunter2|undefined/);
  });

  it('that is no UTF-8 is refused', () => {
    expect(codeOf(csv(base64(Uint8Array.of(0x31, 0xff, 0x2c)), true))).toBe('malformed-body');
  });

  it('that is no Unicode text is refused', () => {
    expect(codeOf(csv('1,\ud83d'))).toBe('malformed-body');
  });

  it.each(['%%%%', 'AA==AA', 'a b c', 'AAAAA'])('%j is no base64', (body) => {
    expect(codeOf(csv(body, true))).toBe('malformed-body');
  });

  it('that is CSV has no null character', () => {
    expect(codeOf(csv('1,\0,2'))).toBe('malformed-csv');
  });

  it('of exactly 5 MB is accepted, plain and in base64', () => {
    const body = '1'.repeat(MAX_BODY_BYTES);

    expect(codeOf(csv(body))).toBe('accepted');
    expect(codeOf(csv(base64(body), true))).toBe('accepted');
  });

  it('of one byte more is too large, plain and in base64', () => {
    const body = '1'.repeat(MAX_BODY_BYTES + 1);

    expect(codeOf(csv(body))).toBe('body-too-large');
    expect(codeOf(csv(base64(body), true))).toBe('body-too-large');
  });

  it('is measured in bytes, not in characters', () => {
    expect(codeOf(csv('é'.repeat(MAX_BODY_BYTES / 2 + 1)))).toBe('body-too-large');
  });

  it('nested a hundred thousand levels deep is accepted without a crash', () => {
    expect(codeOf(json('['.repeat(100_000) + ']'.repeat(100_000)))).toBe('accepted');
  });

  it('with a __proto__ key changes no prototype', () => {
    const checked = json('{"__proto__":{"polluted":true}}');

    expect(checked.ok).toBe(true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('in any JSON is accepted as JSON.parse takes it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const checked = json(text);

        expect(checked.ok && checked.value.json?.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('of any bytes in base64 is either refused or kept unchanged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const checked = csv(base64(bytes), true);

        expect(checked.ok ? Buffer.from(checked.value.text).equals(Buffer.from(bytes)) : true).toBe(true);
      }),
    );
  });
});
