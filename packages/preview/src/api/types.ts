import type { Clock, LogSink, MetricSink } from '../types.ts';
import type { AuthorisationMode } from './authorisation.ts';

/** A request that is to be let in. */
export interface RequestToAuthorise {
  readonly method: string;
  readonly body?: string | Uint8Array;
}

export interface HttpApiDependencies {
  readonly clock: Clock;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  /** Port on 127.0.0.1. @default 0, any free port */
  readonly port?: number;
  /** @default enforced: the API lets in whom the template lets in */
  readonly authorisation?: AuthorisationMode;
}

export interface HttpApi {
  /** Base URL with the stage's path, without a trailing slash: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly apiId: string;
  /** Routes as the template names them, for example `POST /inference`. */
  readonly routes: readonly string[];
  /** How callers prove who they are on the routes that are not open to everybody. */
  readonly authorisation: 'none' | 'iam' | 'jwt' | 'open';
  /**
   * Headers with which this preview's own caller is let in; none where nothing is asked for. A signature holds for five
   * minutes and for this very request, a token for twelve hours.
   */
  authorise(url: string, request: RequestToAuthorise): Record<string, string>;
  /** Stops listening, lets running requests end for a short time, then closes every connection. */
  dispose(): Promise<void>;
}

export type HttpApiResult =
  | { readonly status: 'success'; readonly api: HttpApi }
  /** For example a port in use, no API in the templates, or an integration the preview does not know. */
  | { readonly status: 'error'; readonly message: string };
