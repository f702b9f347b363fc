import { describe, expect, it } from 'vitest';
import { parseRouteKey, Router } from '../../src/api/routes.ts';

function routerOf(...keys: string[]) {
  return new Router(
    keys.map((key) => {
      const pattern = parseRouteKey(key);
      if (!pattern) throw new Error(`bad route key ${key}`);
      return { key, pattern };
    }),
  );
}

const found = (keys: string[], method: string, path: string) => {
  const match = routerOf(...keys).find(method, path);
  return match && { key: match.route.key, ...match.pathParameters };
};

describe('matching a path', () => {
  it.each([
    [['GET /pets'], 'GET', '/pets', { key: 'GET /pets' }],
    [['GET /'], 'GET', '/', { key: 'GET /' }],
    [['GET /pets'], 'GET', '/pets/', undefined],
    [['GET /pets'], 'GET', '/Pets', undefined],
    [['GET /pets'], 'POST', '/pets', undefined],
    [['ANY /pets'], 'PATCH', '/pets', { key: 'ANY /pets' }],
    [['GET /pets/{id}'], 'GET', '/pets/7', { key: 'GET /pets/{id}', id: '7' }],
    [['GET /pets/{id}'], 'GET', '/pets/', undefined],
    [['GET /pets/{id}'], 'GET', '/pets', undefined],
    [['GET /pets/{id}'], 'GET', '/pets/7/toys', undefined],
    [['GET /{kind}/{id}'], 'GET', '/pets/7', { key: 'GET /{kind}/{id}', kind: 'pets', id: '7' }],
    [['GET /files/{path+}'], 'GET', '/files/a/b/c', { key: 'GET /files/{path+}', path: 'a/b/c' }],
    [['GET /files/{path+}'], 'GET', '/files/', undefined],
    [['GET /files/{path+}'], 'GET', '/files', undefined],
    [['$default'], 'DELETE', '/any/where', { key: '$default' }],
  ])('%j %s %s', (keys, method, path, expected) => {
    expect(found(keys, method, path)).toEqual(expected);
  });

  it.each([
    ['a space', '/pets/a%20b', 'a b'],
    ['a slash', '/pets/a%2Fb', 'a/b'],
    ['a letter of several bytes', '/pets/%C3%A4', 'ä'],
    ['a broken escape, as it is', '/pets/%zz', '%zz'],
  ])('decodes %s in a variable', (_name, path, id) => {
    expect(found(['GET /pets/{id}'], 'GET', path)).toEqual({ key: 'GET /pets/{id}', id });
  });

  it.each(['constructor', '__proto__'])('takes a variable named %s as plain data', (name) => {
    // Act
    const values = routerOf(`GET /{${name}}`).find('GET', '/x')?.pathParameters;

    // Assess
    expect(Object.entries(values ?? {})).toEqual([[name, 'x']]);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
  });
});

describe('the most specific route wins', () => {
  const KEYS = ['$default', 'ANY /{all+}', 'GET /pets/{all+}', 'ANY /pets/{id}', 'GET /pets/{id}', 'GET /pets/dog'];

  it.each([
    ['GET', '/pets/dog', 'GET /pets/dog'],
    ['GET', '/pets/cat', 'GET /pets/{id}'],
    ['PUT', '/pets/cat', 'ANY /pets/{id}'],
    ['GET', '/pets/cat/toys', 'GET /pets/{all+}'],
    ['PUT', '/pets/cat/toys', 'ANY /{all+}'],
    ['GET', '/', '$default'],
  ])('%s %s -> %s', (method, path, key) => {
    // Act
    const forwards = routerOf(...KEYS).find(method, path);
    const backwards = routerOf(...KEYS.toReversed()).find(method, path);

    // Assess
    expect([forwards?.route.key, backwards?.route.key]).toEqual([key, key]);
  });
});

describe('a route key', () => {
  it.each(['pets', 'get /pets', 'GET pets', 'GET', '', 'GET /{all+}/more'])('%j is none', (key) => {
    expect(parseRouteKey(key)).toBeUndefined();
  });
});
