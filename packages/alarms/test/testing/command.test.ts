import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ERRORS, LATENCY, latencyTest, runCommand, templateOf, type Written, workbench } from './support.ts';

const { folder, write } = workbench();
const app = write('app.template.json', templateOf({ High: LATENCY, Errors: ERRORS }));
const SLOW = '100x2 3000x4 100x9';
const passes = write('passes.alarms.yaml', latencyTest(SLOW, 'High-Latency: { firesWithin: 6m }'));
const fails = write('fails.alarms.yaml', latencyTest(SLOW, 'High-Latency: { firesWithin: 5m }'));

describe('inferwatch alarms test', () => {
  it('ends with 0 if every test holds', async () => {
    const { code, stdout, stderr } = await runCommand({ app, files: [passes] });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/✓ one\n1 test: 1 passed \(/);
  });

  it('ends with 1 if one does not, and shows its timeline without colours', async () => {
    const { code, stdout } = await runCommand({ app, files: [passes, fails] });

    expect(code).toBe(1);
    expect(stdout).toContain('High-Latency: expected ALARM within 5m, but it fired only at 6m');
    expect(stdout).toContain('state  ▁▁▁▁▁▁█████');
    expect(stdout).not.toContain('\u001b');
  });

  it('shows colours on a terminal, and keeps to its width', async () => {
    const { stdout } = await runCommand({ app, files: [fails] }, { terminal: { isTTY: true, columns: 60 } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    const lines = stdout.replaceAll(/\u001b\[\d+m/g, '').split('\n');

    expect(stdout).toContain('\u001b[31m█');
    expect(lines.filter((line) => line.length > 60 && !line.includes('.yaml'))).toEqual([]);
  });

  it('runs the files below a folder, and those of the application where none is given', async () => {
    const own = join(folder, 'own');
    mkdirSync(join(own, 'alarms', 'deep'), { recursive: true });
    writeFileSync(join(own, 'alarms', 'deep', 'a.alarms.yaml'), readFileSync(passes));
    writeFileSync(join(own, 'alarms', 'b.alarms.yaml'), readFileSync(passes));
    writeFileSync(join(own, 'alarms', 'other.yaml'), 'nothing: here');

    const given = await runCommand({ app, files: [join(own, 'alarms')] });
    const byDefault = await runCommand({ app }, { applicationDirectory: own });

    expect(given.stdout).toContain('2 tests: 2 passed');
    expect(byDefault.stdout).toContain('2 tests: 2 passed');
  });

  it('tests each file against the template that it names', async () => {
    write('other.template.json', templateOf({ High: { ...LATENCY, Threshold: 5000 } }));
    const quiet = write(
      'quiet.alarms.yaml',
      `template: other.template.json\n${latencyTest(SLOW, 'High-Latency: { never: ALARM }')}`,
    );

    expect(await runCommand({ app, files: [passes, quiet] })).toMatchObject({ code: 0 });
    expect(await runCommand({ files: [quiet] })).toMatchObject({ code: 0 });
  });
});

describe('with something that is wrong it ends with 2 and says what:', () => {
  const broken = write('broken.template.json', templateOf({ High: { ...LATENCY, EvaluationPeriods: 0 } }));
  const missing = write('missing.template.json', templateOf({ Either: { AlarmName: 'E', AlarmRule: 'ALARM(Gone)' } }));

  it.each([
    [
      'a file that is not there',
      { app, files: ['nowhere.alarms.yaml'] },
      'nowhere.alarms.yaml: there is no such file or folder',
    ],
    ['a folder without tests', { app, files: [join(folder, '..', 'nothing-here')] }, 'there is no such file or folder'],
    ['a template that is not there', { app: 'nowhere', files: [passes] }, 'nowhere: there is no such file or folder'],
    ['an alarm that cannot be evaluated', { app: broken, files: [passes] }, 'High.EvaluationPeriods'],
    ['an alarm that refers to nothing', { app: missing, files: [passes] }, 'Gone'],
    [
      'a series that no alarm reads',
      {
        app,
        files: [
          write('typo.alarms.yaml', latencyTest('1x9', 'Errors: { never: ALARM }').replace('checkout', 'chekout')),
        ],
      },
      /typo\.alarms\.yaml:4:9: this series is read by no alarm: Shop Latency \{Service=chekout\}/,
    ],
    [
      'a report that cannot be written',
      { app, files: [passes], junit: join(folder, 'no', 'such', 'folder.xml') },
      '--junit: ENOENT',
    ],
  ])('%s', async (_, options, message) => {
    const { code, stderr } = await runCommand(options);

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toContain('    at ');
  });

  it('every fault of every file', async () => {
    const first = write('first.alarms.yaml', 'tests: []');
    const second = write('second.alarms.yaml', 'test: []');
    const { stderr } = await runCommand({ app, files: [first, second] });

    expect(stderr).toContain('first.alarms.yaml:1:');
    expect(stderr).toContain('second.alarms.yaml:1:1: test: there is no such setting; did you mean tests?');
  });
});

describe('reports', () => {
  it('are JSON on standard output, with the text for people beside it', async () => {
    const { stdout, stderr } = await runCommand({ app, files: [passes], json: '-' });

    expect(JSON.parse(stdout)).toMatchObject({ passed: true, tests: [{ name: 'one' }] });
    expect(stderr).toContain('✓ one');
  });

  it('are files of JSON and JUnit XML, also when a test fails', async () => {
    const json = join(folder, 'report.json');
    const junit = join(folder, 'report.xml');
    const { code } = await runCommand({ app, files: [fails], json, junit });

    expect(code).toBe(1);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ passed: false });
    expect(readFileSync(junit, 'utf8')).toContain('failures="1"');
  });
});

describe('the mutation check of the command', () => {
  it('lists what no test notices and does not fail for it', async () => {
    const { code, stdout, stderr } = await runCommand({ app, files: [passes], mutate: true });

    expect(code).toBe(0);
    expect(stdout).toContain('Threshold 2000 -> 2020');
    expect(stdout).toMatch(/\d+ of \d+ changes are noticed: \d+\.\d %/);
    expect(stderr).toBe('');
  });

  it('fails below the score that is asked for, and only then', async () => {
    expect(await runCommand({ app, files: [passes], minScore: 99 })).toMatchObject({ code: 1 });
    expect(await runCommand({ app, files: [passes], minScore: 5 })).toMatchObject({ code: 0 });
  });

  it('waits for tests that hold', async () => {
    const { code, stdout } = await runCommand({ app, files: [fails], mutate: true });

    expect(code).toBe(1);
    expect(stdout).toContain('The mutation check needs tests that hold; it was left out.');
  });

  it('counts on a terminal, and takes the count away', async () => {
    const { stderr } = await runCommand(
      { app, files: [passes], mutate: true },
      { terminal: { isTTY: true, columns: 80 } },
    );

    expect(stderr).toContain('Changing the alarms: 0 of ');
    expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('ends with 1 when it is interrupted', async () => {
    expect(await runCommand({ app, files: [passes], mutate: true }, { signal: AbortSignal.abort() })).toMatchObject({
      code: 1,
    });
  });
});

describe('--watch', () => {
  interface Watching {
    readonly written: Written;
    readonly done: Promise<{ readonly code: number }>;
    stop(): void;
    /** Resolves once so many runs have waited for changes. */
    runs(count: number): Promise<void>;
  }

  function watching(files: readonly string[], terminal = {}, template = app): Watching {
    const abort = new AbortController();
    const written: Written = { stdout: '', stderr: '' };
    const done = runCommand({ app: template, files, watch: true }, { signal: abort.signal, written, terminal });
    const runs = (count: number) =>
      vi.waitFor(() => expect(written.stdout.match(/Waiting for changes/g)).toHaveLength(count), { timeout: 20_000 });
    return { written, done, stop: () => abort.abort(), runs };
  }

  it('runs again when a test changes, and ends with the last result', { timeout: 30_000 }, async () => {
    const file = write('watched.alarms.yaml', readFileSync(fails, 'utf8'));
    const watch = watching([file]);
    await watch.runs(1);

    writeFileSync(file, readFileSync(passes));
    await watch.runs(2);
    watch.stop();

    expect((await watch.done).code).toBe(0);
    expect(watch.written.stdout).toMatch(/1 failed.*1 passed/s);
    expect(watch.written.stdout).not.toContain('\u001b');
  });

  it('runs again when the template changes', { timeout: 30_000 }, async () => {
    const template = write('watched.template.json', templateOf({ High: LATENCY }));
    const watch = watching([passes], {}, template);
    await watch.runs(1);

    writeFileSync(template, templateOf({ High: { ...LATENCY, Threshold: 9000 } }));
    await watch.runs(2);
    watch.stop();

    expect((await watch.done).code).toBe(1);
  });

  it('goes on after a fault in a file, and ends with 1 if it is still there', { timeout: 30_000 }, async () => {
    const file = write('half.alarms.yaml', readFileSync(passes, 'utf8'));
    const watch = watching([file]);
    await watch.runs(1);

    writeFileSync(file, 'tests: [');
    await watch.runs(2);
    watch.stop();

    expect((await watch.done).code).toBe(1);
    expect(watch.written.stderr).toContain('error: ');
  });

  it('runs a file that is new in a folder', { timeout: 30_000 }, async () => {
    const tests = join(folder, 'tests');
    mkdirSync(tests);
    writeFileSync(join(tests, 'a.alarms.yaml'), readFileSync(passes));
    const watch = watching([tests]);
    await watch.runs(1);

    writeFileSync(join(tests, 'b.alarms.yaml'), readFileSync(fails));
    await watch.runs(2);
    watch.stop();

    expect((await watch.done).code).toBe(1);
    expect(watch.written.stdout).toMatch(/1 test: 1 passed.*2 tests: 1 failed, 1 passed/s);
  });

  it('clears the screen on a terminal', { timeout: 30_000 }, async () => {
    const watch = watching([passes], { isTTY: true, columns: 80 });
    await watch.runs(1);
    watch.stop();
    await watch.done;

    expect(watch.written.stdout.startsWith('\u001b[2J')).toBe(true);
  });
});
