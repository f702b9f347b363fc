import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mavenArguments } from '../../scripts/e2e/maven.ts';
import { readOutcome } from '../../scripts/e2e/report.ts';
import { chromeArguments, findTools, javaVersion } from '../../scripts/e2e/tools.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inferwatch-tools-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a program on the path of the test. */
function install(name: string, output = ''): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho '${output}' >&2\n`);
  chmodSync(file, 0o755);
  return file;
}

const find = (env: Record<string, string> = {}) => findTools({ PATH: folder, ...env });

describe('the search for Java, Maven and Chrome', () => {
  it('finds all three on the path', () => {
    install('java', 'openjdk version "17.0.15" 2025-04-15');
    const maven = install('mvn');
    const chrome = install('chromium');

    const found = find();

    expect(found).toMatchObject({ status: 'success', tools: { maven, chrome } });
  });

  it('names everything that is missing in one line', () => {
    const found = find();

    expect(found).toMatchObject({ status: 'error', message: expect.stringMatching(/Java 17.*Maven.*Chrome/) });
    expect('message' in found && found.message).not.toContain('\n');
  });

  it('does not take a Java that is too old', () => {
    install('java', 'openjdk version "11.0.2" 2019-01-15');
    install('mvn');
    install('chromium');

    const found = find();

    expect(found).toMatchObject({ status: 'error', message: expect.stringContaining('Java 17 or later') });
  });

  it('takes the Chrome that it is told to take', () => {
    install('java', 'openjdk version "21" 2023-09-19');
    install('mvn');
    install('chromium');
    const chrome = install('my-chrome');

    const found = find({ KARATE_CHROME: chrome });

    expect(found).toMatchObject({ status: 'success', tools: { chrome } });
  });

  it('says that the Chrome it was told to take cannot be run', () => {
    install('chromium');

    const found = find({ KARATE_CHROME: '/nowhere/chrome' });

    expect(found).toMatchObject({ status: 'error', message: expect.stringContaining('/nowhere/chrome') });
  });
});

it.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "21" 2023-09-19', 21],
  ['bash: java: command not found', undefined],
])('reads the version in %j', (text, version) => {
  expect(javaVersion(text)).toBe(version);
});

it('lets Chrome run as root only without its sandbox', () => {
  expect(chromeArguments(0)).toContain('--no-sandbox');
  expect(chromeArguments(1000)).not.toContain('--no-sandbox');
});

it('lets Maven refuse downloads whose checksum differs', () => {
  expect(mavenArguments('e2e', undefined)).toContain('-C');
});

describe('the outcome of a run', () => {
  it('names the features that failed', () => {
    const featureSummary = [
      { name: 'good', failed: false, failedCount: 0 },
      { name: 'bad', failed: true, failedCount: 2 },
    ];
    writeFileSync(
      join(folder, 'karate-summary-json.txt'),
      JSON.stringify({ scenariosPassed: 3, scenariosfailed: 2, featureSummary }),
    );

    const result = readOutcome(folder);

    expect(result).toEqual({ status: 'success', outcome: { passed: 3, failed: 2, failedFeatures: ['bad'] } });
  });

  it('is none if no summary was written', () => {
    const result = readOutcome(folder);

    expect(result).toMatchObject({ status: 'error', message: expect.stringContaining('karate-summary-json.txt') });
  });
});
