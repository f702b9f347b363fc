import { BlockList, isIP } from 'node:net';

/**
 * Whether the address is in the range (CIDR, or one address), or undefined if either is not an address. A range of one
 * IP version never holds an address of the other.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function ipInRange(address: string, range: string): boolean | undefined {
  const [network = '', prefix, ...more] = range.split('/');
  const version = isIP(network);
  const ownVersion = isIP(address);
  const bits = prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix);
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && bits <= (version === 4 ? 32 : 128));
  if (version === 0 || ownVersion === 0 || !isPrefix || more.length > 0) return undefined;
  if (version !== ownVersion) return false;
  const list = new BlockList();
  const family = version === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, bits, family);
  return list.check(address, family);
}
