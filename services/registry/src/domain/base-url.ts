/** An address that gateways may send traffic to, or why it is none. */
export type CheckedUrl = { readonly origin: string } | { readonly problem: string };

/**
 * Checks the address of an implementation and brings it into one form, its origin. Traffic of departments and the gateways' key go there, so it is an origin and
 * nothing else, and none of the addresses at which machines find their own cloud's secrets (link-local, RFC 3927 and RFC 4291) or nothing at all.
 */
export function checkBaseUrl(text: string): CheckedUrl {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (!url) return { problem: 'must be an http or https address, such as http://payments:8180' };
  if (url.username !== '' || url.password !== '') return { problem: 'must not hold credentials' };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    return { problem: 'must not have a path, a query or a fragment' };
  }
  if (isForbidden(url.hostname)) {
    return { problem: 'must not be a link-local, unspecified or multicast address' };
  }
  return { origin: url.origin };
}

// A URL's host is in its canonical form already: 0x7f.1 and 2130706433 have become 127.0.0.1, and IPv6 is compressed.
function isForbidden(host: string): boolean {
  if (host.startsWith('[')) return isForbiddenIpv6(host.slice(1, -1));
  const [first = Number.NaN, second] = /^(\d+\.){3}\d+$/.test(host) ? host.split('.').map(Number) : [];
  return first === 0 || first >= 224 || (first === 169 && second === 254);
}

function isForbiddenIpv6(address: string): boolean {
  // The address of Amazon's metadata is no link-local one.
  if (address === '::' || /^(fe[89ab]|ff)/.test(address) || address === 'fd00:ec2::254') return true;
  const embedded = address === '::1' ? undefined : embeddedIpv4(groupsOf(address));
  return embedded !== undefined && isForbidden(embedded);
}

/** The IPv4 address that an IPv6 one leads to: mapped, compatible or translated (RFC 4291, RFC 2765), by NAT64 (RFC 6052, RFC 8215) or 6to4 (RFC 3056). */
function embeddedIpv4([first = 0, second = 0, ...rest]: readonly number[]): string | undefined {
  const [third = 0, fourth = 0] = rest;
  if (first === 0x2002) return dotted([second, third]);
  const isTranslated = first === 0x64 && second === 0xff9b;
  return isTranslated || (first | second | third | fourth) === 0 ? dotted(rest.slice(-2)) : undefined;
}

function groupsOf(address: string): number[] {
  const [head = [], tail = []] = address
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function dotted(halves: readonly number[]): string {
  return halves.flatMap((half) => [half >> 8, half & 255]).join('.');
}
