import type { Clock, LogSink, MetricSink } from '../types.ts';

export interface HttpApiDependencies {
  readonly clock: Clock;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  /** Port on 127.0.0.1. @default 0, any free port */
  readonly port?: number;
}

export interface HttpApi {
  /** Base URL with the stage's path, without a trailing slash: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly apiId: string;
  /** Routes as the template names them, for example `POST /inference`. */
  readonly routes: readonly string[];
  /** Stops listening, lets running requests end for a short time, then closes every connection. */
  dispose(): Promise<void>;
}

export type HttpApiResult =
  | { readonly status: 'success'; readonly api: HttpApi }
  /** For example a port in use, no API in the templates, or an integration the preview does not know. */
  | { readonly status: 'error'; readonly message: string };
