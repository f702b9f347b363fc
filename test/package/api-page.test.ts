import { expect, test } from 'vitest';
import { pageFrom } from '../../scripts/api-docs/page.ts';

const page = (written: string) => pageFrom(written, 'docs/api/inferwatch/alarms.md');

test('a link to a source is relative to the page, and names no line', () => {
  expect(page('Defined in: [lib/index.ts:12](source:lib/index.ts)')).toBe(
    'Defined in: [lib/index.ts](../../../lib/index.ts)\n',
  );
});

test('what a class inherits from the language has no source of ours', () => {
  const source = 'scripts/api-docs/node_modules/typescript/lib/lib.es5.d.ts';
  const name = source.replace('_', '\\_');

  expect(page(`new A(): A;\n\nDefined in: [${name}:12](source:${source})\n\n###### Returns`)).toBe(
    'new A(): A;\n\n###### Returns\n',
  );
});

test.each([
  ['**Default** `- none`', 'Default: none.'],
  ['**Default** `- named by CloudFormation`', 'Default: named by CloudFormation.'],
  ['**Default** `60_000`', 'Default: `60_000`.'],
])('the default %s reads %s', (written, expected) => {
  expect(page(written)).toBe(`${expected}\n`);
});

test('an anchor stays only where something leads to it', () => {
  expect(page('<a id="property-a"></a> `a` <a id="property-b"></a> `b` [a](#property-a)')).toBe(
    '<a id="property-a"></a> `a` `b` [a](#property-a)\n',
  );
});

test('a signature is no example that must compile', () => {
  expect(page('```ts\nf(): void\n```')).toBe('```typescript\nf(): void\n```\n');
});

test('of properties that come from a schema, those of the first level are listed', () => {
  const head = '| Property | Type | Description | Inherited from |\n| --- | --- | --- | --- |\n';
  expect(page(`${head}| \`logs\` | \`object\` | - | x |\n| \`logs.days?\` | \`number\` | - | - |\n`)).toBe(
    `${head}| \`logs\` | \`object\` | - | x |\n`,
  );
});

test('the nested properties of an ordinary type are listed', () => {
  const rows = '| Property | Type |\n| --- | --- |\n| `throttle.rate` | `number` |\n';
  expect(page(rows)).toBe(rows);
});
