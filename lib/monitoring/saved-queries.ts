import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { endpointLogGroupName, prefixed } from '../shared/names.ts';
import { SAVED_QUERIES } from './log-queries.ts';
import { functionLogGroupName } from './metrics/watched-metrics.ts';
import type { MonitoringTargets } from './targets.ts';

/** Folder of the queries in the Logs Insights console. */
export const QUERY_FOLDER = 'Inferwatch';

export interface SavedQueriesProps {
  readonly targets: MonitoringTargets;
  /** Put in front of the folder's name. @default - none */
  readonly prefix?: string;
}

/** The queries that runbooks name, ready in the Logs Insights console. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { targets, prefix = '' }: SavedQueriesProps) {
    super(scope, id);
    const ofFunction = [functionLogGroupName(targets)];
    const ofBoth =
      targets.endpoint === undefined
        ? ofFunction
        : [...ofFunction, endpointLogGroupName(targets.endpoint.endpointName)];
    for (const query of SAVED_QUERIES) {
      new CfnQueryDefinition(this, query.name.replaceAll(' ', ''), {
        name: `${prefixed(prefix, QUERY_FOLDER)}/${query.name}`,
        queryString: query.lines.join('\n| '),
        logGroupNames: query.over === 'function' ? ofFunction : ofBoth,
        parameters: query.parameters?.map((parameter) => ({ ...parameter })),
      });
    }
  }
}
