import { expect, test } from 'vitest';
import { notices } from '../../scripts/package/notices.ts';

const APACHE = { licence: 'Apache-2.0', text: 'Apache License' };

test('a licence text stands once, below all packages that it holds for', () => {
  const text = notices([
    { name: 'a', version: '1.0.0', ...APACHE },
    { name: 'b', version: '2.0.0', licence: 'MIT', text: 'MIT of b' },
    { name: 'c', version: '3.0.0', ...APACHE },
  ]);
  expect(text.match(/Apache License/g)).toHaveLength(1);
  expect(text).toContain('a 1.0.0 (Apache-2.0)\nc 3.0.0 (Apache-2.0)\n\nApache License\n');
  expect(text).toContain('b 2.0.0 (MIT)\n\nMIT of b\n');
});

test('a package without a licence file is named with its licence', () => {
  expect(notices([{ name: 'a', version: '1.0.0', licence: 'MIT', text: undefined }])).toContain(
    'a 1.0.0 (MIT)\n\nMIT\n',
  );
});
