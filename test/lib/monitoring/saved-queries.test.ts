import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { LATEST_ERRORS, SAVED_QUERIES } from '../../../lib/monitoring/log-queries.ts';
import { functionOnly, synthesize } from './support.ts';

const FUNCTION_LOG = '/aws/lambda/ml-inference-lambda';
const ENDPOINT_LOG = '/aws/sagemaker/Endpoints/digits';
const QUERY = 'AWS::Logs::QueryDefinition';

interface QueryProperties {
  readonly Name: string;
  readonly QueryString: string;
  readonly LogGroupNames: readonly string[];
  readonly Parameters?: readonly { readonly Name: string }[];
}

function queries(template: Template): QueryProperties[] {
  return Object.values(template.findResources(QUERY)).map(({ Properties }) => Properties);
}

const { template } = synthesize();
const named = (name: string) => queries(template).find(({ Name }) => Name === `Inferwatch/${name}`)!;

describe('the saved queries', () => {
  it('are in a folder of the product', () => {
    expect(queries(template).map(({ Name }) => Name)).toEqual([
      'Inferwatch/Slowest inferences',
      'Inferwatch/Errors by cause',
      'Inferwatch/One request across function and endpoint',
    ]);
  });

  it('of two deployments are in two folders', () => {
    const prefixed = queries(synthesize({ prefix: 'team' }).template);

    expect(prefixed.every(({ Name }) => Name.startsWith('team-Inferwatch/'))).toBe(true);
  });

  it('read the log of the function', () => {
    for (const { LogGroupNames } of queries(template)) expect(LogGroupNames[0]).toBe(FUNCTION_LOG);
  });

  it('of one request read the log of the endpoint too', () => {
    expect(named('One request across function and endpoint').LogGroupNames).toEqual([FUNCTION_LOG, ENDPOINT_LOG]);
  });

  it('of one request read the log of the function alone, if no endpoint is watched', () => {
    const groups = queries(synthesize({ targets: functionOnly }).template).map(({ LogGroupNames }) => LogGroupNames);

    expect(groups).toEqual([[FUNCTION_LOG], [FUNCTION_LOG], [FUNCTION_LOG]]);
  });

  it('of one request ask for its id', () => {
    const { Parameters, QueryString } = named('One request across function and endpoint');

    expect(Parameters?.map(({ Name }) => Name)).toEqual(['requestId']);
    expect(QueryString).toContain('{{requestId}}');
  });

  it.each(SAVED_QUERIES.map((query) => [query.name, query] as const))(
    '%s uses each of its parameters',
    (_name, query) => {
      const used = [...query.lines.join('\n').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);

      expect(used).toEqual((query.parameters ?? []).map(({ name }) => name));
    },
  );

  it('write one command a line, with bars between them', () => {
    template.hasResourceProperties(QUERY, {
      QueryString: Match.stringLikeRegexp('^fields .*\\n\\| filter ispresent\\(latencyMs\\)\\n\\| sort latencyMs desc'),
    });
  });
});

describe('the fields of the queries', () => {
  /** What the inference function writes, and what Logs Insights adds. */
  const KNOWN = new Set([
    ...['@timestamp', '@message', '@log', 'level', 'message', 'requestId', 'endpoint', 'latencyMs'],
    ...['error.code', 'error.message', 'overheadMs', 'inputBytes'],
  ]);
  const fieldLists = [LATEST_ERRORS, ...SAVED_QUERIES.map(({ lines }) => lines)].map((lines) =>
    lines.filter((line) => line.startsWith('fields ')).flatMap((line) => line.slice('fields '.length).split(', ')),
  );

  it('are ones that a log line has', () => {
    expect(fieldLists.flat().filter((field) => !KNOWN.has(field))).toEqual([]);
  });
});
