// @ts-check
/**
 * Runs in the worker of one execution environment: loads the handler, then handles one event after the other, as
 * Lambda's Node.js runtime does. Plain JavaScript, so that a worker starts without a TypeScript loader.
 *
 * Facts about the runtime (search order of handler files, console format, error shapes) come from AWS's runtime
 * interface client: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { pathToFileURL } from 'node:url';
import util from 'node:util';
import v8 from 'node:v8';
import { workerData } from 'node:worker_threads';

/**
 * @typedef {object} Startup
 * @property {import('node:worker_threads').MessagePort} port
 * @property {string} taskRoot
 * @property {string} handler
 * @property {'Text' | 'JSON'} logFormat
 * @property {string} logLevel
 * @property {Record<string, string>} context  the fields of the context that are the same at each invocation
 *
 * @typedef {object} Invocation
 * @property {string} requestId
 * @property {string} event  JSON
 * @property {number} deadline  real milliseconds since the epoch
 * @property {number} clockSkewMs  how far the handler's clock is ahead
 * @property {string} traceId
 *
 * @typedef {{ errorType: string, errorMessage: string, trace: string[] }} RuntimeError
 */

/** @type {Startup} */
const startup = workerData;
// Taken away from the handler's sight: what it posts must not be mistaken for the runtime's own messages.
const { port, taskRoot } = startup;
Reflect.deleteProperty(workerData, 'port');

/** Where the code is on Lambda; traces show it instead of the temporary folder. */
const DEPLOYED_ROOT = '/var/task';
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const lowestLevel = Math.max(LEVELS.indexOf(startup.logLevel), 0);

/** @type {string | undefined} */
let currentRequestId;

/** The clock of the platform, which is right. */
const platformNow = Date.now;

/** @param {string} message */
const writeLog = (message) => port.postMessage({ type: 'log', at: platformNow(), message });

// --- clock ---------------------------------------------------------------------------------------------------------

/** How far the handler's clock is ahead, in milliseconds. */
let clockSkewMs = 0;
const skewedNow = () => platformNow() + clockSkewMs;
const RightDate = Date;
const SkewedDate = new Proxy(RightDate, {
  apply: () => new RightDate(skewedNow()).toString(),
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [skewedNow()] : values, newTarget),
  get: (target, name, receiver) => (name === 'now' ? skewedNow : Reflect.get(target, name, receiver)),
});

/** Sets the clock that the handler reads. A clock that is right costs nothing. @param {number} skewMs */
function setClock(skewMs) {
  clockSkewMs = skewMs;
  globalThis.Date = skewMs === 0 ? RightDate : SkewedDate;
}

// --- console and streams -------------------------------------------------------------------------------------------

/** @param {string} level @param {unknown[]} values */
function formatText(level, values) {
  // A line break would end the log event; the runtime writes a carriage return in its place.
  const message = util.format(...values).replaceAll('\n', '\r');
  return `${new Date().toISOString()}\t${currentRequestId}\t${level}\t${message}`;
}

/** @param {string} level @param {unknown[]} values */
function formatJson(level, values) {
  /** @type {Record<string, unknown>} */
  const line = { timestamp: new Date().toISOString(), level, requestId: currentRequestId };
  const error = values.find((value) => value instanceof Error);
  if (values.length === 1 && !error) {
    line.message = values[0];
    try {
      return JSON.stringify(line);
    } catch {
      // A circular value is written as console.log shows it.
    }
  }
  line.message = util.format(...values);
  if (error instanceof Error) {
    line.errorType = error.constructor?.name ?? 'UnknownError';
    line.errorMessage = error.message;
    line.stackTrace = typeof error.stack === 'string' ? error.stack.split('\n') : [];
  }
  return JSON.stringify(line);
}

/** @param {string} level @returns {(...values: unknown[]) => void} */
const logAt =
  (level) =>
  (/** @type {unknown[]} */ ...values) => {
    if (LEVELS.indexOf(level) < lowestLevel) return;
    writeLog(startup.logFormat === 'JSON' ? formatJson(level, values) : formatText(level, values));
  };

