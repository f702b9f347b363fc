import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../src', import.meta.url));
const POLICY = fileURLToPath(new URL('../../../docs/verify-policy.json', import.meta.url));

/** IAM's prefix of each client's actions, where it is not the client's name. */
const PREFIXES: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' };

/** Everybody may ask who calls; nothing in a policy is needed for it. */
const FREE = new Set(['sts:GetCallerIdentity']);

/** Needed without a client: the API is called over HTTP, and DynamoDB uses the table's key for whoever reads. */
const INDIRECT = ['execute-api:Invoke', 'kms:Decrypt'];

function actionsInCode(): string[] {
  const actions = new Set<string>();
  for (const file of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(SOURCE, file), 'utf8');
    for (const [, names = '', client = ''] of text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)) {
      for (const [, operation] of names.matchAll(/\b(\w+)Command\b/g)) {
        actions.add(`${PREFIXES[client] ?? client}:${operation}`);
      }
    }
  }
  return [...actions].filter((action) => !FREE.has(action)).toSorted();
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string;
  readonly Condition?: object;
}

const statements = (): Statement[] => JSON.parse(readFileSync(POLICY, 'utf8')).Statement;
const actionsOf = (all: readonly Statement[]) => all.flatMap(({ Action }) => Action);

describe('the documented policy', () => {
  it('allows what the code calls, and nothing else', () => {
    const allowed = actionsOf(statements()).filter((action) => !INDIRECT.includes(action));

    expect(allowed.toSorted()).toEqual(actionsInCode());
  });

  it('names no action with a wildcard', () => {
    expect(actionsOf(statements()).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('is open to every resource only where the service knows none, or under a condition', () => {
    const open = statements().filter(({ Resource, Condition }) => Resource === '*' && Condition === undefined);

    expect(actionsOf(open)).toEqual([
      'cloudwatch:GetMetricData',
      'cloudwatch:DescribeAlarms',
      'lakeformation:GetDataLakeSettings',
    ]);
  });
});
