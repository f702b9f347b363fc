import { describe, expect, test } from 'vitest';
import { readAudit } from '../../scripts/supply-chain/audit.ts';
import { pomProblems, requirementProblems } from '../../scripts/supply-chain/other-registries.ts';

const HASH = `--hash=sha256:${'a'.repeat(64)}`;

describe('a requirement of Python', () => {
  test('with a version and a hash is right, over several lines and beside comments', () => {
    expect(
      requirementProblems(`# what for\nsix==1.17.0 \\\n    ${HASH} \\\n    ${HASH}\n\nh2==4.4.1 ${HASH} # why\n`),
    ).toEqual([]);
  });

  test.each(['six', 'six>=1', 'six==1.*', '-r other.txt', 'git+https://example.com/six.git'])(
    '"%s" is not pinned',
    (line) => {
      expect(requirementProblems(`${line} ${HASH}`)).toHaveLength(1);
    },
  );

  test('needs a hash', () => {
    expect(requirementProblems('six==1.17.0\n')).toEqual(['six==1.17.0 has no sha256 hash']);
  });
});

describe('a pom.xml', () => {
  const pom = (version: string, properties = '') =>
    `<properties>${properties}</properties><dependency><artifactId>a</artifactId>${version}</dependency>`;

  test('with exact versions, given there or as a property, is right', () => {
    expect(pomProblems(pom('<version>1.5.2</version>'))).toEqual([]);
    expect(pomProblems(pom(`<version>\${a.version}</version>`, '<a.version>2.33.13</a.version>'))).toEqual([]);
  });

  test.each(['[1.0,2.0)', 'LATEST', 'RELEASE', '1.0-SNAPSHOT', `\${unknown.version}`])(
    'with %s is wrong',
    (version) => {
      expect(pomProblems(pom(`<version>${version}</version>`))).toEqual([`a: version ${version} is not exact`]);
    },
  );

  test('without a version is wrong, for plug-ins too', () => {
    expect(pomProblems(`${pom('')}<plugin><artifactId>b</artifactId></plugin>`)).toEqual([
      'a has no version',
      'b has no version',
    ]);
  });
});

describe('npm audit', () => {
  test('fails on what is high or critical, and counts the rest', () => {
    const vulnerabilities = {
      a: { severity: 'high', range: '<2' },
      b: { severity: 'low', range: '*' },
      c: { severity: 'critical', range: '1.0.0' },
    };

    expect(readAudit(JSON.stringify({ vulnerabilities }))).toEqual({
      status: 'done',
      problems: ['a <2: high vulnerability', 'c 1.0.0: critical vulnerability'],
      lesser: 1,
    });
  });

  test.each(['', 'not JSON', '{"message":"405 Method Not Allowed"}', '{"error":{"code":"ENOAUDIT"}}'])(
    'that is not offered (%s) is no failure',
    (output) => {
      expect(readAudit(output).status).toBe('not-offered');
    },
  );
});
