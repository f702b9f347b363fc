import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../server/main.ts', import.meta.url));

let child: ChildProcess | undefined;

function start(...options: string[]) {
  const started = spawn(process.execPath, ['--import', 'tsx', MAIN, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  return started;
}

afterEach(() => {
  child?.kill('SIGKILL');
});

describe('the command', () => {
  it('serves the sample model until it is told to stop', async () => {
    const command = start('--port', '0');
    const [line] = await once(command.stdout, 'data');
    const url = /http:\S+/.exec(String(line))?.[0];

    const response = await fetch(`${url}/ping`);
    command.kill('SIGTERM');
    const [code] = await once(command, 'exit');

    expect([response.status, code]).toEqual([200, 0]);
  });

  it.each([
    [['--port', '70000'], '--port is "70000"'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--model', '/nowhere'], '"/nowhere"'],
  ])('ends with exit code 2 and one line for %j', async (options, message) => {
    const command = start(...options);

    const [error, [code]] = await Promise.all([text(command.stderr), once(command, 'exit')]);

    expect(code).toBe(2);
    expect(error).toContain(message);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  });

  it('explains itself', async () => {
    const command = start('--help');

    const output = await text(command.stdout);

    expect(output).toContain('Example:');
  });
});
