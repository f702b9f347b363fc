import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { e2eBuildspec } from '../../../lib/e2e/buildspec.ts';
import { type BuildOptions, runBuild } from './build-runner.ts';

const REPORT_GROUP = 'arn:aws:codebuild:eu-central-1:123456789012:report-group/tests';
const managed = e2eBuildspec({ image: 'managed', reportGroupArn: REPORT_GROUP });
const custom = e2eBuildspec({ image: 'custom', reportGroupArn: REPORT_GROUP });

const MVN = 'mvn --batch-mode --no-transfer-progress --strict-checksums --file e2e/pom.xml test -Dkarate.env=aws';
const REPORTS = 'e2e/target/karate-reports';

/** A program that writes files into the report's folder, and ends with a status. */
const writesReports = (files: Readonly<Record<string, string>>, status = 0): string =>
  [
    `mkdir -p ${REPORTS}/res`,
    ...Object.entries(files).map(([name, text]) => `cat > '${REPORTS}/${name}' <<'EOF'\n${text}\nEOF`),
    `exit ${status}`,
  ].join('\n');

const suite = (...cases: string[]): string =>
  `<?xml version="1.0"?>\n<testsuite name="s">${cases.join('')}</testsuite>`;
const passed = (name: string): string => `<testcase classname="features.api" name="${name}" time="0.1"/>`;
const failed = (name: string, message: string): string =>
  `<testcase classname="features.api" name="${name}" time="0.1"><failure message="${message}">trace</failure></testcase>`;

const PASSING = { 'karate-summary.html': 'summary', 'res/a.css': 'css', 'api.xml': suite(passed('answers')) };
const FAILING = {
  'karate-summary.html': 'summary',
  'api.xml': suite(passed('answers'), failed('refuses', 'status was 200, not 415'), failed('keeps', 'no record')),
  'ui.xml': suite(passed('loads'), '<testcase classname="features.ui" name="later" time="0"><skipped/></testcase>'),
};

const run = (mvn: string, options: Partial<BuildOptions> = {}) =>
  runBuild({
    buildspec: managed,
    ...options,
    programs: { mvn: `if [ "$1" = --version ]; then exit 0; fi\n${mvn}`, ...options.programs },
  });
const callsOf = (calls: readonly string[], program: string): string[] =>
  calls.filter((call) => call.startsWith(`${program} `));

describe('a build whose tests pass', () => {
  const build = run(writesReports(PASSING));

  test('succeeds in each phase', () => {
    expect(build.phases).toEqual([
      ['install', 0],
      ['build', 0],
      ['post_build', 0],
    ]);
  });

  test('prints what it runs on, before anything else', () => {
    expect(build.calls.slice(0, 4)).toEqual([
      'java -version',
      'mvn --version',
      'aws --version',
      'google-chrome --version',
    ]);
  });

  test('runs the features against the deployment, with strict checksums', () => {
    expect(callsOf(build.calls, 'mvn')).toEqual(['mvn --version', MVN]);
  });

  test('uploads the report under its number and as the latest, and does nothing else in AWS', () => {
    expect(callsOf(build.calls, 'aws')).toEqual([
      'aws --version',
      `aws s3 sync ${REPORTS} s3://reports/karate/7/ --only-show-errors`,
      `aws s3 sync ${REPORTS} s3://reports/karate/latest/ --delete --only-show-errors`,
    ]);
    expect(build.objects).toEqual([
      'reports/karate/7/api.xml',
      'reports/karate/7/karate-summary.html',
      'reports/karate/7/res/a.css',
      'reports/karate/latest/api.xml',
      'reports/karate/latest/karate-summary.html',
      'reports/karate/latest/res/a.css',
    ]);
  });

  test('tells nobody', () => {
    expect(build.sent).toBeUndefined();
  });
});

