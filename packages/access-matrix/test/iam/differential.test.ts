import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, type Case, cases, oracleAnswer, ourAnswer } from './oracle.ts';

/** Generated questions; about a third have a policy on the resource, which the simulator takes a millisecond for. */
const QUESTIONS = 4_000;

const text = (asked: Case): string => JSON.stringify(asked);

const NOT_RESOURCE_WITH_VARIABLE = /"NotResource":(\[[^\]]*|"[^"]*)\$\{aws:(username|PrincipalTag\/none)\}/;

interface Disagreement {
  /** Which is right, and by what. */
  readonly reason: string;
  applies(asked: Case, ours: Answer): boolean;
}

/** Every way in which the two may differ. A difference outside this list fails the test. */
const EXPLAINED: readonly Disagreement[] = [
  {
    // "NotIpAddress: all IP addresses except the specified IP address or range": an IPv6 address is outside of each IPv4
    // range. The simulator takes the comparison for an error, which matches nothing.
    reason: 'an IPv6 address against NotIpAddress with IPv4 ranges',
    applies: (asked) => String(asked.context['aws:SourceIp']).includes(':') && text(asked).includes('"NotIpAddress'),
  },
  {
    // Undocumented. We answer `unknown` where some value of the variable would except the resource, and leave such an
    // entry out otherwise; the simulator lets the whole statement not match.
    reason: 'NotResource with a policy variable whose key is absent',
    applies: (asked) => NOT_RESOURCE_WITH_VARIABLE.test(text(asked)),
  },
  {
    // "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary
    // policy attached, regardless of the values specified."
    reason: 'NotPrincipal and a permissions boundary',
    applies: (asked) => asked.boundary !== undefined && text(asked).includes('"NotPrincipal"'),
  },
  {
    // "When you use NotPrincipal, you must also specify the account ARN of the not-denied principal. Otherwise, the
    // policy might deny access": we answer `unknown`, the simulator excepts the principal.
    reason: 'NotPrincipal without the account',
    applies: (asked, ours) => ours === 'unknown' && text(asked).includes('"NotPrincipal"'),
  },
];

test('agrees with an independent simulator, but where the documentation is on our side or silent', async () => {
  const tally = { agreed: 0, unexplained: [] as string[], explained: new Map<string, number>() };
  for (const asked of fc.sample(cases, { numRuns: QUESTIONS, seed: 20261121 })) {
    const oracle = await oracleAnswer(asked);
    const ours = ourAnswer(oracle.asked);
    if (ours === oracle.answer) {
      tally.agreed += 1;
      continue;
    }
    const known = EXPLAINED.find(({ applies }) => applies(oracle.asked, ours));
    if (known) tally.explained.set(known.reason, (tally.explained.get(known.reason) ?? 0) + 1);
    else tally.unexplained.push(`we: ${ours}, simulator: ${oracle.answer}: ${text(oracle.asked)}`);
  }

  expect(tally.unexplained).toEqual([]);
  expect(tally.agreed).toBeGreaterThan(QUESTIONS * 0.98);
}, 120_000);

test('the questions reach each answer often enough to mean something', () => {
  const answers = fc.sample(cases, { numRuns: 2_000, seed: 7 }).map(ourAnswer);

  const share = (answer: Answer) => answers.filter((each) => each === answer).length / answers.length;

  expect(share('allowed')).toBeGreaterThan(0.05);
  expect(share('explicitly denied')).toBeGreaterThan(0.1);
  expect(share('implicitly denied')).toBeGreaterThan(0.3);
});
