import type { ServicePlugin } from '../types.ts';
import { rpcPlugin, succeed } from './protocol.ts';

/**
 * AWS STS: who calls is always the same user of the preview's account.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function createStsPlugin({ account }: { readonly account: string }): ServicePlugin {
  return rpcPlugin('sts', {
    GetCallerIdentity: () =>
      succeed({ Account: account, Arn: `arn:aws:iam::${account}:user/preview`, UserId: 'AIDAPREVIEWPREVIEWPRE' }),
  });
}