describe('a build whose tests fail', () => {
  const build = run(writesReports(FAILING, 1));

  test('fails in the build phase and still ends the last one', () => {
    expect(build.phases).toEqual([
      ['install', 0],
      ['build', 1],
      ['post_build', 0],
    ]);
  });

  test('uploads its report all the same', () => {
    expect(build.object('reports/karate/7/karate-summary.html')).toBe('summary\n');
    expect(build.object('reports/karate/latest/karate-summary.html')).toBe('summary\n');
  });

  test('sends a summary to the topic', () => {
    expect(build.sent).toEqual({
      topic: 'arn:aws:sns:eu-central-1:123456789012:tests',
      subject: 'Inferwatch end-to-end tests failed: 2 of 5 scenarios',
      body: `Passed: 2
Failed: 2
Skipped: 1

First failing scenario:
features.api: refuses
  status was 200, not 415

Build 7: https://console.example.com/build/7
Report: aws s3 sync s3://reports/karate/7/ report/   (then open report/karate-summary.html)
`,
    });
  });
});

describe('the summary', () => {
  const body = (...cases: string[]): string =>
    run(writesReports({ 'api.xml': suite(...cases) }, 1)).sent?.body.split('\n\nBuild')[0] ?? '';

  test('reads what Karate writes', () => {
    const written = readFileSync(join(import.meta.dirname, 'karate-1.5.2.xml'), 'utf8');

    expect(run(writesReports({ 'features.x.xml': written }, 1)).sent).toMatchObject({
      subject: 'Inferwatch end-to-end tests failed: 2 of 4 scenarios',
      body: expect.stringContaining(`Passed: 2
Failed: 2

First failing scenario:
features.x: fails & "says" why
  match failed: EQUALS $ | not equal (STRING:STRING) '<testcase name="no"><failure/>' 'other <b>' classpath:features/x.feature:9
`),
    });
  });

  test('writes out what XML escapes', () => {
    expect(body(failed('a &lt;b&gt; &amp;amp; &quot;c&quot; &apos;d&apos;', 'line 1&#10;line 2'))).toContain(
      `features.api: a <b> &amp; "c" 'd'\n  line 1 line 2`,
    );
  });

  test('takes an error for a failure, and a scenario with both for one', () => {
    expect(body('<testcase classname="c" name="n"><failure message="m"/><error message="e"/></testcase>')).toContain(
      'Failed: 1\n',
    );
  });

  test('takes nothing in CDATA for a test case', () => {
    const log = '<system-out><![CDATA[<testcase name="no"><failure message="no"/> a < b]]></system-out>';

    expect(body(`<testcase classname="c" name="n">${log}</testcase>`, failed('real', 'm'))).toBe(
      'Passed: 1\nFailed: 1\n\nFirst failing scenario:\nfeatures.api: real\n  m',
    );
  });

  test('cuts a long message', () => {
    expect(body(failed('long', 'x'.repeat(2000)))).toMatch(/^ {2}x{500}$/m);
  });

  test('takes the first file by name, whatever the folder lists first', () => {
    const files = { 'b.xml': suite(failed('second', 'm')), 'a.xml': suite(failed('first', 'm')) };

    expect(run(writesReports(files, 1)).sent?.body).toContain('features.api: first');
  });

  test('executes nothing of a report', () => {
    const build = run(writesReports({ 'api.xml': suite(failed('$(touch owned) `touch owned`', '%s %d')) }, 1));

    expect(build.sent?.body).toContain('features.api: $(touch owned) `touch owned`\n  %s %d');
  });
});

describe('a build that fails before a scenario runs', () => {
  const build = run('exit 1');

  test('uploads nothing', () => {
    expect(build.objects).toEqual([]);
  });

  test('says that no scenario ran, and that there is no report', () => {
    expect(build.sent).toMatchObject({
      subject: 'Inferwatch end-to-end tests failed: no scenario ran',
      body: expect.stringMatching(
        /^The build failed before a scenario ran\.\n\nBuild 7: .*\nReport: none was written\n$/,
      ),
    });
  });
});

describe('a build that passes without a scenario', () => {
  const build = run(writesReports({ 'karate-summary.html': 'empty' }));

  test('fails, and says why', () => {
    expect(build.phases).toContainEqual(['build', 1]);
    expect(build.output).toContain('no scenario ran: there is no test case in e2e/target/karate-reports');
  });

  test('tells of it', () => {
    expect(build.sent?.subject).toBe('Inferwatch end-to-end tests failed: no scenario ran');
  });
});

