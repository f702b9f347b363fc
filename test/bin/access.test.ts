import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as b from '../../packages/access-matrix/test/lake-formation/builders.ts';
import { LAKE, lakeWith, lakeWithout } from '../../packages/access-matrix/test/lake-formation/fixture.ts';
import { runInferwatch } from './inferwatch-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'access-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lake = b.templateFile(LAKE);
const wider = b.templateFile(lakeWith({ G: b.grant(b.roleArn('Analyst'), b.on.table('sales', 'items'), ['SELECT']) }));
const access = (...args: string[]) => runInferwatch(['access', ...args]);

describe.concurrent('inferwatch access', { timeout: 60_000 }, () => {
  it('prints the matrix of a template, without colours where nobody sees them', async () => {
    const { code, stdout, stderr } = await access('--app', lake);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('  sales.sales  yes 2/3 rows  - lf');
    expect(stdout).not.toContain('\u001b');
  });

  it('prints JSON and nothing else', async () => {
    const { code, stdout } = await access('--app', lake, '--json');

    const cells: unknown[] = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(cells).toContainEqual(
      expect.objectContaining({ persona: 'analyst', action: 'SELECT', resource: 'sales.sales', decision: 'allow' }),
    );
  });

  it('writes every format into a file, all at once', async () => {
    const file = (name: string) => join(folder, name);

    const { code, stdout } = await access(
      ...['--app', lake, '--json', file('m.json'), '--markdown', file('m.md'), '--html', file('m.html')],
      ...['--yaml', file('m.yaml')],
    );

    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readFileSync(file('m.json'), 'utf8')).toMatch(/^\[\n {2}\{"persona"/);
    expect(readFileSync(file('m.md'), 'utf8')).toMatch(/^# Who may do what/);
    expect(readFileSync(file('m.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(file('m.yaml'), 'utf8')).toContain('\npersonas:\n');
  });

  it('shows one persona alone', async () => {
    const { stdout } = await access('--app', lake, '--persona', 'leader');

    expect(stdout).toContain('\nleader\n');
    expect(stdout).not.toContain('\nanalyst\n');
  });

  it('takes a folder with an assembly as well', async () => {
    const assembly = mkdtempSync(join(folder, 'assembly-'));
    const artifact = { type: 'aws:cloudformation:stack', properties: { templateFile: 'Lake.json' } };
    writeFileSync(
      join(assembly, 'manifest.json'),
      JSON.stringify({ version: '38.0.0', artifacts: { Lake: artifact } }),
    );
    writeFileSync(join(assembly, 'Lake.json'), JSON.stringify({ Resources: LAKE }));

    const { code, stdout } = await access('--app', assembly, '--persona', 'analyst');

    expect(code).toBe(0);
    expect(stdout).toContain('role Lake/Analyst');
  });
});

describe.concurrent('inferwatch access --expect', { timeout: 60_000 }, () => {
  const expectations = join(folder, 'access.yaml');

  it('exits with 0 when everything is as written, and with 1 on a difference in either direction', async () => {
    await access('--app', lake, '--yaml', expectations);

    const [same, more, less] = await Promise.all([
      access('--app', lake, '--expect', expectations),
      access('--app', wider, '--expect', expectations),
      access('--app', b.templateFile(lakeWithout('AnalystReads')), '--expect', expectations),
    ]);

    expect(same).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^All \d+ cells are as .* says\.\n$/),
    });
    expect(more.code).toBe(1);
    expect(more.stdout).toContain('analyst SELECT sales.items is allow, and is not in the file');
    expect(less.code).toBe(1);
    expect(less.stdout).toContain('analyst SELECT sales.sales should be allow and is deny');
  });

  it('exits with 1 when Lake Formation would refuse a part, though the matrix is as written', async () => {
    const refused = b.templateFile(
      lakeWith({ G: b.grant(b.roleArn('Analyst'), b.on.location('arn:aws:s3:::free'), ['DATA_LOCATION_ACCESS']) }),
    );
    const written = join(folder, 'refused.yaml');
    await access('--app', refused, '--yaml', written);

    const { code, stdout, stderr } = await access('--app', refused, '--expect', written);

    expect(code).toBe(1);
    expect(stdout).toContain('location-not-registered');
    expect(stderr).toContain('but Lake Formation would refuse a part');
  });
});

describe.concurrent('inferwatch access explain', { timeout: 60_000 }, () => {
  it('prints the whole derivation, with --app before or after it', async () => {
    const [after, before] = await Promise.all([
      access('explain', 'analyst', 'SELECT', 'sales.items', '--app', lake),
      access('--app', lake, 'explain', 'analyst', 'SELECT', 'sales.items'),
    ]);

    expect(after.code).toBe(0);
    expect(after.stdout).toMatch(/^analyst SELECT sales\.items: deny\n\nIAM: allow\n[\s\S]*\nLake Formation: deny\n/);
    expect(before.stdout).toBe(after.stdout);
  });
});

describe.concurrent('inferwatch access diff', { timeout: 60_000 }, () => {
  it('shows what a change opens and exits with 1', async () => {
    const { code, stdout } = await access('diff', lake, wider);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^Opens 2\n {2}analyst SELECT sales\.items\n/);
  });

  it('exits with 0 when nothing changes', async () => {
    const { code, stdout } = await access('diff', lake, lake);

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nobody may do more or less than before.\n' });
  });

  it('prints JSON and Markdown', async () => {
    const [json, markdown] = await Promise.all([
      access('diff', lake, wider, '--json'),
      access('diff', lake, wider, '--markdown'),
    ]);

    expect(JSON.parse(json.stdout)).toContainEqual(
      expect.objectContaining({ kind: 'opens', persona: 'analyst', action: 'SELECT', resource: 'sales.items' }),
    );
    expect(markdown.stdout).toContain('### Opens 2');
  });
});

describe.concurrent('wrong use is answered with one line and exit code 2', { timeout: 60_000 }, () => {
  const nowhere = join(folder, 'nowhere');
  const plain = b.templateFile({ Bucket: b.bucket('b') });
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, 'personas:\n  analyst:\n    alow: {}\n');

  it.each<[string, string[], string]>([
    ['an assembly that is not there', ['--app', nowhere], `error: there is no file or folder ${nowhere}: synthesise`],
    ['a template without a lake', ['--app', plain], 'has anything of Lake Formation or the Glue Data Catalog'],
    ['two outputs to one place', ['--app', lake, '--json', '--html'], 'error: --json and --html: only one can go to'],
    ['a file that cannot be written', ['--app', lake, '--json', join(nowhere, 'x')], 'error: --json: ENOENT'],
    ['a persona that is not there', ['--app', lake, '--persona', 'analist'], '"analist"; did you mean analyst?'],
    [
      'expectations that are not there',
      ['--app', lake, '--expect', nowhere],
      `error: ${nowhere}: cannot be read (ENOENT)`,
    ],
    [
      'expectations that are broken',
      ['--app', lake, '--expect', broken],
      `error: ${broken}:3:5: personas.analyst.alow`,
    ],
    [
      'a comparison of a part',
      ['--app', lake, '--expect', broken.replace('broken', 'access'), '--persona', 'analyst'],
      'error:',
    ],
    ['an explanation of nothing', ['explain', '--app', lake], "error: missing required argument 'persona'"],
    [
      'an explanation of what is not asked',
      ['explain', 'analyst', 'SELECT', 'x', '--app', lake],
      'SELECT is not asked of "x"',
    ],
    ['a difference to nothing', ['diff', lake, nowhere], `error: there is no file or folder ${nowhere}`],
    ['an unknown option', ['--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
  ])('%s', async (_, args, expected) => {
    const { code, stderr } = await access(...args);

    expect(code).toBe(2);
    expect(stderr).toContain(expected);
  });
});

describe.concurrent('help', { timeout: 60_000 }, () => {
  it.each<[string[], string[]]>([
    [
      ['--help'],
      [
        'Usage: inferwatch access',
        '--expect <file>',
        'explain [options] <persona> <action> <resource>',
        'Exit codes: 0',
      ],
    ],
    [
      ['explain', '--help'],
      ['Usage: inferwatch access explain', 'Examples:\n  $ inferwatch access explain', '--app <path>'],
    ],
    [
      ['diff', '--help'],
      ['Usage: inferwatch access diff', 'Example:\n  $ inferwatch access diff', 'Exit codes: 0 nobody'],
    ],
  ])('of access %s has examples', async (args, expected) => {
    const { code, stdout } = await access(...args);

    expect(code).toBe(0);
    for (const text of expected) expect(stdout).toContain(text);
  });
});
