import type { NamedPolicy, Principal, ResourcePolicy } from '../iam/types.ts';
import { isRecord, list, record, texts } from '../lake-formation/properties.ts';
import { isUnresolved } from '../template/unresolved.ts';

/** Services by the policies that their resources have, which may allow what no policy of the principal speaks of. */
const SERVICES: Readonly<Record<ResourcePolicy['kind'], string>> = {
  's3-bucket': 's3',
  'kms-key': 'kms',
  'role-trust': 'sts',
};

/** Which actions a principal's policies speak of at all, allowing or denying. A quick look before the exact one. */
export class ActionsOf {
  readonly #patterns: readonly RegExp[];
  /** Whether a policy could speak of anything: it excludes actions, or its text is not known. */
  readonly #isOpen: boolean;
  readonly #services: ReadonlySet<string>;
  readonly #known = new Map<string, boolean>();

  constructor(principal: Principal | undefined, resourcePolicies: readonly ResourcePolicy[]) {
    this.#services = new Set(resourcePolicies.map(({ kind }) => SERVICES[kind]));
    const policies = [...(principal?.identityPolicies ?? []), ...(principal?.boundary ? [principal.boundary] : [])];
    const statements = policies.flatMap(statementsOf);
    this.#isOpen =
      policies.some(({ unknown }) => unknown !== undefined) ||
      statements.some(({ NotAction, Action }) => NotAction !== undefined || texts(Action).some(isUnresolved));
    const actions = new Set(statements.flatMap(({ Action }) => texts(Action)));
    this.#patterns = [...actions].map(toPattern);
  }

  has(action: string): boolean {
    const known = this.#known.get(action);
    if (known !== undefined) return known;
    const [service = ''] = action.split(':');
    const has = this.#isOpen || this.#services.has(service) || this.#patterns.some((pattern) => pattern.test(action));
    this.#known.set(action, has);
    return has;
  }
}

const statementsOf = ({ document }: NamedPolicy) => list(record(document).Statement).filter(isRecord);

function toPattern(action: string): RegExp {
  const escaped = action
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i');
}
