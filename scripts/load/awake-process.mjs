// @ts-check
/** Keeps one processor busy with work that gives way to any other, until the process that started it is gone. */
import { constants, setPriority } from 'node:os';

/** Milliseconds between two looks at whether it is gone. */
const LOOK_MS = 20;

setPriority(constants.priority.PRIORITY_LOW);
process.on('disconnect', () => process.exit());

function spin() {
  const until = performance.now() + LOOK_MS;
  while (performance.now() < until);
  setImmediate(spin);
}

spin();
