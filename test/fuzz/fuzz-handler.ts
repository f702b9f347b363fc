import fc from 'fast-check';
import { readOperations } from './api-document.ts';
import { behaviour } from './faked-services.ts';
import { FunctionUnderTest, INTERNAL_NAMES, VARIANTS, type Variant } from './function-under-test.ts';
import { problemOf } from './judge.ts';
import { eventRequests, SECRET_HEADER } from './requests.ts';
import { type FuzzOptions, type FuzzProgress, type FuzzSettings, fuzz } from './run.ts';

const SECRETS = [...INTERNAL_NAMES, SECRET_HEADER];

/** Sends malformed events to the function, whose services misbehave too. @throws Error that names what must not be */
export async function fuzzHandler(settings: FuzzSettings, options: FuzzOptions = {}): Promise<FuzzProgress> {
  const operations = readOperations();
  const variants = Object.keys(VARIANTS) as Variant[];
  const functions = new Map(variants.map((variant) => [variant, new FunctionUnderTest(variant)]));
  const requests = fc.tuple(fc.constantFrom(...variants), eventRequests(operations), behaviour);
  return await fuzz(
    requests,
    async ([variant, { event, key }, services]) => {
      const target = functions.get(variant);
      if (target === undefined) throw new Error(variant);
      const expected = operations.filter((operation) => key === undefined || operation.key === key);
      const answer = await target.send(event, services);
      const problem = problemOf(answer, expected, SECRETS) ?? target.logProblem();
      if (problem !== undefined) throw new Error(problem);
      if ('polluted' in {}) throw new Error('a prototype was changed');
      return answer.status;
    },
    settings,
    options,
  );
}
