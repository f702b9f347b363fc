import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { VerifyContext } from '../context.ts';
import { fail, type Outcome, pass } from '../types.ts';

/** Who runs the checks, and in which account. The call needs no permission. */
export async function checkCredentials({ clients }: VerifyContext): Promise<Outcome<string>> {
  const { Account, Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
  if (Account === undefined) {
    return fail('STS names no account', 'what answers is not AWS', 'correct --endpoint-url, or leave it out');
  }
  return pass(`${Arn} in account ${Account}`, Account);
}
