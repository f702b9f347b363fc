import { GetDataLakeSettingsCommand, type PrincipalPermissions } from '@aws-sdk/client-lakeformation';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { fail, type Outcome, pass } from '../types.ts';

/** Nothing new is open to IAM alone, and the administrator's role is an administrator. */
export async function checkLakeSettings({ clients }: VerifyContext, stack: DeployedStack): Promise<Outcome> {
  const { DataLakeSettings: settings = {} } = await clients.lakeFormation.send(new GetDataLakeSettingsCommand({}));
  const open = [
    ...openTo('databases', settings.CreateDatabaseDefaultPermissions),
    ...openTo('tables', settings.CreateTableDefaultPermissions),
  ];
  if (open.length > 0) {
    return fail(
      `new ${open.join(' and ')} are open by default to whoever IAM lets in`,
      "somebody changed Lake Formation's settings, or Lake Formation ignored the empty lists (a known fault of its API)",
      `wait an hour for the settings function of ${stack.name} to repair them, or clear both boxes under Lake Formation > Data catalog settings`,
    );
  }
  const administrator = stack.output('AdministratorRoleArn');
  const administrators = (settings.DataLakeAdmins ?? []).map((admin) => admin.DataLakePrincipalIdentifier);
  if (administrator !== undefined && !administrators.includes(administrator)) {
    return fail(
      `${administrator} is no data lake administrator`,
      "somebody replaced the account's administrators",
      `wait an hour for the settings function of ${stack.name} to repair them, or add the role under Lake Formation > Administrative roles`,
    );
  }
  return pass(`the default permissions are empty; ${administrators.length} administrators`);
}

const openTo = (what: string, defaults: readonly PrincipalPermissions[] | undefined): string[] =>
  (defaults ?? []).length > 0 ? [what] : [];
