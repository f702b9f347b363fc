import { objectArnPrefix, type S3Location } from './s3-location.ts';
import type { LakeModel } from './types.ts';

/**
 * ARNs of what is in a lake, each made once: every principal is asked about the same resources, and a text that is the
 * same object is found in a map without being read again.
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export class LakeArns {
  readonly catalog: string;
  /** Start of every database's. */
  readonly anyDatabase: string;
  readonly #glue: string;
  readonly #partition: string;
  readonly #databases = new Map<string, string>();
  readonly #tables = new Map<string, Map<string, string>>();
  readonly #objects = new WeakMap<S3Location, string>();

  constructor({ partition, region, account }: Pick<LakeModel, 'partition' | 'region' | 'account'>) {
    this.#glue = `arn:${partition}:glue:${region}:${account}:`;
    this.#partition = partition;
    this.catalog = `${this.#glue}catalog`;
    this.anyDatabase = `${this.#glue}database/`;
  }

  database(name: string): string {
    return this.#databases.get(name) ?? keep(this.#databases, name, this.anyDatabase + name);
  }

  /** Start of every table's in the database. */
  anyTable(database: string): string {
    return `${this.#glue}table/${database}/`;
  }

  table(database: string, name: string): string {
    const tables = this.#tables.get(database) ?? keep(this.#tables, database, new Map());
    return tables.get(name) ?? keep(tables, name, this.anyTable(database) + name);
  }

  /** Start of every object's at the place, with a slash at its end. */
  objects(location: S3Location): string {
    return this.#objects.get(location) ?? keep(this.#objects, location, objectArnPrefix(location, this.#partition));
  }
}

function keep<Key, Value>(cache: { set(key: Key, value: Value): unknown }, key: Key, value: Value): Value {
  cache.set(key, value);
  return value;
}
