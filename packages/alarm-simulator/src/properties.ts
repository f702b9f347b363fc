import type { Problem } from './types.ts';

/** Strict reading of CloudFormation properties: each fault becomes a {@link Problem} with its path. */

type Properties = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Intrinsic functions must be resolved before the simulator sees them. */
function isIntrinsic(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

/** Reads one object of properties; whoever is done with it calls {@link rejectUnknown}. */
export class PropertyReader {
  readonly #properties: Properties;
  readonly #path: string;
  readonly #errors: Problem[];
  readonly #known = new Set<string>();

  constructor(properties: unknown, path: string, errors: Problem[]) {
    this.#path = path;
    this.#errors = errors;
    this.#properties = isRecord(properties) ? properties : {};
    if (!isRecord(properties)) errors.push({ path, message: `${show(properties)} is no object of properties` });
  }

  path(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  has(name: string): boolean {
    this.#known.add(name);
    return this.#properties[name] !== undefined;
  }

  refuse(name: string, message: string): void {
    this.#errors.push({ path: this.path(name), message });
  }

  /** The raw value; an unresolved intrinsic function is a fault. */
  #take(name: string): unknown {
    this.#known.add(name);
    const value = this.#properties[name];
    if (!isIntrinsic(value)) return value;
    this.refuse(name, `${show(value)} is not resolved: give the value that it stands for`);
    return undefined;
  }

  string(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    this.refuse(name, `${show(value)} is no text: write at least one character`);
    return undefined;
  }

  /** A text that may be empty, such as a description or a label. */
  text(name: string): string | undefined {
    return this.has(name) && this.#properties[name] === '' ? '' : this.string(name);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.refuse(name, `${show(value)} is unknown: write ${choices.join(', ')}`);
    return found;
  }

  /** CloudFormation takes `"60"` for `60`, and so does the simulator. */
  number(name: string): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    this.refuse(name, `${show(value)} is no number`);
    return undefined;
  }

  /** @param least smallest number allowed */
  integer(name: string, least: number): number | undefined {
    const value = this.number(name);
    if (value === undefined || (Number.isInteger(value) && value >= least)) return value;
    this.refuse(name, `${show(value)} is out of range: write a whole number of at least ${least}`);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    this.refuse(name, `${show(value)} is neither true nor false`);
    return undefined;
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#take(name);
    if (value === undefined || Array.isArray(value)) return value;
    this.refuse(name, `${show(value)} is no list`);
    return undefined;
  }

  strings(name: string): string[] {
    return (this.list(name) ?? []).flatMap((item, index) => {
      if (typeof item === 'string' && item !== '') return [item];
      const unresolved = isIntrinsic(item) ? 'is not resolved: give the value that it stands for' : 'is no text';
      this.refuse(`${name}[${index}]`, `${show(item)} ${unresolved}`);
      return [];
    });
  }

  /** Another object of properties below this one. */
  object(name: string): PropertyReader | undefined {
    const value = this.#take(name);
    return value === undefined ? undefined : new PropertyReader(value, this.path(name), this.#errors);
  }

  objects(name: string): PropertyReader[] {
    return (this.list(name) ?? []).map(
      (item, index) => new PropertyReader(item, `${this.path(name)}[${index}]`, this.#errors),
    );
  }

  rejectUnknown(): void {
    for (const name of Object.keys(this.#properties)) {
      if (this.#known.has(name)) continue;
      const alike = [...this.#known].find((known) => known.toLowerCase() === name.toLowerCase());
      this.refuse(name, alike === undefined ? 'is no property here: remove it' : `is no property here: write ${alike}`);
    }
  }
}
