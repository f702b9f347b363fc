/**
 * aws-cdk-lib's template validator in a thread of its own. Plain JavaScript, because a thread starts without the loader
 * that reads TypeScript, and starting fast is what it is for.
 *
 * `workerData`: `guardRules` for the validator, `warmUp` = path of a template that makes it load its engine at once,
 * `port` and `answered` (an Int32Array in shared memory) for the answers, see validation-worker.ts.
 */
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { workerData } from 'node:worker_threads';

// The validator is 9 MB of WebAssembly and runs for two seconds: compiling it a second time, better, takes as much
// processor time from the synthesis as it saves here, and more. Set before anything of it is compiled.
setFlagsFromString('--liftoff-only');
// As an ES module it would be read whole, all services of it.
const cdk = createRequire(import.meta.url)('aws-cdk-lib');

const { guardRules, warmUp, port, answered } = workerData;
const plugin = new cdk.CloudFormationValidatePlugin({ guardRules });

function validate(templates) {
  return plugin.validate({
    templatePaths: templates.map(({ templatePath }) => templatePath),
    stackTemplates: templates,
  });
}

port.on('message', (templates) => {
  let answer;
  try {
    answer = { report: validate(templates) };
  } catch (error) {
    answer = { error: String(error) };
  }
  port.postMessage(answer);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});

try {
  validate([{ stackConstructPath: 'WarmUp', templatePath: warmUp }]);
} catch {
  // Whatever is wrong comes out again, and is told, when there is something to validate.
}