describe('tests that hang', () => {
  const build = run(`( ${writesReports(FAILING)} )\nexec sleep 60`, {
    variables: { TEST_TIMEOUT_SECONDS: '1' },
  });

  test('are ended in time', () => {
    expect(build.phases).toContainEqual(['build', 124]);
    expect(build.output).toContain('the tests did not end within 1 seconds');
  });

  test('are reported as far as they got', () => {
    expect(build.objects).toContain('reports/karate/7/karate-summary.html');
    expect(build.sent?.subject).toBe('Inferwatch end-to-end tests failed: 2 of 5 scenarios');
  });
});

describe('a report that cannot be uploaded', () => {
  test('fails the last phase of a build whose tests passed, so that somebody is told', () => {
    const build = run(writesReports(PASSING), { awsFails: 'karate/7/' });

    expect(build.phases).toContainEqual(['post_build', 1]);
  });

  test('does not keep the summary back', () => {
    const build = run(writesReports(FAILING, 1), { awsFails: 'karate/7/' });

    expect(build.sent?.body).toContain('Report: it could not be uploaded\n');
    expect(build.phases).toContainEqual(['post_build', 1]);
  });

  test('is uploaded as the latest all the same', () => {
    expect(run(writesReports(PASSING), { awsFails: 'karate/7/' }).objects).toContain('reports/karate/latest/api.xml');
  });
});

describe('a summary that cannot be sent', () => {
  test('fails the last phase', () => {
    expect(run(writesReports(FAILING, 1), { awsFails: 'sns publish' }).phases).toContainEqual(['post_build', 1]);
  });
});

describe('an image that lacks something', () => {
  test.each(['java', 'mvn', 'aws', 'google-chrome'])('fails before the tests: %s', (program) => {
    const build = run(writesReports(PASSING), { programs: { [program]: 'exit 127' } });

    expect(build.phases).toEqual([['install', 127]]);
  });
});

describe('a custom image', () => {
  const variables = { CHROME_URL: 'http://localhost:9222', CHROME_START_SECONDS: '5' };
  const entryPoint = 'echo started by the entry point; touch "$WORLD/chrome"';
  const answers = '[ -e "$WORLD/chrome" ]';
  const inCustomImage = (programs: Record<string, string>, own: Partial<BuildOptions['variables']> = {}) =>
    run(writesReports(PASSING), {
      buildspec: custom,
      variables: { ...variables, ...own },
      programs: { '/entrypoint.sh': entryPoint, curl: answers, ...programs },
    });

  test('has its entry point started before the tests, once, and Chrome asked until it answers', () => {
    const { calls, phases } = inCustomImage({ '/entrypoint.sh': `sleep 1\n${entryPoint}` });

    const first = calls.indexOf('/entrypoint.sh ');
    expect(callsOf(calls, '/entrypoint.sh')).toHaveLength(1);
    expect(calls.indexOf(MVN)).toBeGreaterThan(first);
    expect(callsOf(calls, 'curl').length).toBeGreaterThan(1);
    expect(new Set(callsOf(calls, 'curl'))).toEqual(
      new Set(['curl --fail --silent --max-time 2 --output /dev/null http://localhost:9222/json/version']),
    );
    expect(phases.map(([, status]) => status)).toEqual([0, 0, 0, 0]);
  });

  test('without an answering Chrome is given up, with the end of its log', () => {
    const build = inCustomImage({ curl: 'exit 7' }, { CHROME_START_SECONDS: '1' });

    expect(build.phases).toEqual([
      ['install', 0],
      ['pre_build', 1],
    ]);
    expect(build.output).toContain('chrome did not answer at http://localhost:9222 within 1 seconds');
    expect(build.output).toContain('started by the entry point');
  });

  test('does not need a Chrome on its path', () => {
    expect(callsOf(inCustomImage({}).calls, 'google-chrome')).toEqual([]);
  });
});
