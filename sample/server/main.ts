import { parseArgs } from 'node:util';
import { startModelServer } from './model-server.ts';

const DEFAULT_PORT = 8080;

const HELP = `Serve the sample model with the contract of a SageMaker container, on 127.0.0.1 only.

Usage: node --import tsx sample/server/main.ts [options]

Options:
  --port <number>   port to listen on, 0 for a free one (default: ${DEFAULT_PORT})
  --model <path>    a model.tar.gz, or an XGBoost JSON model (default: the sample model)
  --aws-only        refuse application/json requests, as SageMaker's XGBoost container does
  --help            show this text

Example:
  node --import tsx sample/server/main.ts --port 8080 &
  tail -n 1 sample/data/heldout.csv | cut -d, -f1-64 \\
    | curl --data-binary @- -H 'content-type: text/csv' http://127.0.0.1:8080/invocations
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      model: { type: 'string' },
      'aws-only': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const server = await startModelServer({
    port: parsePort(values.port),
    modelPath: values.model,
    jsonRequests: !values['aws-only'],
  });
  process.stdout.write(`model server: ${server.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.dispose());
  }
}

function parsePort(text: string | undefined): number {
  const port = text === undefined ? DEFAULT_PORT : /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    throw new Error(`--port is "${text}": write a number from 0 to 65535`);
  }
  return port;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
});
