import {
  DescribeResourceCommand,
  GetDataLakeSettingsCommand,
  type LakeFormationClient,
  ListPermissionsCommand,
  PutDataLakeSettingsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { awsErrorFacts } from '../shared/aws-errors.ts';
import type { AccountSettings, LakeFormation, WriteResult } from './ports.ts';

/** The group of all principals whom IAM allows the action: what keeps Lake Formation open. */
const ANYONE = { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' };

/** Lake Formation through the AWS SDK. */
export class SdkLakeFormation implements LakeFormation {
  private readonly catalogId: string;
  private readonly client: LakeFormationClient;

  constructor(catalogId: string, client: LakeFormationClient) {
    this.catalogId = catalogId;
    this.client = client;
  }

  async settings(): Promise<AccountSettings> {
    const { DataLakeSettings = {} } = await this.client.send(
      new GetDataLakeSettingsCommand({ CatalogId: this.catalogId }),
    );
    const {
      DataLakeAdmins = [],
      CreateDatabaseDefaultPermissions,
      CreateTableDefaultPermissions,
      ...rest
    } = DataLakeSettings;
    return {
      administrators: DataLakeAdmins.flatMap(({ DataLakePrincipalIdentifier: arn }) =>
        arn === undefined ? [] : [arn],
      ),
      databaseDefaults: CreateDatabaseDefaultPermissions?.length ?? 0,
      tableDefaults: CreateTableDefaultPermissions?.length ?? 0,
      rest,
    };
  }

  /** The call replaces all settings: what it does not name would be reset, the version of sharing between accounts too. */
  async write({ rest }: AccountSettings, administrators: readonly string[]): Promise<WriteResult> {
    try {
      await this.client.send(
        new PutDataLakeSettingsCommand({
          CatalogId: this.catalogId,
          DataLakeSettings: {
            ...rest,
            DataLakeAdmins: administrators.map((arn) => ({ DataLakePrincipalIdentifier: arn })),
            CreateDatabaseDefaultPermissions: [],
            CreateTableDefaultPermissions: [],
          },
        }),
      );
      return { status: 'written' };
    } catch (error) {
      const { name, message } = awsErrorFacts(error);
      if (name === 'InvalidInputException' && /principal/i.test(message))
        return { status: 'invalid-principal', message };
      throw error;
    }
  }

  async anyoneCreatesDatabases(): Promise<boolean> {
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListPermissionsCommand({
          CatalogId: this.catalogId,
          Principal: ANYONE,
          ResourceType: 'CATALOG',
          NextToken,
        }),
      );
      if (page.PrincipalResourcePermissions?.some(({ Permissions }) => Permissions?.includes('CREATE_DATABASE'))) {
        return true;
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return false;
  }

  async revokeAnyoneCreatesDatabases(): Promise<void> {
    try {
      await this.client.send(
        new RevokePermissionsCommand({
          CatalogId: this.catalogId,
          Principal: ANYONE,
          Resource: { Catalog: {} },
          Permissions: ['CREATE_DATABASE'],
        }),
      );
    } catch (error) {
      // Somebody else was faster.
      const { name, message } = awsErrorFacts(error);
      if (name !== 'InvalidInputException' || !/no permissions revoked/i.test(message)) throw error;
    }
  }

  async registeredRole(locationArn: string): Promise<string | undefined> {
    try {
      const { ResourceInfo } = await this.client.send(new DescribeResourceCommand({ ResourceArn: locationArn }));
      return ResourceInfo?.RoleArn;
    } catch (error) {
      if (awsErrorFacts(error).name === 'EntityNotFoundException') return undefined;
      throw error;
    }
  }
}
