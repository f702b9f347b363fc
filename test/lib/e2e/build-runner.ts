import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BuildPhase, Buildspec, BuildVariables } from '../../../lib/e2e/buildspec.ts';

/** AWS's command line: records its call, keeps buckets as folders, and delivers messages to a file. */
const AWS = `
if [ -n "$AWS_FAILS" ] && [[ "$*" == *"$AWS_FAILS"* ]]; then exit 1; fi
case "$1 $2" in
  's3 sync')
    bucket="$WORLD/s3/\${4#s3://}"
    if [[ "$*" == *--delete* ]]; then rm -rf "$bucket"; fi
    mkdir -p "$bucket" && cp -r "$3/." "$bucket"
    ;;
  'sns publish')
    [[ "$3 $5 $7" == '--topic-arn --subject --message' ]] || exit 2
    printf '%s\\n%s\\n' "$4" "$6" > "$WORLD/sent"
    cat "\${8#file://}" >> "$WORLD/sent"
    ;;
esac
`;

export interface BuildOptions {
  readonly buildspec: Buildspec;
  readonly variables?: Partial<BuildVariables>;
  /** Bodies of programs, instead of those that succeed and do nothing. Each runs in the source's folder. */
  readonly programs?: Readonly<Record<string, string>>;
  /** The call to AWS that fails: a part of its arguments. */
  readonly awsFails?: string;
}

export interface Build {
  /** Phases in order, each with its exit code. */
  readonly phases: readonly (readonly [name: string, status: number])[];
  /** Calls of programs, arguments included. */
  readonly calls: readonly string[];
  readonly output: string;
  /** Objects in the buckets: `bucket/key`. */
  readonly objects: readonly string[];
  object(path: string): string;
  /** The message that was sent: topic, subject and body. */
  readonly sent: { readonly topic: string; readonly subject: string; readonly body: string } | undefined;
}

const RECORDED = ['java', 'mvn', 'aws', 'google-chrome', 'curl'];

/**
 * Runs a buildspec as CodeBuild does, in a real bash: the commands of a phase one after another in the same shell until one
 * fails; after a failed build phase still the last one; after another failed phase none.
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export function runBuild(options: BuildOptions): Build {
  const world = mkdtempSync(join(tmpdir(), 'inferwatch-build-'));
  try {
    const environment = prepare(world, options);
    const phases: [string, number][] = [];
    let output = '';
    let succeeding = true;
    for (const name of ['install', 'pre_build', 'build', 'post_build'] as const) {
      const phase = options.buildspec.phases[name];
      if (phase === undefined) continue;
      const result = runPhase(world, phase, { ...environment, CODEBUILD_BUILD_SUCCEEDING: succeeding ? '1' : '0' });
      phases.push([name, result.status]);
      output += result.output;
      succeeding &&= result.status === 0;
      if (!succeeding && name !== 'build') break;
    }
    return observe(world, phases, output);
  } finally {
    rmSync(world, { recursive: true });
  }
}

function prepare(world: string, { variables, programs = {}, awsFails = '' }: BuildOptions): Record<string, string> {
  for (const folder of ['bin', 'source', 's3', 'tmp']) mkdirSync(join(world, folder));
  for (const name of new Set([...RECORDED, ...Object.keys(programs)])) {
    const file = join(world, name.startsWith('/') ? name.slice(1) : join('bin', name));
    mkdirSync(dirname(file), { recursive: true });
    const body = programs[name] ?? (name === 'aws' ? AWS : '');
    writeFileSync(file, `#!/bin/bash\nprintf '%s\\n' "${name} $*" >> "$WORLD/calls"\n${body}`);
    chmodSync(file, 0o755);
  }
  return {
    WORLD: world,
    AWS_FAILS: awsFails,
    PATH: `${join(world, 'bin')}:/usr/bin:/bin`,
    TMPDIR: join(world, 'tmp'),
    CODEBUILD_SRC_DIR: join(world, 'source'),
    CODEBUILD_BUILD_NUMBER: '7',
    CODEBUILD_BUILD_URL: 'https://console.example.com/build/7',
    REPORT_BUCKET: 'reports',
    TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:tests',
    TEST_TIMEOUT_SECONDS: '20',
    CHROME_ENTRY_POINT: join(world, 'entrypoint.sh'),
    ...variables,
  };
}

function runPhase(world: string, phase: BuildPhase, env: Record<string, string>): { status: number; output: string } {
  const files = phase.commands.map((command, index) => {
    const file = join(world, 'tmp', `command-${index}.sh`);
    writeFileSync(file, command);
    return file;
  });
  const script = files.map((file) => `. "${file}" || exit $?`).join('\n');
  const { status, stdout, stderr } = spawnSync('/bin/bash', ['-c', script], {
    cwd: env.CODEBUILD_SRC_DIR,
    env,
    encoding: 'utf8',
  });
  return { status: status ?? -1, output: stdout + stderr };
}

function observe(world: string, phases: Build['phases'], output: string): Build {
  const text = (name: string): string | undefined =>
    existsSync(join(world, name)) ? readFileSync(join(world, name), 'utf8') : undefined;
  const objects = readdirSync(join(world, 's3'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(world, 's3').length + 1))
    .sort();
  const contents = new Map(objects.map((name) => [name, readFileSync(join(world, 's3', name), 'utf8')]));
  const [topic = '', subject = '', ...body] = (text('sent') ?? '').split('\n');
  return {
    phases,
    output,
    objects,
    calls: (text('calls') ?? '').split('\n').filter((line) => line !== ''),
    object: (path) => contents.get(path) ?? '',
    sent: text('sent') === undefined ? undefined : { topic, subject, body: body.join('\n') },
  };
}
