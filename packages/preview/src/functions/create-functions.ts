import type { ResolvedAssembly } from '../../../assembly/src/index.ts';
import { Deployment } from './deployment.ts';
import { readFunctionConfig } from './function-config.ts';
import { FunctionPool } from './function-pool.ts';
import { DEFAULT_MAX_ENVIRONMENTS, MAX_EVENT_BYTES } from './limits.ts';
import { Places } from './places.ts';
import type { FunctionDependencies, Functions, FunctionsResult, InvocationResult } from './types.ts';

/** Name in `name`, `name:alias`, `account:function:name` or a whole ARN with or without qualifier. */
function functionNameOf(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  const at = parts.indexOf('function');
  return (at === -1 ? parts[0] : parts[at + 1]) ?? '';
}

async function invokePool(
  pools: ReadonlyMap<string, FunctionPool>,
  nameOrArn: string,
  event: unknown,
  traceId: string | undefined,
): Promise<InvocationResult> {
  const pool = pools.get(functionNameOf(nameOrArn));
  if (!pool) {
    return { status: 'rejected', code: 'ResourceNotFoundException', message: `Function not found: ${nameOrArn}` };
  }
  const { config } = pool;
  if (config.unsupported !== undefined) {
    const message = `the preview cannot run function ${config.name}: ${config.unsupported}`;
    return { status: 'rejected', code: 'NotEmulated', message };
  }
  const payload = JSON.stringify(event ?? null);
  const size = Buffer.byteLength(payload);
  if (size > MAX_EVENT_BYTES) {
    const message = `Request must be smaller than ${MAX_EVENT_BYTES} bytes for the InvokeFunction operation`;
    return { status: 'rejected', code: 'RequestTooLargeException', message };
  }
  return pool.invoke(payload, traceId);
}

/**
 * Deploys every function of the assembly to this machine. No environment is started before the first invocation. An
 * error is a function whose configuration or code cannot be read; one of an unsupported kind is refused when invoked.
 */
export function createFunctions(assembly: ResolvedAssembly, deps: FunctionDependencies): FunctionsResult {
  const places = new Places(deps.maxEnvironments ?? DEFAULT_MAX_ENVIRONMENTS);
  const deployment = new Deployment();
  const pools = new Map<string, FunctionPool>();
  const refuse = (message: string): FunctionsResult => {
    deployment.dispose();
    return { status: 'error', message };
  };

  for (const resource of assembly.ofType('AWS::Lambda::Function')) {
    const config = readFunctionConfig(resource);
    if (typeof config === 'string') return refuse(config);
    if (pools.has(config.name)) return refuse(`two functions are named ${config.name}`);
    try {
      const taskRoot = config.unsupported === undefined ? deployment.add(config) : '';
      pools.set(config.name, new FunctionPool(config, taskRoot, deps, places));
    } catch (error) {
      return refuse(`function ${config.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  const functions: Functions = {
    invoke: (nameOrArn, event, options = {}) => invokePool(pools, nameOrArn, event, options.traceId),
    status: () => [...pools.values()].map((pool) => pool.status()),
    async dispose() {
      await Promise.all([...pools.values()].map((pool) => pool.dispose()));
      deployment.dispose();
    },
  };
  return { status: 'success', functions };
}
