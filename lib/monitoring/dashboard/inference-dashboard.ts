import { Duration } from 'aws-cdk-lib';
import { Dashboard, PeriodOverride, Row } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { apiSection } from './api-section.ts';
import { endpointSection } from './endpoint-section.ts';
import { functionSection } from './function-section.ts';
import { operationsSection } from './operations-section.ts';
import { inferenceSection, overviewSection } from './overview-section.ts';
import { recordsSection } from './records-section.ts';
import type { DashboardContext } from './section.ts';

export interface InferenceDashboardProps {
  /** Name in CloudWatch, prefix included. */
  readonly dashboardName: string;
  readonly context: DashboardContext;
  /** @default - the header names the repository's `docs/runbooks` */
  readonly runbookBaseUrl?: string;
}

/** The dashboard: overview, what callers see, then each part of the pipeline. */
export class InferenceDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { dashboardName, context, runbookBaseUrl }: InferenceDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName,
      defaultInterval: Duration.hours(3),
      // Each graph keeps the period that its alarm evaluates; CloudWatch would otherwise widen it with the time range.
      periodOverride: PeriodOverride.INHERIT,
    });
    const sections = [
      overviewSection(this, context, runbookBaseUrl),
      inferenceSection(context),
      functionSection(context),
      endpointSection(context),
      apiSection(context),
      recordsSection(context),
      operationsSection(context),
    ];
    for (const row of sections.flat()) this.dashboard.addWidgets(new Row(...row));
  }
}
