import { readFileSync } from 'node:fs';
import { projectPath } from '../shared/paths.ts';

/** What Maven has downloaded, as it is in the managed images, whose builds run as root. */
const MAVEN_REPOSITORY = '/root/.m2/repository/**/*';
/** Where Karate writes: HTML, and JUnit's XML for the report group. */
export const REPORT_DIRECTORY = 'e2e/target/karate-reports';
/** Java of the tests in the managed image: the one that Karate is run with elsewhere too (e2e/pom.xml). */
export const MANAGED_JAVA = 'corretto17';

const VERSIONS = ['java -version', 'mvn --version', 'aws --version'];

/** A buildspec as plain data. @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
export interface Buildspec {
  /** Of the form of buildspecs. */
  readonly version: '0.2';
  /** The shell of all commands. */
  readonly env: { readonly shell: 'bash' };
  /** What runs, in this order. */
  readonly phases: {
    readonly install: BuildPhase & { readonly 'runtime-versions'?: { readonly java: string } };
    readonly pre_build?: BuildPhase;
    readonly build: BuildPhase;
    readonly post_build: BuildPhase;
  };
  /** Where test cases are, by the ARN of the report group. */
  readonly reports: Readonly<Record<string, BuildReport>>;
  /** What the next build finds again. */
  readonly cache: { readonly paths: readonly string[] };
}

/** One phase of a build. */
export interface BuildPhase {
  /** Commands, one after the other. */
  readonly commands: readonly string[];
}

interface BuildReport {
  readonly 'file-format': 'JUNITXML';
  readonly 'base-directory': string;
  readonly files: readonly string[];
}

/** What the buildspec depends on. */
export interface BuildspecOptions {
  /** `managed`: AWS's image, which has Chrome. `custom`: an image whose entry point starts Chrome, see `start-chrome.sh`. */
  readonly image: 'managed' | 'custom';
  /** Takes the test cases. */
  readonly reportGroupArn: string;
}

/**
 * The variables that the phases read, besides CodeBuild's own (`CODEBUILD_…`).
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export interface BuildVariables {
  /** Bucket that takes the HTML reports. */
  readonly REPORT_BUCKET: string;
  /** Topic that tells of failures. */
  readonly TOPIC_ARN: string;
  /** Seconds after which the tests are ended. */
  readonly TEST_TIMEOUT_SECONDS: string;
  /** Prefix of the deployment, if it has one, by which the features find the stacks (e2e/README.md). */
  readonly INFERWATCH_PREFIX?: string;
  /** Page for the feature of the browser; without it the feature is left out. */
  readonly INFERWATCH_PAGE_URL?: string;
  /** `true`: ring an alarm by hand. */
  readonly INFERWATCH_RING_ALARMS?: 'true';
  /** Options of the Chrome that Karate starts. */
  readonly KARATE_CHROME_ARGS?: string;
  /** Custom image: the port of the Chrome that runs already, its address, what starts it, and the seconds it may take. */
  readonly KARATE_CHROME_PORT?: string;
  readonly CHROME_URL?: string;
  readonly CHROME_ENTRY_POINT?: string;
  readonly CHROME_START_SECONDS?: string;
}

/** The buildspec of the end-to-end tests. No phase holds a value of its own: all come from {@link BuildVariables}. */
export function e2eBuildspec({ image, reportGroupArn }: BuildspecOptions): Buildspec {
  const managed = image === 'managed';
  return {
    version: '0.2',
    env: { shell: 'bash' },
    phases: {
      install: {
        // Only the managed images know runtime versions.
        ...(managed ? { 'runtime-versions': { java: MANAGED_JAVA } } : {}),
        // What the tests ran on: the managed image's Chrome, Maven and AWS CLI change without notice.
        commands: [...VERSIONS, ...(managed ? ['google-chrome --version'] : [])],
      },
      ...(managed ? {} : { pre_build: { commands: [script('start-chrome')] } }),
      build: { commands: [script('run-tests')] },
      // Runs after a failed build phase too.
      // https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
      post_build: { commands: [script('report')] },
    },
    reports: {
      [reportGroupArn]: { 'file-format': 'JUNITXML', 'base-directory': REPORT_DIRECTORY, files: ['**/*.xml'] },
    },
    cache: { paths: [MAVEN_REPOSITORY] },
  };
}

/** A phase's script without its comments: CodeBuild prints each command into the log. */
function script(name: string): string {
  const text = readFileSync(projectPath(`lib/e2e/phases/${name}.sh`), 'utf8');
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .trim();
}
