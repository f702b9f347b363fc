import type { Dependency } from './resolver.ts';

/** The first circle among the dependencies, as the ids along it with the first one repeated, or undefined. */
export function findCircle(dependencies: readonly Dependency[]): string[] | undefined {
  const needs = new Map<string, Set<string>>();
  for (const { from, to } of dependencies) {
    const targets = needs.get(from);
    if (targets) targets.add(to);
    else needs.set(from, new Set([to]));
  }
  const done = new Set<string>();
  for (const start of needs.keys()) {
    const circle = searchFrom(start, needs, done);
    if (circle) return circle;
  }
  return undefined;
}

/** Depth-first search with its own stack: a long chain of dependencies must not exhaust the call stack. */
function searchFrom(
  start: string,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  done: Set<string>,
): string[] | undefined {
  if (done.has(start)) return undefined;
  const way = [{ id: start, rest: (needs.get(start) ?? new Set()).values() }];
  const onWay = new Set([start]);
  for (let top = way.at(-1); top; top = way.at(-1)) {
    const { value: next, done: exhausted } = top.rest.next();
    if (exhausted) {
      way.pop();
      onWay.delete(top.id);
      done.add(top.id);
    } else if (onWay.has(next)) {
      const ids = way.map(({ id }) => id);
      return [...ids.slice(ids.indexOf(next)), next];
    } else if (!done.has(next)) {
      way.push({ id: next, rest: (needs.get(next) ?? new Set()).values() });
      onWay.add(next);
    }
  }
  return undefined;
}
