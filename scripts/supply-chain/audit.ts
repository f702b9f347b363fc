import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string().default('') })),
});

/** Severities that fail. @see https://docs.npmjs.com/cli/v11/commands/npm-audit (audit-level) */
const FAILING: ReadonlySet<string> = new Set(['high', 'critical']);

export type AuditResult =
  | { readonly status: 'done'; readonly problems: readonly string[]; readonly lesser: number }
  /** The registry offers none, or cannot be reached. */
  | { readonly status: 'not-offered'; readonly message: string };

/** What is known against the packages that users install, where the registry says so. */
export function audit(): AuditResult {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return readAudit(stdout ?? '');
}

export function readAudit(output: string): AuditResult {
  let content: unknown;
  try {
    content = JSON.parse(output);
  } catch {
    return { status: 'not-offered', message: 'npm audit gave no answer' };
  }
  const parsed = reportSchema.safeParse(content);
  if (!parsed.success) return { status: 'not-offered', message: 'the registry that is set offers no npm audit' };
  const found = Object.entries(parsed.data.vulnerabilities);
  const failing = found.filter(([, { severity }]) => FAILING.has(severity));
  return {
    status: 'done',
    problems: failing.map(([name, { severity, range }]) => `${name} ${range}: ${severity} vulnerability`),
    lesser: found.length - failing.length,
  };
}
