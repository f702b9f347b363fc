import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { METRIC_NAMESPACE } from '../../../contract/metrics.ts';
import { INFERENCE_FUNCTION_NAME, INFERENCE_STACK } from '../../../lib/shared/names.ts';
import { predictedLabels, readHeldout, toCsv } from '../../../sample/index.ts';
import { type ApiAnswer, type ApiRequest, callApi, readInventory } from '../aws.ts';
import { type Finding, fail, type Part, pass, waitFor } from '../checks.ts';
import { CREDENTIALS } from '../emulator.ts';
import type { Stage } from '../stage.ts';
import { isObject } from '../template.ts';
import { authorisationChecks } from './authorisation-checks.ts';

/** A user's requests, the record, and the line that the metrics come from. */
export function requestChecks(stage: Stage): Part {
  return {
    checks: [
      { name: 'health answers anybody', run: () => checkHealth(stage) },
      { name: 'inference answers a signed request', run: () => checkInference(stage) },
      ...authorisationChecks(stage),
      { name: 'record is in the table', run: () => checkRecord(stage) },
      { name: 'record is read through the API', run: () => checkRead(stage) },
      { name: 'metrics are in the log', run: () => checkEmbeddedMetrics(stage) },
    ],
  };
}

type Call = Omit<ApiRequest, 'url'>;

/** Calls the deployed API. */
export async function call(stage: Stage, request: Call): Promise<ApiAnswer> {
  const apiId = await physicalId(stage, 'AWS::ApiGatewayV2::Api');
  return callApi(stage.clients.agent, { ...request, url: stage.emulator.apiUrl(apiId) });
}

/** Asks for an inference of a row that the model has not seen in training. */
export function infer(stage: Stage, signedBy: Call['signedBy']): Promise<ApiAnswer> {
  const [row] = readHeldout();
  const body = toCsv([row?.features ?? []]);
  return call(stage, { method: 'POST', path: '/inference', headers: { 'content-type': 'text/csv' }, body, signedBy });
}

/** The physical id of the inference stack's only resource of a type. @throws Error if it has none */
export async function physicalId({ clients }: Stage, type: string): Promise<string> {
  const inventory = await readInventory(clients, INFERENCE_STACK);
  const found = [...inventory.values()].find((resource) => resource.type === type)?.physicalId;
  if (found === undefined) throw new Error(`${INFERENCE_STACK} has no ${type}`);
  return found;
}

export function parseBody({ text }: ApiAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

async function checkHealth(stage: Stage): Promise<Finding> {
  const { status, text } = await call(stage, { method: 'GET', path: '/health' });
  return status === 200 ? pass(`status ${status}`) : fail(`status ${status}: ${text}`);
}

async function checkInference(stage: Stage): Promise<Finding> {
  const answer = await infer(stage, CREDENTIALS);
  if (answer.status !== 200) return fail(`status ${answer.status}: ${answer.text}`);
  const { requestId, prediction } = parseBody(answer);
  if (typeof requestId !== 'string') return fail(`no requestId in ${answer.text}`);
  stage.recordId = requestId;
  const [digit] = predictedLabels(prediction, 'text/csv');
  return digit === undefined ? fail(`no prediction in ${answer.text}`) : pass(`predicted ${digit}`);
}

/** Whether the table has the record of the first inference. */
export async function checkRecord(stage: Stage): Promise<Finding> {
  const TableName = await physicalId(stage, 'AWS::DynamoDB::Table');
  return checkRecordIn(stage, TableName);
}

export async function checkRecordIn({ clients, recordId = '' }: Stage, TableName: string): Promise<Finding> {
  const Key = { requestId: { S: recordId } };
  const { Item } = await clients.dynamoDb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item === undefined ? fail(`no record ${recordId}`) : pass(`${Object.keys(Item).length} attributes`);
}

async function checkRead(stage: Stage): Promise<Finding> {
  const { recordId } = stage;
  const answer = await call(stage, { method: 'GET', path: `/inference/${recordId}`, signedBy: CREDENTIALS });
  const same = answer.status === 200 && parseBody(answer).requestId === recordId;
  return same ? pass('the same request id') : fail(`status ${answer.status}: ${answer.text}`);
}

/** MiniStack makes no metrics of the embedded metric format, so that the line is what can be looked at. */
async function checkEmbeddedMetrics(stage: Stage): Promise<Finding> {
  const { clients, recordId = '' } = stage;
  const logGroupName = await functionLogGroup(stage);
  const line = await waitFor(async () => {
    const { events = [] } = await clients.logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message = '' }) => message).find((text) => text.includes('"_aws"') && text.includes(recordId));
  });
  if (line === undefined) return fail(`no line with "_aws" and ${recordId} in ${logGroupName}`);
  return line.includes(METRIC_NAMESPACE) ? pass(`one line for the request in ${logGroupName}`) : fail(line);
}

async function functionLogGroup({ clients }: Stage): Promise<string> {
  const { LoggingConfig } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: INFERENCE_FUNCTION_NAME }),
  );
  if (LoggingConfig?.LogGroup === undefined) throw new Error(`${INFERENCE_FUNCTION_NAME} has no log group of its own`);
  return LoggingConfig.LogGroup;
}
