import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { AwsClients } from './aws-clients.ts';

export interface LogSearch {
  readonly logGroup: string;
  /** Terms of CloudWatch Logs' filter syntax. */
  readonly pattern: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Pages read at most: a search that finds nothing reads a whole group otherwise. */
const MAX_PAGES = 20;

/** Clocks of two machines differ. */
const SKEW_MS = 60_000;

/** Messages that match, oldest first. */
export async function searchLog(clients: AwsClients, { logGroup, pattern, since }: LogSearch): Promise<string[]> {
  const messages: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await clients.logs.send(
      new FilterLogEventsCommand({
        logGroupName: logGroup,
        filterPattern: pattern,
        startTime: since - SKEW_MS,
        nextToken,
      }),
    );
    for (const { message } of answer.events ?? []) if (message !== undefined) messages.push(message.trim());
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return messages;
}

/** What the function says when it fails: our own lines, and those of the runtime. */
const FAILURE_PATTERN = '?"Runtime." ?"Task timed out" ?ERROR ?"errorMessage"';

const MAX_SHOWN = 300;

/** The newest failure that a function logged, in a few words; undefined if it logged none, or cannot be read. */
export async function newestFailure(clients: AwsClients, logGroup: string, since: number): Promise<string | undefined> {
  try {
    const lines = await searchLog(clients, { logGroup, pattern: FAILURE_PATTERN, since });
    return lines
      .map(failureIn)
      .filter((text) => text !== undefined)
      .at(-1);
  } catch {
    // The diagnosis of another failure must not fail itself.
    return undefined;
  }
}

/** What a line says about a failure: the innermost message of ours, or the line itself. */
export function failureIn(line: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return /Runtime\.|Task timed out|ERROR|Error:/.test(line) ? line.slice(0, MAX_SHOWN) : undefined;
  }
  const message = innermost(member(parsed, 'error')) ?? text(parsed, 'errorMessage') ?? text(parsed, 'message');
  return message?.slice(0, MAX_SHOWN);
}

function innermost(error: unknown): string | undefined {
  const cause = member(error, 'cause');
  return (cause === undefined ? undefined : innermost(cause)) ?? text(error, 'message');
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
