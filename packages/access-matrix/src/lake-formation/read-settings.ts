import type { PolicySource } from '../iam/types.ts';
import type { AccessResource } from '../template/types.ts';
import { type Finding, fact } from './finding.ts';
import { readLakeSettingsResource } from './lake-settings-resource.ts';
import { list, record, text } from './properties.ts';
import { sourceOf } from './read-grants.ts';
import type { LakeModel, LakeProblem } from './types.ts';

/** Group that stands for "IAM alone decides". */
export const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

export interface Settings extends Pick<LakeModel, 'admins' | 'readOnlyAdmins' | 'catalogOpen' | 'problems'> {
  /** Whether IAMAllowedPrincipals gets Super on new databases. */
  readonly newDatabasesOpen: Finding;
  /** Of the account; a database's own setting goes over it. */
  readonly newTablesOpen: Finding;
}

/**
 * The settings of one account and Region. Nothing said means AWS's default, which is open.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html
 */
export function readSettings(resources: readonly AccessResource[]): Settings {
  const plain = resources.filter(({ type }) => type === 'AWS::LakeFormation::DataLakeSettings');
  const enforced = resources.flatMap((resource) => readLakeSettingsResource(resource) ?? []);
  const closing = enforced.find(({ emptiesDefaults }) => emptiesDefaults);
  const strict = enforced.find(({ closesCatalog }) => closesCatalog);
  const defaults = (name: string) =>
    closing
      ? fact('deny', `${closing.label} empties ${name} and reads it back`, closing.source)
      : defaultPermissions(plain, name);
  return {
    admins: [...principalsOf(plain, 'Admins'), ...enforced.flatMap(({ admins }) => admins)].filter(isFirst),
    readOnlyAdmins: principalsOf(plain, 'ReadOnlyAdmins'),
    newDatabasesOpen: defaults('CreateDatabaseDefaultPermissions'),
    newTablesOpen: defaults('CreateTableDefaultPermissions'),
    catalogOpen: strict
      ? fact('deny', `${strict.label} revokes CREATE_DATABASE from IAMAllowedPrincipals`, strict.source)
      : fact(
          'allow',
          'IAMAllowedPrincipals may create databases: AWS gives it that right, and nothing in the templates revokes it',
        ),
    problems: [...tooManySettings(plain), ...(closing ? [] : plain.flatMap(notReadBack))],
  };
}

const isFirst = <Item extends { readonly arn: string }>(item: Item, index: number, all: readonly Item[]) =>
  all.findIndex(({ arn }) => arn === item.arn) === index;

function principalsOf(settings: readonly AccessResource[], property: string): { arn: string; source: PolicySource }[] {
  return settings.flatMap((resource) =>
    list(resource.properties[property]).flatMap((entry) => {
      const arn = text(record(entry).DataLakePrincipalIdentifier);
      return arn === undefined ? [] : [{ arn, source: sourceOf(resource) }];
    }),
  );
}

function defaultPermissions(settings: readonly AccessResource[], name: string): Finding {
  const setter = settings.find(({ properties }) => properties[name] !== undefined);
  if (!setter) return fact('allow', `nothing sets ${name}, and AWS's default gives IAMAllowedPrincipals Super`);
  const open = givesSuperToEverybody(setter.properties[name]);
  return fact(
    open ? 'allow' : 'deny',
    `${setter.logicalId} ${open ? 'gives IAMAllowedPrincipals Super by' : 'empties'} ${name}`,
    sourceOf(setter),
  );
}

/** Whether a list of default permissions has an entry for IAMAllowedPrincipals. */
export function givesSuperToEverybody(permissions: unknown): boolean {
  return list(permissions).some((entry) => {
    const { Principal, Permissions } = record(entry);
    const principal = text(record(Principal).DataLakePrincipalIdentifier);
    return principal === IAM_ALLOWED_PRINCIPALS && list(Permissions).length > 0;
  });
}

function tooManySettings(settings: readonly AccessResource[]): LakeProblem[] {
  const [first, second] = settings;
  if (!first || !second) return [];
  const message = `${second.logicalId}: ${first.logicalId} sets the data lake settings already, and an account has one set in a Region; keep one of them`;
  return [{ severity: 'error', rule: 'one-settings', message, source: sourceOf(second) }];
}

/** CloudFormation is reported to ignore the empty lists (aws-cloudformation/cloudformation-coverage-roadmap 2197). */
function notReadBack(resource: AccessResource): LakeProblem[] {
  const empty = ['CreateDatabaseDefaultPermissions', 'CreateTableDefaultPermissions'].filter((name) => {
    const value = resource.properties[name];
    return Array.isArray(value) && value.length === 0;
  });
  if (empty.length === 0) return [];
  const message = `${resource.logicalId}: empties ${empty.join(' and ')}, which CloudFormation is reported to ignore; read the settings back after deployment`;
  return [{ severity: 'warning', rule: 'settings-not-read-back', message, source: sourceOf(resource) }];
}
