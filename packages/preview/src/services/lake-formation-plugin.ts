import type { TemplateResources } from '../observability/types.ts';
import type { ServicePlugin } from '../types.ts';
import { type JsonObject, operationOf, type PluginResponse, protocolOf, unsupported } from './protocol.ts';
import { objects } from './template.ts';

/** What an account has that nobody changed: everything new is open to IAM alone. */
const OPEN: readonly JsonObject[] = [
  { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] },
];

/**
 * AWS Lake Formation: the settings that the templates make, or those of an account that nobody changed.
 * @see https://docs.aws.amazon.com/lake-formation/latest/APIReference/API_GetDataLakeSettings.html
 */
export function createLakeFormationPlugin(resources: TemplateResources): ServicePlugin {
  return {
    signingName: 'lakeformation',
    async handle(request): Promise<PluginResponse> {
      if (request.method !== 'POST' || request.path !== '/GetDataLakeSettings') {
        return unsupported(request, 'lakeformation', operationOf(request, protocolOf(request)));
      }
      const body = JSON.stringify({ DataLakeSettings: settingsOf(resources) });
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
    dispose: async () => {},
  };
}

function settingsOf(resources: TemplateResources): JsonObject {
  const [settings] = resources.ofType('AWS::LakeFormation::DataLakeSettings');
  const defaults = (property: string) => {
    const value = settings?.properties[property];
    return value === undefined ? OPEN : objects(value);
  };
  return {
    DataLakeAdmins: objects(settings?.properties.Admins),
    CreateDatabaseDefaultPermissions: defaults('CreateDatabaseDefaultPermissions'),
    CreateTableDefaultPermissions: defaults('CreateTableDefaultPermissions'),
  };
}
