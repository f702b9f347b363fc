import type { TemplateResource } from '../../observability/types.ts';
import { fail, type JsonObject, type OperationResult, succeed } from '../protocol.ts';
import { text } from '../template.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export function getDashboard(input: JsonObject, dashboards: readonly TemplateResource[]): OperationResult {
  const name = text(input.DashboardName) ?? '';
  const found = dashboards.find(({ physicalId }) => physicalId === name);
  if (!found) {
    const message = `Dashboard ${name} does not exist`;
    return fail(404, 'DashboardNotFoundError', message, { queryCode: 'ResourceNotFound' });
  }
  return succeed({ DashboardArn: found.arn, DashboardBody: bodyOf(found), DashboardName: name });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html */
export function listDashboards(input: JsonObject, dashboards: readonly TemplateResource[]): OperationResult {
  const prefix = text(input.DashboardNamePrefix) ?? '';
  const matching = dashboards.filter(({ physicalId }) => physicalId.startsWith(prefix));
  const DashboardEntries = matching.map((dashboard) => ({
    DashboardName: dashboard.physicalId,
    DashboardArn: dashboard.arn,
    Size: Buffer.byteLength(bodyOf(dashboard)),
  }));
  return succeed({ DashboardEntries });
}

const bodyOf = ({ properties }: TemplateResource): string => String(properties.DashboardBody ?? '');
