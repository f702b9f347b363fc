/** One answer of the status server. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export function refusal(status: number, message: string, headers?: Reply['headers']): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: `${message}\n`, headers };
}

export function jsonReply(value: unknown, status = 200): Reply {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}
