import { parseRange, type RangeChoice, rangeText } from './time-range.ts';

/** Where the reader is: the part of the address after `#`. */
export type Route =
  | { readonly page: 'dashboard'; readonly name?: string; readonly range?: RangeChoice }
  | { readonly page: 'alarms'; readonly name?: string }
  | { readonly page: 'inbox'; readonly message?: number }
  | { readonly page: 'inferences'; readonly requestId?: string }
  | { readonly page: 'faults' }
  | { readonly page: 'run' }
  | { readonly page: 'unknown'; readonly hash: string };

export type PageName = Route['page'];

/** Reads a hash such as `#/alarms/High-Latency-Alarm`. An empty one is the dashboard. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '');
  const [page = 'dashboard', encoded] = parts;
  const rest = encoded === undefined ? undefined : decode(encoded);
  if (parts.length > 2 || rest === null) return { page: 'unknown', hash };
  switch (page) {
    case 'dashboard': {
      const range = parseRange(new URLSearchParams(query).get('range') ?? '');
      return { page, ...(rest === undefined ? {} : { name: rest }), ...(range === undefined ? {} : { range }) };
    }
    case 'alarms':
      return rest === undefined ? { page } : { page, name: rest };
    case 'inbox':
      return rest !== undefined && /^\d+$/.test(rest) ? { page, message: Number(rest) } : { page };
    case 'inferences':
      return rest === undefined ? { page } : { page, requestId: rest };
    case 'faults':
    case 'run':
      return { page };
    default:
      return { page: 'unknown', hash };
  }
}

/** The hash of a place; {@link parseRoute} reads it back. */
export function routeHash(route: Route): string {
  switch (route.page) {
    case 'dashboard': {
      const name = route.name === undefined ? '' : `/${encodeURIComponent(route.name)}`;
      return `#/dashboard${name}${route.range === undefined ? '' : `?range=${rangeText(route.range)}`}`;
    }
    case 'alarms':
      return route.name === undefined ? '#/alarms' : `#/alarms/${encodeURIComponent(route.name)}`;
    case 'inbox':
      return route.message === undefined ? '#/inbox' : `#/inbox/${route.message}`;
    case 'inferences':
      return route.requestId === undefined ? '#/inferences' : `#/inferences/${encodeURIComponent(route.requestId)}`;
    case 'unknown':
      return route.hash;
    default:
      return `#/${route.page}`;
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
