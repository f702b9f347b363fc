import { CfnCrawler } from 'aws-cdk-lib/aws-glue';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';

/** Mondays at 3:00 UTC: drift shows within a week, for ten minutes of a small crawler. */
export const DEFAULT_CRAWLER_SCHEDULE = 'cron(0 3 ? * MON *)';

export interface LakeCrawlerProps {
  /** Name in the console, where somebody starts it by hand. */
  readonly name: string;
  /**
   * The workflow role. It needs `lakeformation:GetDataAccess`, and from Lake Formation DESCRIBE, ALTER and SELECT on the
   * tables and DESCRIBE on the database; no permission on S3.
   */
  readonly role: IRole;
  readonly databaseName: string;
  /** Tables of the database that are compared with their files; with Lake Formation's credentials Glue takes one. */
  readonly tables: readonly string[];
  /** When it runs: a cron expression of Glue, in UTC, or `on-demand`. @default DEFAULT_CRAWLER_SCHEDULE */
  readonly schedule?: string;
}

/**
 * Compares the declared tables with their files, adds partitions that it finds, and logs what differs. It changes no
 * schema: the tables' definitions are in the template, and an update would undo what grants and filters rely on.
 *
 * It reads with credentials from Lake Formation, so that what it may read is a grant like any other.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-lf-integ.html (Lake Formation credentials)
 * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-schema-changes-prevent.html (UpdateBehavior LOG, InheritFromTable)
 */
export class LakeCrawler extends Construct {
  readonly crawler: CfnCrawler;

  constructor(scope: Construct, id: string, props: LakeCrawlerProps) {
    super(scope, id);
    const schedule = props.schedule ?? DEFAULT_CRAWLER_SCHEDULE;
    this.crawler = new CfnCrawler(this, 'Crawler', {
      name: props.name,
      description: 'Compares the declared tables with their files; changes no schema',
      role: props.role.roleArn,
      targets: { catalogTargets: [{ databaseName: props.databaseName, tables: [...props.tables] }] },
      lakeFormationConfiguration: { useLakeFormationCredentials: true },
      // A crawler over tables that exist takes no other DeleteBehavior than LOG.
      // https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-crawling.html#aws-glue-api-crawler-crawling-CatalogTarget
      schemaChangePolicy: { updateBehavior: 'LOG', deleteBehavior: 'LOG' },
      recrawlPolicy: { recrawlBehavior: 'CRAWL_EVERYTHING' },
      configuration: JSON.stringify({
        Version: 1.0,
        CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
        Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas' },
      }),
      schedule: schedule === 'on-demand' ? undefined : { scheduleExpression: schedule },
    });
    acknowledge(
      this,
      'AwsSolutions-GL1',
      "its log names tables and counts partitions, and is encrypted with CloudWatch's own key; no data is in it",
    );
  }
}
