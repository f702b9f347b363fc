import { once } from 'node:events';
import { EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { BodySource, readDashboardFile } from '../console/body-source.ts';
import { startConsoleServer } from '../console/console-server.ts';
import { loadConsolePage } from '../console/page.ts';
import { createDeadline } from '../deadline.ts';
import { DEFAULT_CONSOLE_PORT, type PreviewCommandOptions, type PreviewIo } from './types.ts';

/** Draws a dashboard's body in the console, without an application, until Ctrl-C. */
export async function runDashboard(
  file: string,
  { port = DEFAULT_CONSOLE_PORT, duration }: PreviewCommandOptions,
  io: PreviewIo,
): Promise<ExitCode | Failure> {
  const read = readDashboardFile(file);
  if (read.status === 'error') return failure(read.message);
  const source = new BodySource(read.dashboard);
  const started = await startConsoleServer({ port, source, page: await loadConsolePage() });
  if (started.status === 'error') return failure(started.message);
  const { server } = started;
  const deadline = createDeadline(io.signal, duration);
  try {
    const paint = createPaint(io.stdout, io.env);
    const { widgets, problems } = read.dashboard;
    io.stdout.write(`\n${paint('bold', read.dashboard.name)}  ${paint(['cyan', 'underline'], server.url)}\n`);
    io.stdout.write(`  ${widgets.length} widgets; the values are made up, because there is no application behind it\n`);
    for (const { path, message } of problems) io.stdout.write(`  ${paint('yellow', path)}: ${message}\n`);
    if (!deadline.signal.aborted) await once(deadline.signal, 'abort');
    return EXIT.ok;
  } finally {
    deadline[Symbol.dispose]();
    await server.dispose();
  }
}
