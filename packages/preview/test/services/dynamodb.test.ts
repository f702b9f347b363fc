import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningServices, resource, resources, samplesOf, startServices } from './support.ts';

const TABLE = {
  TableName: 'records',
  AttributeDefinitions: [
    { AttributeName: 'requestId', AttributeType: 'S' },
    { AttributeName: 'endpoint', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'requestId', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byEndpoint',
      KeySchema: [{ AttributeName: 'endpoint', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
};

const item = (requestId: string, endpoint = 'a') => ({ requestId: { S: requestId }, endpoint: { S: endpoint } });

const byTable = { TableName: 'records' };

describe('the emulated DynamoDB', () => {
  let services: RunningServices;
  let client: DynamoDBClient;

  beforeEach(async () => {
    services = await startServices(resources(resource('AWS::DynamoDB::Table', 'Records', TABLE)));
    client = new DynamoDBClient(services.client);
  });

  afterEach(async () => {
    client.destroy();
    await services.dispose();
  });

  const put = (requestId: string) => client.send(new PutItemCommand({ ...byTable, Item: item(requestId) }));

  it('stores an item in a table of the template and gives it back', async () => {
    // Prepare
    await put('1');

    // Act
    const { Item } = await client.send(new GetItemCommand({ ...byTable, Key: { requestId: { S: '1' } } }));

    // Assess
    expect(Item).toEqual(item('1'));
  });

  it('has the secondary indexes of the template', async () => {
    // Prepare
    await put('1');

    // Act
    const found = await client.send(
      new QueryCommand({
        ...byTable,
        IndexName: 'byEndpoint',
        KeyConditionExpression: 'endpoint = :endpoint',
        ExpressionAttributeValues: { ':endpoint': { S: 'a' } },
      }),
    );

    // Assess
    expect(found.Items).toEqual([item('1')]);
  });

  it('gives a table without a name the name that Ref gives', async () => {
    // Prepare
    const { TableName, ...unnamed } = TABLE;
    const table = resource('AWS::DynamoDB::GlobalTable', 'Global', unnamed, { physicalId: 'Stack-Global' });
    const others = await startServices(resources(table));

    // Act
    const described = await new DynamoDBClient(others.client).send(
      new DescribeTableCommand({ TableName: 'Stack-Global' }),
    );

    // Assess
    expect(described.Table?.TableStatus).toBe('ACTIVE');
    expect(others.plugins.tables.names).toEqual(['Stack-Global']);
    await others.dispose();
  });

  it('says which table of the template DynamoDB would refuse', async () => {
    // Prepare
    const table = resource('AWS::DynamoDB::Table', 'Bad', {
      ...TABLE,
      KeySchema: [{ AttributeName: 'x', KeyType: 'HASH' }],
    });

    // Act
    const started = startServices(resources(table));

    // Assess
    await expect(started).rejects.toThrow('table records (Stack/Bad) is refused');
  });

  it('answers for a table that does not exist as DynamoDB does', async () => {
    // Prepare
    const command = new GetItemCommand({ TableName: 'other', Key: { requestId: { S: '1' } } });

    // Act
    const answer = client.send(command);

    // Assess
    await expect(answer).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('counts a failed condition for its table', async () => {
    // Prepare
    await put('1');
    const Item = item('1');

    // Act
    const second = client.send(
      new PutItemCommand({ ...byTable, Item, ConditionExpression: 'attribute_not_exists(requestId)' }),
    );

    // Assess
    await expect(second).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'ConditionalCheckFailedRequests', byTable)).toEqual([1]);
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'UserErrors', {})).toEqual([]);
  });

  it('publishes latency and consumed capacity of a request', async () => {
    // Prepare, Act
    const answer = await put('1');

    // Assess
    const dimensions = { ...byTable, Operation: 'PutItem' };
    const [latency] = samplesOf(services.metrics, 'AWS/DynamoDB', 'SuccessfulRequestLatency', dimensions);
    expect(latency).toBeGreaterThan(0);
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'ConsumedWriteCapacityUnits', byTable)).toEqual([1]);
    expect(answer.ConsumedCapacity).toBeUndefined();
  });

  it('returns the consumed capacity to a caller who asks for it', async () => {
    // Prepare
    const command = new PutItemCommand({ ...byTable, Item: item('1'), ReturnConsumedCapacity: 'TOTAL' });

    // Act
    const answer = await client.send(command);

    // Assess
    expect(answer.ConsumedCapacity).toMatchObject({ TableName: 'records', CapacityUnits: 1 });
  });

  it('throttles the share of requests that the fault says', async () => {
    // Prepare
    services.faults.tableThrottleRate = 1;

    // Act
    const answer = put('1');

    // Assess
    await expect(answer).rejects.toBeInstanceOf(ProvisionedThroughputExceededException);
    const { metrics } = services;
    expect(samplesOf(metrics, 'AWS/DynamoDB', 'ThrottledRequests', { ...byTable, Operation: 'PutItem' })).toEqual([1]);
    expect(samplesOf(metrics, 'AWS/DynamoDB', 'WriteThrottleEvents', byTable)).toEqual([1]);
    expect(await services.plugins.tables.count('records')).toBe(0);
  });

  it('counts a throttled read as a read', async () => {
    // Prepare
    services.faults.tableThrottleRate = 1;

    // Act
    await client.send(new GetItemCommand({ ...byTable, Key: { requestId: { S: '1' } } })).catch(() => {});

    // Assess
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'ReadThrottleEvents', byTable)).toEqual([1]);
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'WriteThrottleEvents', byTable)).toEqual([]);
  });

  it('throttles a batch for each of its tables', async () => {
    // Prepare
    services.faults.tableThrottleRate = 1;
    const RequestItems = { records: [{ PutRequest: { Item: item('1') } }] };

    // Act
    await client.send(new BatchWriteItemCommand({ RequestItems })).catch(() => {});

    // Assess
    const dimensions = { ...byTable, Operation: 'BatchWriteItem' };
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'ThrottledRequests', dimensions)).toEqual([1]);
  });

  it('leaves requests alone that the fault does not meet', async () => {
    // Prepare: the random numbers of the test are always 0.5.
    services.faults.tableThrottleRate = 0.5;

    // Act
    await put('1');

    // Assess
    expect(await services.plugins.tables.count('records')).toBe(1);
  });

  it('counts an invalid request as a user error', async () => {
    // Prepare
    const command = new UpdateItemCommand({ ...byTable, Key: { requestId: { S: '1' } }, UpdateExpression: 'SET a = ' });

    // Act
    const answer = client.send(command);

    // Assess
    await expect(answer).rejects.toThrow('Invalid UpdateExpression');
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'UserErrors', {})).toEqual([1]);
  });

  it('names an operation that it does not have, and reports it', async () => {
    // Prepare
    const command = new TransactWriteItemsCommand({ TransactItems: [{ Put: { ...byTable, Item: item('1') } }] });

    // Act
    const answer = client.send(command);

    // Assess
    await expect(answer).rejects.toThrow('the preview does not emulate TransactWriteItems of dynamodb');
    expect(services.unsupported).toMatchObject([{ service: 'dynamodb', operation: 'TransactWriteItems' }]);
  });

  it('reads a table of more than a page in full, whatever the faults are', async () => {
    // Prepare: 30 items of 100 kB are three pages of 1 MB.
    const filler = { S: 'x'.repeat(100_000) };
    for (let index = 0; index < 30; index += 1) {
      await client.send(new PutItemCommand({ ...byTable, Item: { ...item(`id-${index}`), filler } }));
    }
    services.faults.tableThrottleRate = 1;

    // Act
    const items = await services.plugins.tables.scanAll('records');

    // Assess
    expect(new Set(items.map((stored) => JSON.stringify(stored.requestId))).size).toBe(30);
    expect(await services.plugins.tables.count('records')).toBe(30);
  });

  it('says which table a report may not read', async () => {
    // Prepare, Act
    const items = services.plugins.tables.scanAll('other');

    // Assess
    await expect(items).rejects.toThrow('cannot read table other');
  });
});
