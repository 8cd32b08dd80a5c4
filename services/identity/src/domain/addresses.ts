/** Why a client cannot have a redirect address; undefined when it can. RFC 9700 section 2.1 and RFC 8252 section 7.3. */
export function addressProblem(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url) return 'is no absolute address';
  if (address.includes('#')) return 'must not have a fragment';
  if (url.username !== '' || url.password !== '') return 'must not hold a password';
  if (url.protocol === 'https:') return undefined;
  return isLoopback(address) ? undefined : 'must be https, or http on a loopback address';
}

/**
 * Whether scripts of an origin may use what a client gets: it is an origin that people are sent back to. On a person's own machine any port will do, as for the addresses
 * themselves.
 */
export function isOwnOrigin(origin: string, redirectUris: readonly string[]): boolean {
  const own = URL.parse(origin);
  return redirectUris.some((address) => {
    const url = URL.parse(address);
    if (!own || !url) return false;
    return isLoopback(address)
      ? own.protocol === 'http:' && own.hostname === url.hostname
      : own.origin === url.origin;
  });
}

/** Whether an address leads to the person's own machine, where a program may listen on any port. */
export function isLoopback(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
}
