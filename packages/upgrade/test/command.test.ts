import { describe, expect, test } from 'vitest';
import type { UpgradeCheckOptions } from '../src/commands/types.ts';
import { createUpgradeCommand } from '../src/commands/upgrade-command.ts';

async function parse(...args: string[]): Promise<UpgradeCheckOptions | undefined> {
  let options: UpgradeCheckOptions | undefined;
  const command = createUpgradeCommand({
    check: async (given) => {
      options = given;
    },
  });
  for (const one of [command, ...command.commands]) one.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(args, { from: 'user' });
  return options;
}

describe('inferwatch upgrade check', () => {
  test('takes its options, settings of the synthesis included', async () => {
    const options = await parse(
      'check',
      '--from',
      'old',
      '--stack',
      'App',
      '--json',
      '-c',
      'prefix=dev',
      '-c',
      'a=b=c',
    );

    expect(options).toEqual({ from: 'old', stack: 'App', json: true, context: { prefix: 'dev', a: 'b=c' } });
  });

  test('needs to know what is deployed', async () => {
    await expect(parse('check')).rejects.toThrow('--from');
  });

  test('refuses what it does not know', async () => {
    await expect(parse('check', '--from', 'old', '--form', 'new')).rejects.toThrow("unknown option '--form'");
  });
});
