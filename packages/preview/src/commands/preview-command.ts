import { Command } from 'commander';
import { collectContext, parseDurationOption } from '../../../cli/src/options.ts';
import { FAULT_NAMES } from '../../../console/src/faults.ts';
import { parseModelUrl, parsePort, parseSeed, parseSpeed } from './options.ts';
import { DEFAULT_CONSOLE_PORT, type PreviewCommandOptions } from './types.ts';

/** As a scenario spells them, four a line. */
const FAULT_WORDS = FAULT_NAMES.map((name, index) => {
  const end = index === FAULT_NAMES.length - 1 ? '' : index % 4 === 3 ? ',\n  ' : ', ';
  return name.replace(/Ms$/, '') + end;
}).join('');

const EXAMPLES = `
Examples:
  $ inferwatch preview
      synthesises the application, starts it, sends steady traffic until Ctrl-C
  $ inferwatch preview --scenario latency-and-errors --speed 20
      watch the alarms go off and recover
  $ inferwatch preview --headless --scenario scenarios/latency-and-errors.yaml --json report.json
      runs the scenario to its end; exit code 0 if its expectations hold, else 1
  $ inferwatch preview --headless --scenario latency-and-errors --html report.html
      the same as one page with the dashboard, the alarms and the inbox
  $ inferwatch preview --dashboard body.json
      draws a CloudWatch dashboard from any project
  $ inferwatch preview --app cdk.out --model-url http://127.0.0.1:8080 --samples inputs.csv
      an assembly that exists already, a model server of your own, and its inputs

Faults that a phase of a scenario may have (docs/faults.md tells what each breaks):
  ${FAULT_WORDS}

Exit codes: 0 as expected, 1 the scenario's expectations do not hold, 2 wrong use or something is missing.`;

/** Defines `inferwatch preview`; the caller says what to do with its options. */
export function createPreviewCommand(run: (options: PreviewCommandOptions) => Promise<void>): Command {
  return new Command('preview')
    .description('run the application of this template on this machine: functions, model, alarms and e-mails')
    .option('--speed <factor>', "virtual seconds in a real second (default: the scenario's, else 10)", parseSpeed)
    .option('--port <port>', `port of the console (default: ${DEFAULT_CONSOLE_PORT}; none when headless)`, parsePort)
    .option('--api-port <port>', 'port of the API (default: any free one)', parsePort)
    .option('--open', "let everybody call the API (default: whom the template's authorisation lets in)")
    .option('--app <folder>', 'an assembly (cdk.out) to use (default: the application is synthesised)')
    .option(
      '--model-url <url>',
      'a server with the SageMaker container contract (default: the sample model)',
      parseModelUrl,
    )
    .option('--samples <file>', 'requests to send, one a line, .csv or .jsonl (default: the held-out digits)')
    .option('--scenario <file>', 'a scenario, or the name of a shipped one (default: steady)')
    .option('--headless', 'run the scenario to its end, check what it expects, and stop', false)
    .option('--json <file>', 'write the report to this file, - for standard output')
    .option('--html <file>', 'write the run as one page: dashboard, alarms and inbox')
    .option('--dashboard <file>', "draw this dashboard's body in the console, without an application")
    .option('--duration <time>', 'stop by itself after so much real time, for example 30s', parseDurationOption)
    .option('--seed <number>', "decides the traffic and who meets a fault (default: the scenario's, else 1)", parseSeed)
    .option('-c, --context <key=value>', 'a setting for the synthesis; may be repeated', collectContext, {})
    .addHelpText('after', EXAMPLES)
    .action(async (options: PreviewCommandOptions) => run(options));
}
