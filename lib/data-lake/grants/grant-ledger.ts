import { type GrantTarget, targetText } from './permissions.ts';

/** What one principal holds on one table. */
interface Held {
  /** Grants that open all of it. */
  readonly whole: GrantTarget[];
  /** Text of the grants through a filter. */
  readonly partial: string[];
}

/**
 * Remembers every grant of a lake and refuses those that Lake Formation would refuse beside them, or that would undo
 * each other. Knows nothing of CloudFormation: a principal is a text.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/data-filtering-notes.html
 */
export class GrantLedger {
  private readonly administrators: ReadonlySet<string>;
  private readonly held = new Map<string, Map<string, Held>>();
  private readonly wildcards = new Map<string, Map<string, GrantTarget[]>>();
  private readonly given = new Map<string, boolean>();

  /** @param administrators - Data lake administrators: they get nothing by grants. */
  constructor(administrators: Iterable<string>) {
    this.administrators = new Set(administrators);
  }

  /** Notes a grant that has no problem. Returns whether it is new: the same grant twice is one grant. */
  add(principal: string, target: GrantTarget, grantable: boolean): boolean {
    const key = keyOf(principal, target);
    if (this.given.has(key)) return false;
    this.given.set(key, grantable);
    this.note(principal, target);
    return true;
  }

  /** Why the grant cannot be given and what to do instead; nothing when it can. */
  problem(principal: string, target: GrantTarget, grantable = false): string | undefined {
    if ((this.given.get(keyOf(principal, target)) ?? grantable) !== grantable) {
      return 'it has it already, once with and once without the right to grant it on; decide for one of them';
    }
    if (this.administrators.has(principal)) {
      // A revoke for somebody who is an administrator too fails, and with it the deletion of the grant.
      return 'it is a data lake administrator, which can give itself what it needs; grant to another role';
    }
    if (target.type === 'rows-and-columns') return this.partialProblem(principal, target);
    if (target.type === 'table') {
      const [filtered] = this.heldOn(principal, target.database, target.table).partial;
      return filtered === undefined ? undefined : besides(target, filtered);
    }
    if (target.type === 'all-tables') {
      const filtered = this.filteredIn(principal, target.database);
      return filtered === undefined ? undefined : besides(target, filtered);
    }
    return undefined;
  }

  private partialProblem(
    principal: string,
    target: Extract<GrantTarget, { type: 'rows-and-columns' }>,
  ): string | undefined {
    const { whole, partial } = this.heldOn(principal, target.database, target.table);
    const [wide] = [...whole, ...(this.wildcards.get(principal)?.get(target.database) ?? [])];
    if (wide !== undefined) return besides(wide, targetText(wide));
    const [other] = partial;
    if (other === undefined || other === targetText(target)) return undefined;
    return `it has ${other} already, and what two filters on one table show together is not documented; put both into one`;
  }

  private note(principal: string, target: GrantTarget): void {
    if (target.type === 'table') this.heldOn(principal, target.database, target.table).whole.push(target);
    if (target.type === 'rows-and-columns') {
      this.heldOn(principal, target.database, target.table).partial.push(targetText(target));
    }
    if (target.type === 'all-tables') {
      const databases = this.wildcards.get(principal) ?? new Map<string, GrantTarget[]>();
      databases.set(target.database, [...(databases.get(target.database) ?? []), target]);
      this.wildcards.set(principal, databases);
    }
  }

  private heldOn(principal: string, database: string, table: string): Held {
    const tables = this.held.get(principal) ?? new Map<string, Held>();
    this.held.set(principal, tables);
    const key = `${database}.${table}`;
    const held = tables.get(key) ?? { whole: [], partial: [] };
    tables.set(key, held);
    return held;
  }

  private filteredIn(principal: string, database: string): string | undefined {
    const tables = [...(this.held.get(principal) ?? new Map<string, Held>())];
    return tables.find(([key, { partial }]) => key.startsWith(`${database}.`) && partial.length > 0)?.[1].partial[0];
  }
}

const keyOf = (principal: string, target: GrantTarget): string => `${principal}: ${targetText(target)}`;

/** Why a grant on the whole table and one through a filter do not go together; `existing` is the one that was first. */
function besides(whole: GrantTarget, existing: string): string {
  const reason =
    whole.permission === 'DESCRIBE'
      ? 'SELECT implies DESCRIBE, and the two are refused together when columns or rows are hidden'
      : whole.permission === 'SELECT'
        ? 'grants add up, so that nothing would be hidden'
        : 'SELECT that hides columns or rows goes with no other permission on the table';
  return `it has ${existing} already; ${reason}; leave one of them out`;
}
