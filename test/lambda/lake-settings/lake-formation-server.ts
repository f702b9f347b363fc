import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { SdkLakeFormation } from '../../../lambda/lake-settings/sdk-lake-formation.ts';
import { awsError, clientOf, type Loopback, type Received, type Reply, startLoopback } from '../helpers/loopback.ts';

export const CATALOG_ID = '123456789012';
export const ADMIN = 'arn:aws:iam::123456789012:role/Administrator';
export const DEPLOYMENT = 'arn:aws:iam::123456789012:role/cdk-cfn-exec-role';
export const FOREIGN = 'arn:aws:iam::123456789012:role/SomebodyElse';
export const DELETED = 'arn:aws:iam::123456789012:role/Deleted';

const OPEN = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }];

/** Lake Formation as far as its settings go, over HTTP: what it keeps, and the ways in which it is difficult. */
export interface ServerState {
  settings: Record<string, unknown>;
  /** Whether IAM_ALLOWED_PRINCIPALS may create databases. */
  open: boolean;
  registrations: Record<string, string>;
  /** Principals that are refused in settings. */
  unknownPrincipals: Set<string>;
  /** How many writes more leave the two defaults as they are. */
  ignoredEmptyLists: number;
  /** What the next calls answer instead; taken one by one, by operation. */
  failures: Partial<Record<string, Reply[]>>;
  /** Whether only an administrator's calls may look at and change permissions. */
  administratorsOnly: boolean;
  /** Pages of permissions before the one that matters. */
  emptyPages: number;
}

/** An account as AWS makes it: open, without administrators. */
export const freshAccount = (): ServerState => ({
  settings: {
    DataLakeAdmins: [],
    CreateDatabaseDefaultPermissions: OPEN,
    CreateTableDefaultPermissions: OPEN,
    Parameters: { CROSS_ACCOUNT_VERSION: '4' },
    TrustedResourceOwners: ['999999999999'],
  },
  open: true,
  registrations: {},
  unknownPrincipals: new Set(),
  ignoredEmptyLists: 0,
  failures: {},
  administratorsOnly: true,
  emptyPages: 0,
});

export const admins = (...arns: string[]) => arns.map((arn) => ({ DataLakePrincipalIdentifier: arn }));

export interface LakeFormationServer {
  readonly state: ServerState;
  readonly adapter: SdkLakeFormation;
  readonly url: string;
  /** Operations that were called, in order. */
  calls(): string[];
  /** Bodies of the calls of one operation. */
  bodies(operation: string): Record<string, unknown>[];
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startLakeFormation(state: ServerState = freshAccount()): Promise<LakeFormationServer> {
  const server: Loopback = await startLoopback((request) => answer(request, state));
  const client = new LakeFormationClient(clientOf(server.url));
  const operation = ({ path }: Received) => path.slice(1);
  return {
    state,
    url: server.url,
    adapter: new SdkLakeFormation(CATALOG_ID, client),
    calls: () => server.received.map(operation),
    bodies: (name) =>
      server.received.filter((one) => operation(one) === name).map(({ body }) => JSON.parse(body.toString())),
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

const json = (body: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function answer({ path, body }: Received, state: ServerState): Reply {
  const operation = path.slice(1);
  const failure = state.failures[operation]?.shift();
  if (failure !== undefined) return failure;
  const input = JSON.parse(body.toString());
  switch (operation) {
    case 'GetDataLakeSettings':
      return json({ DataLakeSettings: state.settings });
    case 'PutDataLakeSettings':
      return put(input.DataLakeSettings, state);
    case 'ListPermissions':
      return list(input, state);
    case 'RevokePermissions':
      if (!state.open) return awsError(400, 'InvalidInputException', 'No permissions revoked. Grantee has none');
      state.open = false;
      return json({});
    case 'DescribeResource': {
      const RoleArn = state.registrations[input.ResourceArn];
      return RoleArn === undefined ? awsError(400, 'EntityNotFoundException') : json({ ResourceInfo: { RoleArn } });
    }
    default:
      return awsError(404, 'UnknownOperationException', operation);
  }
}

function put(settings: Record<string, unknown>, state: ServerState): Reply {
  const arns = (settings.DataLakeAdmins as { DataLakePrincipalIdentifier: string }[]).map(
    (admin) => admin.DataLakePrincipalIdentifier,
  );
  const unknown = arns.find((arn) => state.unknownPrincipals.has(arn));
  if (unknown !== undefined) return awsError(400, 'InvalidInputException', `Invalid principal, ${unknown}`);
  const { CreateDatabaseDefaultPermissions, CreateTableDefaultPermissions } = state.settings;
  const ignored = state.ignoredEmptyLists > 0;
  state.ignoredEmptyLists -= 1;
  state.settings = ignored
    ? { ...settings, CreateDatabaseDefaultPermissions, CreateTableDefaultPermissions }
    : settings;
  return json({});
}

function list({ NextToken }: { NextToken?: string }, state: ServerState): Reply {
  const someAdministrator = (state.settings.DataLakeAdmins as unknown[]).length > 0;
  if (state.administratorsOnly && !someAdministrator) return awsError(400, 'AccessDeniedException');
  const page = Number(NextToken ?? 0);
  if (page < state.emptyPages) return json({ PrincipalResourcePermissions: [], NextToken: String(page + 1) });
  return json({ PrincipalResourcePermissions: state.open ? [{ Permissions: ['CREATE_DATABASE'] }] : [] });
}
