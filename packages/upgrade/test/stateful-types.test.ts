import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, test } from 'vitest';
import { STATEFUL_TYPES } from '../src/index.ts';

describe('the list of stateful types', () => {
  const types = new Map(
    loadAwsServiceSpecSync()
      .all('resource')
      .map((resource) => [resource.cloudFormationType, resource]),
  );

  test('holds every type that the resource specification marks as stateful', () => {
    const marked = [...types.values()].filter(({ isStateful }) => isStateful).map((type) => type.cloudFormationType);

    expect(marked.length).toBeGreaterThan(20);
    expect(marked.filter((type) => !Object.hasOwn(STATEFUL_TYPES, type))).toEqual([]);
  });

  test.each(Object.entries(STATEFUL_TYPES))(
    '%s exists, with the properties that are named',
    (type, { name, onlyWith }) => {
      const properties = Object.keys(types.get(type)?.properties ?? {});

      expect(properties).toEqual(expect.arrayContaining([name, onlyWith].filter((property) => property !== undefined)));
      expect(types.has(type)).toBe(true);
    },
  );
});
