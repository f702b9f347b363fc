/** A part of a route's path between slashes. */
type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  /** `{name+}`: the rest of the path, at least one segment. */
  | { readonly kind: 'greedy'; readonly name: string };

/** A route key such as `GET /pets/{id}`, or `$default`. */
export type RoutePattern =
  | { readonly kind: 'path'; readonly method: string; readonly segments: readonly Segment[] }
  | { readonly kind: 'default' };

export interface RouteMatch<Route> {
  readonly route: Route;
  /** Decoded; undefined if the route has none. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

function parseSegment(text: string): Segment {
  const name = /^\{([^{}+]+)(\+?)\}$/.exec(text);
  if (!name?.[1]) return { kind: 'literal', text };
  return { kind: name[2] === '+' ? 'greedy' : 'parameter', name: name[1] };
}

/** Parts of a path without its leading slash; the root has one empty part. */
const partsOf = (path: string): string[] => path.replace(/^\//, '').split('/');

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
export function parseRouteKey(key: string): RoutePattern | undefined {
  if (key === '$default') return { kind: 'default' };
  const match = /^([A-Z]+) (\/.*)$/.exec(key);
  if (!match?.[1] || match[2] === undefined) return undefined;
  const segments = partsOf(match[2]).map(parseSegment);
  const greedy = segments.findIndex(({ kind }) => kind === 'greedy');
  if (greedy !== -1 && greedy !== segments.length - 1) return undefined;
  return { kind: 'path', method: match[1], segments };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Values of the path's variables, or undefined if the path does not match. */
function matchPath(segments: readonly Segment[], parts: readonly string[]): Map<string, string> | undefined {
  const values = new Map<string, string>();
  for (const [at, segment] of segments.entries()) {
    const part = parts[at];
    if (segment.kind === 'greedy') {
      const rest = parts.slice(at).map(decode).join('/');
      return rest === '' ? undefined : values.set(segment.name, rest);
    }
    if (part === undefined) return undefined;
    if (segment.kind === 'literal') {
      if (decode(part) !== segment.text) return undefined;
    } else if (part === '') return undefined;
    else values.set(segment.name, decode(part));
  }
  return parts.length === segments.length ? values : undefined;
}

const RANKS = { literal: 0, parameter: 1, greedy: 2 } as const;

/**
 * How specific a route is; the lower text comes first. Documented: a full match, then a greedy one, then `$default`.
 * Inferred: segment by segment a literal beats a variable, and after the path a named method beats `ANY`.
 */
function rankOf(pattern: RoutePattern): string {
  if (pattern.kind === 'default') return '9';
  const path = pattern.segments.map(({ kind }) => RANKS[kind]).join('');
  const greedy = pattern.segments.at(-1)?.kind === 'greedy' ? '1' : '0';
  return `${greedy}${path}/${pattern.method === 'ANY' ? '1' : '0'}`;
}

/**
 * Routes of an API in the order in which API Gateway tries them. A path with a trailing slash is another path, and a
 * known path with another method is as unknown as any other.
 */
export class Router<Route extends { readonly pattern: RoutePattern }> {
  readonly #routes: readonly Route[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.toSorted((one, other) => (rankOf(one.pattern) < rankOf(other.pattern) ? -1 : 1));
  }

  /** @param path as sent, still percent-encoded, without the stage */
  find(method: string, path: string): RouteMatch<Route> | undefined {
    const parts = partsOf(path);
    for (const route of this.#routes) {
      const { pattern } = route;
      if (pattern.kind === 'default') return { route, pathParameters: undefined };
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      const values = matchPath(pattern.segments, parts);
      if (values) return { route, pathParameters: values.size === 0 ? undefined : Object.fromEntries(values) };
    }
    return undefined;
  }
}
