import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { Sha256 } from '@aws-crypto/sha256-js';
import { CloudFormationClient, paginateListExports, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { CREDENTIALS, type Emulator, REGION } from './emulator.ts';
import type { DeployedResource, Inventory } from './inventory.ts';

/** Milliseconds of one call: the first one of a function starts its process. */
const CALL_TIMEOUT_MS = 40_000;

/** Clients of the emulator, all with the same certificate. */
export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamoDb: DynamoDBClient;
  readonly lakeFormation: LakeFormationClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** Trusts the emulator's certificate. */
  readonly agent: Agent;
  dispose(): void;
}

export function createClients({ url, certificateFile }: Emulator): Clients {
  const agent = new Agent({ ca: readFileSync(certificateFile), keepAlive: true });
  const common = {
    region: REGION,
    endpoint: url,
    credentials: CREDENTIALS,
    maxAttempts: 2,
    requestHandler: { httpsAgent: agent, requestTimeout: CALL_TIMEOUT_MS },
  };
  const clients = {
    cloudFormation: new CloudFormationClient(common),
    cloudWatch: new CloudWatchClient(common),
    dynamoDb: new DynamoDBClient(common),
    lakeFormation: new LakeFormationClient(common),
    lambda: new LambdaClient(common),
    logs: new CloudWatchLogsClient(common),
    sns: new SNSClient(common),
    sqs: new SQSClient({ ...common, useQueueUrlAsEndpoint: false }),
  };
  const dispose = () => {
    for (const client of Object.values(clients)) client.destroy();
    agent.destroy();
  };
  return { ...clients, agent, dispose };
}

/** The resources of a stack. @param stack - its name, or its id if it has been deleted */
export async function readInventory({ cloudFormation }: Clients, stack: string): Promise<Inventory> {
  const inventory = new Map<string, DeployedResource>();
  for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName: stack })) {
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus } of page.StackResourceSummaries ??
      []) {
      inventory.set(LogicalResourceId ?? '', {
        type: ResourceType ?? '',
        physicalId: PhysicalResourceId ?? '',
        status: ResourceStatus ?? '',
      });
    }
  }
  return inventory;
}

/** The account's exports, by name. */
export async function readExports({ cloudFormation }: Clients): Promise<ReadonlyMap<string, string>> {
  const exports = new Map<string, string>();
  for await (const page of paginateListExports({ client: cloudFormation }, {})) {
    for (const { Name = '', Value = '' } of page.Exports ?? []) exports.set(Name, Value);
  }
  return exports;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Address of the stage, without a slash at its end. */
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Signing name of the service. @default execute-api */
  readonly service?: string;
  /** Whose signature it carries. @default - none */
  readonly signedBy?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/** Calls the deployed API as its users do, or a service. `fetch` could not be told to trust the certificate. */
export async function callApi(agent: Agent, call: ApiRequest): Promise<ApiAnswer> {
  const url = new URL(`${call.url}${call.path}`);
  const { method, body, signedBy } = call;
  const headers = { host: url.host, ...call.headers };
  const signed = signedBy === undefined ? headers : await sign(url, { ...call, headers }, signedBy);
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: signed, agent, timeout: CALL_TIMEOUT_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asked.once('timeout', () => asked.destroy(new Error(`${call.path} did not answer`)));
    asked.once('error', reject);
    asked.end(body);
  });
}

async function sign(
  { protocol, hostname, port, pathname: path }: URL,
  { method, headers = {}, body, service = 'execute-api' }: ApiRequest,
  credentials: NonNullable<ApiRequest['signedBy']>,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ service, region: REGION, credentials, sha256: Sha256 });
  const toSign = { method, protocol, hostname, port: Number(port), path, headers: { ...headers }, body };
  return (await signer.sign(toSign)).headers;
}