/** Collects what is written to a stream and logs it line by line. */
class LineWriter {
  #decoder = new StringDecoder('utf8');
  #rest = '';

  /** @param {string | Uint8Array} chunk */
  write(chunk) {
    const text = typeof chunk === 'string' ? chunk : this.#decoder.write(Buffer.from(chunk));
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') writeLog(line);
  }

  flush() {
    if (this.#rest !== '') writeLog(this.#rest);
    this.#rest = '';
  }
}

const writers = { 1: new LineWriter(), 2: new LineWriter() };

/** @param {NodeJS.WriteStream} stream @param {LineWriter} writer */
function redirect(stream, writer) {
  Object.defineProperty(stream, 'write', {
    configurable: true,
    writable: true,
    value: (
      /** @type {string | Uint8Array} */ chunk,
      /** @type {unknown} */ encodingOrDone,
      /** @type {unknown} */ done,
    ) => {
      writer.write(chunk);
      const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
      if (typeof callback === 'function') queueMicrotask(() => callback());
      return true;
    },
  });
}

function redirectOutput() {
  redirect(process.stdout, writers[1]);
  redirect(process.stderr, writers[2]);
  // Written past the streams, it would end up on the preview's own terminal.
  const { writeSync } = fs;
  const redirected = (
    /** @type {number} */ fd,
    /** @type {string | Uint8Array} */ data,
    /** @type {unknown[]} */ ...rest
  ) => {
    if (fd !== 1 && fd !== 2) return Reflect.apply(writeSync, fs, [fd, data, ...rest]);
    writers[fd].write(data);
    return Buffer.byteLength(data);
  };
  Object.assign(fs, { writeSync: redirected });
  syncBuiltinESMExports();
  Object.assign(console, {
    trace: logAt('TRACE'),
    debug: logAt('DEBUG'),
    log: logAt('INFO'),
    info: logAt('INFO'),
    warn: logAt('WARN'),
    error: logAt('ERROR'),
  });
}

function flushOutput() {
  writers[1].flush();
  writers[2].flush();
}

// --- errors --------------------------------------------------------------------------------------------------------

/** @param {string} text */
const asDeployed = (text) =>
  text.replaceAll(`file://${taskRoot}`, `file://${DEPLOYED_ROOT}`).replaceAll(taskRoot, DEPLOYED_ROOT);

/** @param {unknown} thrown @param {string} [errorType] @returns {RuntimeError} */
function describeError(thrown, errorType) {
  if (util.types.isNativeError(thrown)) {
    const stack = typeof thrown.stack === 'string' ? thrown.stack : '';
    return {
      errorType: errorType ?? thrown.name,
      errorMessage: asDeployed(thrown.message),
      trace: stack === '' ? [] : asDeployed(stack).split('\n'),
    };
  }
  return { errorType: errorType ?? typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** @param {string} title @param {RuntimeError} error */
function logError(title, { errorType, errorMessage, trace }) {
  logAt('ERROR')(`${title} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`);
}

/** @param {string} title @param {RuntimeError} error @param {number} exitCode */
function die(title, error, exitCode) {
  logError(title, error);
  flushOutput();
  port.postMessage({ type: 'fatal', error });
  process.exit(exitCode);
}

process.on('uncaughtException', (error) => die('Uncaught Exception', describeError(error), 129));
process.on('unhandledRejection', (reason) => {
  const error = describeError(reason, 'Runtime.UnhandledPromiseRejection');
  const errorMessage = util.types.isNativeError(reason) ? `${reason.name}: ${error.errorMessage}` : error.errorMessage;
  die('Unhandled Promise Rejection', { ...error, errorMessage }, 128);
});

// --- handler -------------------------------------------------------------------------------------------------------

/** An error that the runtime itself names. */
class RuntimeFault extends Error {
  /** @param {string} errorType @param {string} message */
  constructor(errorType, message) {
    super(message);
    this.name = errorType;
  }
}

/** Whether the nearest package.json below the task root makes `.js` files ES modules. @param {string} folder */
function isModuleFolder(folder) {
  for (let at = folder; at.startsWith(taskRoot); at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
  }
  return false;
}

/** @param {string} modulePath without extension */
async function loadModule(modulePath) {
  const require = createRequire(path.join(taskRoot, 'index.js'));
  const scriptIsModule = isModuleFolder(path.dirname(modulePath));
  const candidates = [
    { file: modulePath, module: false },
    { file: `${modulePath}.js`, module: scriptIsModule },
    { file: `${modulePath}.mjs`, module: true },
    { file: `${modulePath}.cjs`, module: false },
  ];
  for (const { file, module } of candidates) {
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) continue;
    return module ? await import(pathToFileURL(file).href) : require(file);
  }
  throw new RuntimeFault('Runtime.ImportModuleError', `Error: Cannot find module '${path.basename(modulePath)}'`);
}

/** @param {string} handler for example `index.handler` or `src/index.api.handler` */
async function loadHandler(handler) {
  const match = /^((?:[^/]+\/)*[^./]+)\.(.+)$/.exec(handler);
  if (!match || handler.includes('..')) {
    throw new RuntimeFault('Runtime.MalformedHandlerName', `'${handler}' is not a valid handler name.`);
  }
  const [, modulePath = '', exported = ''] = match;
  let value;
  try {
    value = await loadModule(path.resolve(taskRoot, modulePath));
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeFault('Runtime.UserCodeSyntaxError', String(error));
    const code = util.types.isNativeError(error) && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeFault('Runtime.ImportModuleError', String(error).split('\n')[0] ?? '');
    }
    throw error;
  }
  for (const key of exported.split('.')) value = value?.[key];
  if (typeof value !== 'function') {
    throw new RuntimeFault('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  // Asynchronous functions may name a third parameter; only a plain function could mean to call it.
  if (value.length >= 3 && value.constructor.name !== 'AsyncFunction') {
    throw new RuntimeFault(
      'Runtime.CallbackHandlerDeprecated',
      `${handler} takes a callback, which Node.js 24 on Lambda no longer calls: make it async`,
    );
  }
  return value;
}

/** @param {Invocation} invocation */
const contextOf = ({ requestId, deadline }) => ({
  ...startup.context,
  awsRequestId: requestId,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(deadline - platformNow(), 0),
});

const memoryBytes = () => {
  const { used_heap_size: heap, external_memory: external } = v8.getHeapStatistics();
  return heap + external;
};

/** @param {unknown} result */
function serialise(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

/** @param {Function} handler @param {Invocation} invocation */
async function handle(handler, invocation) {
  currentRequestId = invocation.requestId;
  setClock(invocation.clockSkewMs);
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  const startedAt = performance.now();
  /** @type {Record<string, unknown>} */
  let outcome;
  try {
    outcome = {
      type: 'result',
      payload: serialise(await handler(JSON.parse(invocation.event), contextOf(invocation))),
    };
  } catch (thrown) {
    const error = describeError(thrown);
    logError('Invoke Error', error);
    outcome = { type: 'error', error };
  }
  const durationMs = performance.now() - startedAt;
  flushOutput();
  port.postMessage({ ...outcome, durationMs, memoryBytes: memoryBytes() });
}

const startedAt = performance.now();
redirectOutput();
try {
  const handler = await loadHandler(startup.handler);
  port.on('message', (invocation) => handle(handler, invocation));
  flushOutput();
  port.postMessage({ type: 'ready', initMs: performance.now() - startedAt });
} catch (thrown) {
  const error = describeError(thrown);
  logError('Uncaught Exception', error);
  flushOutput();
  port.postMessage({ type: 'fatal', error });
}
