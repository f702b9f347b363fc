import { INFERENCE_STACK, MONITORING_STACK } from '../../../lib/shared/names.ts';
import { readInventory } from '../aws.ts';
import { type Check, type Finding, fail, type Part, pass, passIfNone } from '../checks.ts';
import { missingResources } from '../inventory.ts';
import { type Stage, templateOf } from '../stage.ts';
import { compareUnsupported } from '../unsupported.ts';

/** The stacks that everything else looks at. */
export const SERVING_STACKS = [INFERENCE_STACK, MONITORING_STACK] as const;

/** Whether the emulator lacks what the committed list says. */
export const supportChecks = (stage: Stage): Part => ({
  checks: [{ name: 'what the emulator lacks has not grown', run: async () => checkUnsupported(stage) }],
});

/** The bootstrap, and the first deployment. */
export const deployChecks = (stage: Stage): Part => ({
  essential: true,
  checks: [{ name: 'cdk bootstrap', run: () => checkBootstrap(stage) }, deployCheck(stage, SERVING_STACKS)],
});

function checkUnsupported({ lacking, list, resources }: Stage): Finding {
  const { grown, gone } = compareUnsupported(lacking, list);
  const count = [...lacking.values()].reduce((sum, value) => sum + value, 0);
  const detail = `${lacking.size} kinds of resource, ${count} of ${resources} resources`;
  if (grown.length > 0) return fail(detail, grown);
  return pass(
    detail,
    gone.map((line) => `correct test/deploy/unsupported.json: ${line}`),
  );
}

async function checkBootstrap({ cdk }: Stage): Promise<Finding> {
  const result = await cdk.bootstrap();
  return result.status === 'success' ? pass('done') : fail(result.message);
}

/** `cdk deploy`, and whether each resource of the templates is there afterwards. */
export function deployCheck(stage: Stage, stacks: readonly string[]): Check {
  return {
    name: `cdk deploy ${stacks.join(' ')}`,
    run: async () => {
      const result = await stage.cdk.deploy(stage.first.directory, stacks);
      if (result.status === 'error') return fail(result.message);
      const missing: string[] = [];
      let count = 0;
      for (const stack of stacks) {
        const inventory = await readInventory(stage.clients, stack);
        missing.push(...missingResources(templateOf(stage.first, stack), inventory));
        count += inventory.size;
      }
      return passIfNone(missing, `${count} resources`, 'resources of the template are missing');
    },
  };
}
