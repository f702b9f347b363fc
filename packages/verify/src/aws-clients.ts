import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

export interface ClientOptions {
  /** @default - as the AWS SDK finds it: environment, then the shared configuration */
  readonly region?: string;
  /** Address of an emulator or of the preview. @default - AWS */
  readonly endpointUrl?: string;
  /** Real milliseconds of one call. */
  readonly requestTimeoutMs: number;
}

/** One client for each service, all with the same credentials and Region. */
export interface AwsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamoDb: DynamoDBClient;
  readonly lakeFormation: LakeFormationClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly sns: SNSClient;
  readonly sts: STSClient;
  /** Stacks in another Region, for the search after a wrong one. */
  cloudFormationIn(region: string): CloudFormationClient;
  credentials(): Promise<AwsCredentialIdentity>;
  dispose(): void;
}

/** Real milliseconds until a connection must stand. */
const CONNECT_MS = 5000;

/** An emulator checks no signature, so that no real credentials are shown to it. */
const EMULATOR_CREDENTIALS = { accessKeyId: 'preview', secretAccessKey: 'preview' };

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

/** Makes the clients. Nothing is called yet. */
export function createAwsClients({ region, endpointUrl, requestTimeoutMs }: ClientOptions): AwsClients {
  const local = endpointUrl !== undefined && isLoopback(endpointUrl);
  const common = {
    region,
    endpoint: endpointUrl,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: requestTimeoutMs },
    ...(local ? { credentials: EMULATOR_CREDENTIALS } : {}),
  };
  const sts = new STSClient(common);
  const credentials: AwsCredentialIdentityProvider = () => sts.config.credentials();
  const shared = { ...common, credentials };
  const clients = {
    cloudFormation: new CloudFormationClient(shared),
    cloudWatch: new CloudWatchClient(shared),
    dynamoDb: new DynamoDBClient(shared),
    lakeFormation: new LakeFormationClient(shared),
    lambda: new LambdaClient(shared),
    logs: new CloudWatchLogsClient(shared),
    sns: new SNSClient(shared),
    sts,
  };
  return {
    ...clients,
    cloudFormationIn: (other) => new CloudFormationClient({ ...shared, region: other, maxAttempts: 1 }),
    credentials,
    dispose: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
