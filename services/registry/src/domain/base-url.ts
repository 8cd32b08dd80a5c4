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
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  if (mapped) return isForbidden(dotted(mapped[1] ?? '', mapped[2] ?? ''));
  if (host.startsWith('[')) return host === '[::]' || /^\[(fe[89ab]|ff)/.test(host);
  const [first = Number.NaN, second] = /^(\d+\.){3}\d+$/.test(host) ? host.split('.').map(Number) : [];
  return first === 0 || first >= 224 || (first === 169 && second === 254);
}

function dotted(high: string, low: string): string {
  const halves = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return halves.flatMap((half) => [half >> 8, half & 255]).join('.');
}
