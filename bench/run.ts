import { writeFileSync } from 'node:fs';
import { parseArgs, styleText } from 'node:util';
import { describeMachine } from './machine.ts';
import { BENCHMARKS_PAGE } from './page.ts';
import { type Measurement, publish } from './publish.ts';
import type { BenchResult } from './result.ts';

/**
 * Runs every benchmark in turn (never side by side: they would disturb one another) and prints tables and goals.
 * A goal that is missed is shown, and fails the run only with `--strict`: a busy machine is not a defect.
 */
const BENCHMARKS: Readonly<Record<string, () => Promise<{ run(): Promise<BenchResult> }>>> = {
  access: () => import('./access.ts'),
  alarms: () => import('./alarms.ts'),
  bundle: () => import('./bundle.ts'),
  console: () => import('./console.ts'),
  dashboard: () => import('./dashboard.ts'),
  handler: () => import('./handler.ts'),
  'lake-query': () => import('./lake-query.ts'),
  synth: () => import('./synth.ts'),
};

const HELP = `Usage: npm run bench -- [options] [${Object.keys(BENCHMARKS).join('|')}]…

Options:
  --json <file>  also write the results as JSON
  --publish      also write them into ${BENCHMARKS_PAGE}, with date and machine
  --strict       exit 1 when a goal is missed
  --help         show this text

Example:
  npm run bench -- handler --json handler.json`;

function paint(style: 'bold' | 'green' | 'red', text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

function printResult(result: BenchResult): void {
  console.log(`\n${paint('bold', result.title)}`);
  console.table(result.rows);
  for (const goal of result.goals) {
    const verdict = goal.met ? paint('green', 'met   ') : paint('red', 'MISSED');
    console.log(`  ${verdict} ${goal.goal}: ${goal.measured} ${goal.unit} (at most ${goal.limit} ${goal.unit})`);
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      publish: { type: 'boolean' },
      strict: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
  const unknown = names.find((name) => !(name in BENCHMARKS));
  if (unknown !== undefined) {
    console.error(`no benchmark is called ${unknown}; write one of ${Object.keys(BENCHMARKS).join(', ')}`);
    return 2;
  }
  const measurements: Measurement[] = [];
  for (const name of names) {
    const load = BENCHMARKS[name];
    if (load === undefined) continue;
    process.stderr.write(`running ${name} …\n`);
    const machine = describeMachine();
    const result = await (await load()).run();
    printResult(result);
    measurements.push({ name, result, machine });
    // At once: what is measured stays, whatever the next one does.
    if (values.publish) publish(BENCHMARKS_PAGE, measurements.slice(-1));
  }
  const results = measurements.map(({ result }) => result);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  return values.strict && results.some((result) => result.goals.some((goal) => !goal.met)) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
