import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Whether an IP address may be reached from anywhere, so that calling it reveals nothing of the network that this process stands in. IPv4 without
 * the special-purpose blocks (IANA registry, RFC 6890 and its updates); of IPv6 only global unicast without documentation, Teredo and 6to4,
 * so that no form of an IPv4 address inside an IPv6 one passes.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return isIPv6(address) && globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** Whether an IP address is this machine itself. */
export function isLoopback(address: string): boolean {
  return isIPv4(address) ? address.startsWith('127.') : address === '::1';
}

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const special = new BlockList();
for (const block of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]) {
  const [network = '', prefix] = block.split('/');
  special.addSubnet(network, Number(prefix), isIPv4(network) ? 'ipv4' : 'ipv6');
}
