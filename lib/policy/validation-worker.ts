import { readFileSync } from 'node:fs';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { PolicyValidationPluginReport, PolicyValidationStack } from 'aws-cdk-lib';
import { projectPath } from '../shared/paths.ts';

/** The rules of a governed lake, which the validator applies besides its own. */
export function lakeRules(): { readonly name: string; readonly content: string } {
  return { name: 'lake.guard', content: readFileSync(projectPath('lib/policy/lake.guard'), 'utf8') };
}

type Answer = { readonly report: PolicyValidationPluginReport } | { readonly error: string };

/** Milliseconds after which a thread that does not answer is given up. */
const PATIENCE_MS = 120_000;

/**
 * Template validation beside the synthesis. The validator takes two seconds to load its engine and two more for our
 * templates: as long as the rest of the synthesis, which meanwhile goes on here.
 *
 * The CDK asks its plugins synchronously, so {@link wait} blocks this thread.
 */
export class ValidationWorker {
  readonly #port: MessagePort;
  /** One number in memory that both threads see: 1 as soon as the answer to the last question is there. */
  readonly #answered = new Int32Array(new SharedArrayBuffer(4));

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const worker = new Worker(projectPath('lib/policy/validation-worker.mjs'), {
      workerData: {
        guardRules: [lakeRules()],
        warmUp: projectPath('lib/policy/warm-up.template.json'),
        port: port2,
        answered: this.#answered,
      },
      transferList: [port2],
      // The loader of TypeScript that this process may run with takes longer to start than the validator.
      execArgv: [],
    });
    // Nobody waits for it at the end of the process, and whatever it dies of, `wait` tells.
    worker.unref();
    worker.on('error', () => {});
    port1.unref();
  }

  /** Begins to validate templates that are on disk. */
  begin(templates: readonly PolicyValidationStack[]): void {
    Atomics.store(this.#answered, 0, 0);
    this.#port.postMessage(
      templates.map(({ stackConstructPath, templatePath, accountId, region }) => {
        return { stackConstructPath, templatePath, accountId, region };
      }),
    );
  }

  /**
   * The findings about the templates of the last {@link begin}.
   * @throws Error if the validator failed or does not answer within two minutes
   */
  wait(): PolicyValidationPluginReport {
    const outcome = Atomics.wait(this.#answered, 0, 0, PATIENCE_MS);
    const answer: Answer | undefined = receiveMessageOnPort(this.#port)?.message;
    if (answer === undefined) throw new Error(`the template validator did not answer (${outcome})`);
    if ('error' in answer) throw new Error(`the template validator failed: ${answer.error}`);
    return answer.report;
  }
}

let worker: ValidationWorker | undefined;

/** The thread that validates for all applications of this process; the first call starts it. */
export function validationWorker(): ValidationWorker {
  worker ??= new ValidationWorker();
  return worker;
}
