import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { createLakeCommand } from '../../src/commands/lake-command.ts';
import type { LakeQueryOptions } from '../../src/commands/types.ts';

/** The options that a command line comes to, or the one-line complaint about it. */
async function parse(...args: string[]): Promise<LakeQueryOptions | string> {
  let options: LakeQueryOptions | undefined;
  let complaint = '';
  const command = createLakeCommand(async (parsed) => {
    options = parsed;
  });
  for (const each of [command, ...command.commands]) {
    each
      .exitOverride()
      .configureOutput({ writeErr: (text) => (complaint += text), writeOut: (text) => (complaint += text) });
  }
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return options ?? complaint;
}

describe('inferwatch lake query', () => {
  it('takes a persona and a query, and the rest by default', async () => {
    expect(await parse('query', '--as', 'data-analyst', 'SELECT 1')).toEqual({
      as: 'data-analyst',
      sql: 'SELECT 1',
      context: {},
      output: 'table',
    });
  });

  it('takes everything else that it is told', async () => {
    const args = ['--app', 'out', '-c', 'prefix=test', '--data', 'd', '--database', 'sales', '--csv', '--limit', '5'];
    expect(await parse('query', '--as', 'p', ...args)).toEqual({
      as: 'p',
      sql: undefined,
      app: 'out',
      context: { prefix: 'test' },
      data: 'd',
      database: 'sales',
      output: 'csv',
      limit: 5,
    });
  });

  it('prints JSON when asked to', async () => {
    expect(await parse('query', '--as', 'p', '--json', 'SELECT 1')).toMatchObject({ output: 'json' });
  });

  it.each([
    [['query', 'SELECT 1'], "required option '--as <persona>' not specified"],
    [['query', '--as', 'p', '--limit', '0'], 'Write a whole number from 1 on.'],
    [['query', '--as', 'p', '--json', '--csv'], "'--json' cannot be used with option '--csv'"],
    [['query', '--as', 'p', 'SELECT', '1'], 'too many arguments'],
  ])('complains about %j', async (args, message) => {
    expect(await parse(...args)).toContain(message);
  });

  it("says in its help that Athena's dialect is not claimed", async () => {
    const help = await parse('query', '--help');
    expect(help).toContain("Athena's dialect is not claimed");
    expect(help).toContain('Exit codes: 0 done, 1 the persona may not see');
  });
});
