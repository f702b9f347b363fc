import { bundleConsole } from '../../../console/src/bundle.ts';
import { consoleReport, type ReportContents } from '../../../console/src/report.ts';
import type { ConsoleSource } from '../console/source.ts';

/** A run as one file of HTML: the console with what it shows at the end of the run. */
export async function runAsPage(source: ConsoleSource, result: ReportContents['result']): Promise<string> {
  const info = source.info();
  const live = source.live();
  const range = { start: info.startedAt, end: live.now };
  const dashboards = info.dashboards.flatMap(({ name }) => {
    const data = source.dashboardData(name, range);
    return data === undefined ? [] : [[name, data] as const];
  });
  const contents: ReportContents = {
    info,
    live,
    dashboards: Object.fromEntries(dashboards),
    alarms: source.alarms().flatMap(({ name }) => source.alarm(name) ?? []),
    inbox: source.inbox(0),
    inferences: source.inferences(),
    result,
  };
  return consoleReport(contents, await bundleConsole());
}
