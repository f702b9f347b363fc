import type { Clients } from './aws.ts';
import type { Cdk } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { SageMakerStandIn } from './sagemaker-stand-in.ts';
import type { Template } from './template.ts';
import type { UnsupportedList } from './unsupported.ts';

/** An assembly as it is deployed: without what the emulator lacks. */
export interface DeployAssembly {
  readonly directory: string;
  /** By the name of the stack. */
  readonly templates: ReadonlyMap<string, Template>;
}

/** Everything that the checks work with. */
export interface Stage {
  readonly emulator: Emulator;
  readonly clients: Clients;
  readonly cdk: Cdk;
  readonly sageMaker: SageMakerStandIn;
  /** Resources of our templates that the emulator cannot make, counted by kind. */
  readonly lacking: ReadonlyMap<string, number>;
  /** Resources in our templates. */
  readonly resources: number;
  readonly list: UnsupportedList;
  /** What is deployed at first. */
  readonly first: DeployAssembly;
  /** The same with a threshold, the function's environment and its code changed. */
  readonly updated: DeployAssembly;
  /** Request id of an inference whose record must not be lost. */
  recordId?: string;
}

/** @throws Error if the assembly has no such stack */
export function templateOf({ templates }: DeployAssembly, stack: string): Template {
  const template = templates.get(stack);
  if (template === undefined) throw new Error(`the assembly has no stack ${stack}`);
  return template;
}
