import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CfnProject, EventAction, FilterGroup, type ISource, type Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { type IRepository, Repository } from 'aws-cdk-lib/aws-codecommit';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { projectPath } from '../shared/paths.ts';
import type { BuildStatement } from './build-statement.ts';

/** Where the tests come from. */
export type E2eSourceSettings =
  /** The tests as they are on the deploying machine, uploaded with the deployment. */
  | { readonly type: 'asset' }
  /** A repository; each push to the branch starts the tests. */
  | {
      readonly type: 'connection';
      /** A connection of AWS CodeConnections that somebody has completed in the console. */
      readonly connectionArn: string;
      readonly provider: keyof typeof HOSTS;
      /** `owner/name` */
      readonly repository: string;
      readonly branch: string;
    }
  | { readonly type: 'codecommit'; readonly repository: string; readonly branch: string };

/** A source, what its build must be allowed, and what is done once the project is there. */
export interface E2eSource {
  readonly source: ISource;
  readonly statements: readonly BuildStatement[];
  readonly attach?: (project: Project) => void;
}

const HOSTS = { github: 'github.com', gitlab: 'gitlab.com', bitbucket: 'bitbucket.org' } as const;

/** What the tests need of this project. */
const TEST_FILES = ['e2e', 'sample/data'] as const;
/** Build output and what tools leave: not part of the tests, and different on each machine. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'target',
  'node_modules',
  '.gitignore',
  '.idea',
  '.vscode',
  '.DS_Store',
]);

/** The source of the tests, as the settings name it. */
export function e2eSource(scope: Construct, settings: E2eSourceSettings): E2eSource {
  switch (settings.type) {
    case 'asset':
      return assetSource(scope);
    case 'connection':
      return connectionSource(settings);
    case 'codecommit':
      return codeCommitSource(Repository.fromRepositoryName(scope, 'Repository', settings.repository), settings.branch);
  }
}

function assetSource(scope: Construct): E2eSource {
  const directory = mkdtempSync(join(tmpdir(), 'inferwatch-e2e-'));
  try {
    for (const part of TEST_FILES) {
      cpSync(projectPath(part), join(directory, part), {
        recursive: true,
        filter: (path) => !LEFT_OUT.has(basename(path)),
      });
    }
    const asset = new Asset(scope, 'Tests', { path: directory });
    return {
      source: Source.s3({ bucket: asset.bucket, path: asset.s3ObjectKey }),
      statements: [
        // https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
        {
          sid: 'ReadTests',
          actions: ['s3:GetObject', 's3:GetObjectVersion'],
          resources: [asset.bucket.arnForObjects(asset.s3ObjectKey)],
        },
      ],
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function connectionSource(settings: E2eSourceSettings & { type: 'connection' }): E2eSource {
  const { connectionArn, provider, repository, branch } = settings;
  const [owner = '', repo = ''] = repository.split('/');
  const [, , service = ''] = connectionArn.split(':');
  return {
    source: Source.gitHub({
      owner,
      repo,
      branchOrRef: branch,
      webhook: true,
      webhookFilters: [FilterGroup.inEventOf(EventAction.PUSH).andBranchIs(exactly(branch))],
    }),
    statements: [
      // Connections made before July 2024 have the service's old name in their ARN; actions go by the name in the ARN.
      // https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
      {
        sid: 'UseConnection',
        actions: [...new Set(['codeconnections', service])].flatMap((prefix) => [
          `${prefix}:GetConnection`,
          `${prefix}:GetConnectionToken`,
        ]),
        resources: [connectionArn],
      },
    ],
    // The CDK knows neither a connection of a single project nor GitLab.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-sourceauth.html
    attach: (project) => {
      const resource = project.node.defaultChild;
      if (!(resource instanceof CfnProject)) throw new Error(`${project.node.path} has no resource of its own`);
      resource.addPropertyOverride('Source.Auth', { Type: 'CODECONNECTIONS', Resource: connectionArn });
      resource.addPropertyOverride('Source.Type', provider.toUpperCase());
      resource.addPropertyOverride('Source.Location', `https://${HOSTS[provider]}/${repository}.git`);
    },
  };
}

function codeCommitSource(repository: IRepository, branch: string): E2eSource {
  return {
    source: Source.codeCommit({ repository, branchOrRef: branch }),
    statements: [{ sid: 'ReadTests', actions: ['codecommit:GitPull'], resources: [repository.repositoryArn] }],
    attach: (project) => {
      repository.onCommit('Push', { target: new CodeBuildProject(project), branches: [branch] });
    },
  };
}

/** Webhook filters are regular expressions that may match a part: `main` alone would let `main-old` in. */
const exactly = (branch: string): string => `${branch.replaceAll('.', '\\.')}$`;
