import { Command } from 'commander';
import { collectContext } from '../../../cli/src/options.ts';
import type { AccessOptions, DiffOptions, ExplainOptions } from './types.ts';

const EXAMPLES = `
Examples:
  $ inferwatch access
      synthesises the application and prints who may do what, and why
  $ inferwatch access --app cdk.out --html access.html
      an assembly (or one CloudFormation template) that exists already, as a page
  $ inferwatch access --yaml access.yaml
      writes the present matrix down as the wanted one
  $ inferwatch access --expect access.yaml
      exit code 1 if somebody may do more, or less, than the file says
  $ inferwatch access explain data-analyst SELECT sales.sales
  $ inferwatch access diff old/cdk.out new/cdk.out

Exit codes: 0 as expected, 1 it differs, 2 wrong use or something is missing.`;

const EXPLAIN_EXAMPLES = `
Examples:
  $ inferwatch access explain data-analyst SELECT sales.sales
  $ inferwatch access explain project-leader CreateDatabase catalog --app cdk.out
  $ inferwatch access explain data-analyst s3:GetObject s3://lake-data/sales/

Names are those of the matrix: inferwatch access --json lists them.`;

const DIFF_EXAMPLES = `
Example:
  $ inferwatch access diff main/cdk.out cdk.out --markdown
      what the change opens and closes, for a review

Exit codes: 0 nobody may do more or less, 1 somebody may, 2 wrong use or something is missing.`;

const APP = 'an assembly (cdk.out) or a template to read (default: the application is synthesised)';
const CONTEXT = 'a setting for the synthesis; may be repeated';

export interface AccessRunners {
  access(options: AccessOptions): Promise<void>;
  explain(options: ExplainOptions): Promise<void>;
  diff(options: DiffOptions): Promise<void>;
}

/** Defines `inferwatch access` with `explain` and `diff`; the caller says what to do with their options. */
export function createAccessCommand(run: AccessRunners): Command {
  const access = new Command('access')
    .description('who may do what in the data lake, and why: IAM and Lake Formation together, from the templates')
    .enablePositionalOptions()
    .option('--app <path>', APP)
    .option('--expect <file>', 'compare with the wanted matrix; exit code 1 on any difference')
    .option('--markdown [file]', 'as Markdown, to standard output or a file')
    .option('--json [file]', 'as JSON: [{ persona, action, resource, decision, iam, lakeFormation, … }]')
    .option('--html [file]', 'as one page that needs nothing else')
    .option('--yaml [file]', 'as a file that --expect takes')
    .option('--persona <name>', 'only this one; may be repeated', collectNames)
    .option('--reasons', 'the reasons of what is denied, too')
    .option('-c, --context <key=value>', CONTEXT, collectContext, {})
    .addHelpText('after', EXAMPLES)
    .action(async (options: AccessOptions) => run.access(options));
  access.addCommand(explainCommand(run).copyInheritedSettings(access));
  access.addCommand(diffCommand(run).copyInheritedSettings(access));
  return access;
}

function explainCommand(run: AccessRunners): Command {
  return new Command('explain')
    .description('the whole derivation of one cell')
    .argument('<persona>')
    .argument('<action>', 'for example SELECT, CreateDatabase, s3:GetObject')
    .argument('<resource>', 'for example sales.sales, sales, catalog, s3://bucket/folder/')
    .option('--app <path>', APP)
    .option('-c, --context <key=value>', CONTEXT, collectContext, {})
    .addHelpText('after', EXPLAIN_EXAMPLES)
    .action(async (persona: string, action: string, resource: string, _: unknown, command: Command) => {
      const { app, context } = command.optsWithGlobals<ExplainOptions>();
      await run.explain({ persona, action, resource, app, context });
    });
}

function diffCommand(run: AccessRunners): Command {
  return new Command('diff')
    .description('what a change opens and what it closes')
    .argument('<old>', 'assembly or template before the change')
    .argument('<new>', 'assembly or template after it')
    .option('--markdown [file]', 'as Markdown, to standard output or a file')
    .option('--json [file]', 'as JSON: [{ kind, persona, action, resource, before, after }]')
    .addHelpText('after', DIFF_EXAMPLES)
    .action(async (before: string, after: string, options: Pick<DiffOptions, 'markdown' | 'json'>) => {
      await run.diff({ before, after, ...options });
    });
}

const collectNames = (name: string, previous: readonly string[] = []): readonly string[] => [...previous, name];
