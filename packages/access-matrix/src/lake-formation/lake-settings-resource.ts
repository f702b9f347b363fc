import type { PolicySource } from '../iam/types.ts';
import type { AccessResource } from '../template/types.ts';
import { flag, isRecord, record, text, texts } from './properties.ts';

/**
 * Type of Inferwatch's own custom resource: it writes the data lake settings, reads them back, and in strict mode
 * revokes CREATE_DATABASE on the catalogue from IAMAllowedPrincipals, which CloudFormation cannot.
 */
export const LAKE_SETTINGS_TYPE = 'Custom::LakeSettings';

/** What a custom resource makes of the settings. */
export interface EnforcedSettings {
  readonly label: string;
  readonly source: PolicySource;
  readonly emptiesDefaults: boolean;
  readonly closesCatalog: boolean;
  readonly admins: readonly { readonly arn: string; readonly source: PolicySource }[];
}

/** The effect of a custom resource on the settings; undefined for a resource that is none of those known here. */
export function readLakeSettingsResource(resource: AccessResource): EnforcedSettings | undefined {
  if (resource.type === LAKE_SETTINGS_TYPE) return ownResource(resource);
  return resource.type === 'Custom::AWS' ? sdkCall(resource) : undefined;
}

function ownResource({ stack, logicalId, path, properties }: AccessResource): EnforcedSettings {
  const source = { stack, logicalId, path };
  return {
    label: logicalId,
    source,
    emptiesDefaults: true,
    closesCatalog: flag(properties.strict),
    admins: texts(properties.administrators).map((arn) => ({ arn, source })),
  };
}

/**
 * `AwsCustomResource` of the CDK: an SDK call written as JSON. Only the revocation that closes the catalogue is known.
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources.AwsCustomResource.html
 */
function sdkCall({ stack, logicalId, path, properties }: AccessResource): EnforcedSettings | undefined {
  const { service, action, parameters } = parse(properties.Create);
  if (!/lake-?formation/i.test(text(service) ?? '') || !/^revokePermissions/i.test(text(action) ?? ''))
    return undefined;
  const { Principal, Resource, Permissions } = record(parameters);
  const closes =
    text(record(Principal).DataLakePrincipalIdentifier) === 'IAM_ALLOWED_PRINCIPALS' &&
    isRecord(record(Resource).Catalog) &&
    texts(Permissions).includes('CREATE_DATABASE');
  return {
    label: logicalId,
    source: { stack, logicalId, path },
    emptiesDefaults: false,
    closesCatalog: closes,
    admins: [],
  };
}

function parse(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'string') return record(value);
  try {
    return record(JSON.parse(value));
  } catch {
    return {};
  }
}
