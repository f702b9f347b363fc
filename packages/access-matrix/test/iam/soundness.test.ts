import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePrincipal, type Decision, evaluateIam } from '../../src/iam/index.ts';
import { unresolved } from '../../src/template/index.ts';
import { ACCOUNT, role } from './builders.ts';
import { type Case, cases } from './oracle.ts';

/** Decides about the identity policies and the boundary of a case. */
function decide(asked: Case, options: { readonly complete: boolean; readonly hidden?: readonly string[] }): Decision {
  const policies = asked.identity.map((policy, at) => ({ kind: 'inline' as const, name: `${at}`, document: policy }));
  const limits = asked.boundary?.[0];
  const principal = role(policies, {
    tags: { team: 'sales' },
    ...(limits ? { boundary: { kind: 'boundary', name: 'boundary', document: limits } } : {}),
  });
  const context = Object.fromEntries(Object.entries(asked.context).filter(([key]) => !options.hidden?.includes(key)));
  return compilePrincipal(principal, { context, contextIsComplete: options.complete }).evaluate(
    asked.action,
    asked.resource,
  ).decision;
}

const notKeys = cases.filter(({ action }) => !action.startsWith('kms:'));

test('what is decided without knowing some keys is decided alike once they are known', () => {
  const property = fc.property(notKeys, fc.func(fc.boolean()), (asked, hides) => {
    const hidden = Object.keys(asked.context).filter((key) => hides(key));

    const before = decide(asked, { complete: false, hidden });
    const after = decide(asked, { complete: true });

    return before === 'unknown' || before === after;
  });

  fc.assert(property, { numRuns: 1_500, seed: 11 });
});

test('what is decided with unresolved values is decided alike once they are resolved', () => {
  const marker = unresolved('parameter Folder of stack App, which has no default');
  const property = fc.property(notKeys, (asked) => {
    const hide = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value).replaceAll('sales', marker));
    const open: Case = {
      ...asked,
      identity: hide(asked.identity),
      ...(asked.boundary ? { boundary: hide(asked.boundary) } : {}),
    };

    const before = decide(open, { complete: true });
    const after = decide(asked, { complete: true });

    return before === 'unknown' || before === after;
  });

  fc.assert(property, { numRuns: 1_500, seed: 12 });
});

test('what is unknown says on what it depends', () => {
  const property = fc.property(notKeys, (asked) => {
    const principal = role(asked.identity.map((document, at) => ({ kind: 'inline', name: `${at}`, document })));

    const { decision, dependsOn } = evaluateIam({ principal, action: asked.action, resource: asked.resource });

    return (decision === 'unknown') === dependsOn.length > 0;
  });

  fc.assert(property, { numRuns: 1_000, seed: 16 });
});

test('the order of policies and statements changes no decision', () => {
  const property = fc.property(notKeys, (asked) => {
    const turned = asked.identity.toReversed().map((policy) => ({
      ...policy,
      Statement: [policy.Statement].flat().toReversed(),
    }));

    const decision = decide({ ...asked, identity: turned }, { complete: true });

    return decision === decide(asked, { complete: true });
  });

  fc.assert(property, { numRuns: 500, seed: 13 });
});

test('a further Deny never opens anything, and a further Allow never closes anything', () => {
  const weight: Readonly<Record<Decision, number>> = { deny: 0, unknown: 1, allow: 2 };
  const property = fc.property(notKeys, notKeys, (asked, { identity }) => {
    const statements = identity.flatMap(({ Statement }) => [Statement].flat());
    const withMore = (effect: string) => {
      const more = statements.filter((statement) => Object(statement).Effect === effect);
      return { ...asked, identity: [...asked.identity, { Version: '2012-10-17', Statement: more }] };
    };

    const before = weight[decide(asked, { complete: true })];

    return (
      weight[decide(withMore('Deny'), { complete: true })] <= before &&
      weight[decide(withMore('Allow'), { complete: true })] >= before
    );
  });

  fc.assert(property, { numRuns: 500, seed: 14 });
});

test('asking one principal many questions gives what asking each alone gives', () => {
  const asked = fc.sample(notKeys, { numRuns: 40, seed: 15 });
  const policies = asked.slice(0, 3).flatMap(({ identity }) => identity);
  const principal = role(policies.map((document, at) => ({ kind: 'inline', name: `${at}`, document })));
  const compiled = compilePrincipal(principal);

  const together = asked.map(({ action, resource }) => compiled.evaluate(action, resource));

  expect(together).toEqual(asked.map(({ action, resource }) => evaluateIam({ principal, action, resource })));
  expect(principal.account).toBe(ACCOUNT);
});
