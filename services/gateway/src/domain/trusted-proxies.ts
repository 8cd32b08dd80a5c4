/** Where a request really came from, according to the proxies that are trusted to say so. */
export interface Origin {
  proto: 'http' | 'https';
  host: string;
  /** The client's address, then those of the proxies that it came through, separated by commas. */
  forwardedFor: string;
}

/** The headers of a proxy in front, as it sent them. */
export interface ProxyClaims {
  proto: string | undefined;
  host: string | undefined;
  forwardedFor: string | undefined;
}

/**
 * Works out the origin of a request. Claims count only when the connection's address `isTrusted`; then a nonsensical one counts as absent.
 * `encrypted` is whether the connection to the gateway itself was.
 */
export function originOf(
  connection: { address: string; host: string; encrypted: boolean },
  claims: ProxyClaims,
  isTrusted: (address: string) => boolean,
): Origin {
  const own: Origin = {
    proto: connection.encrypted ? 'https' : 'http',
    host: connection.host,
    forwardedFor: connection.address,
  };
  if (!isTrusted(connection.address)) return own;
  const before =
    claims.forwardedFor && /^[\w.:,[\] -]{1,500}$/.test(claims.forwardedFor)
      ? claims.forwardedFor
      : undefined;
  return {
    proto: claims.proto === 'https' || claims.proto === 'http' ? claims.proto : own.proto,
    host: claims.host !== undefined && isHost(claims.host) ? claims.host : own.host,
    forwardedFor: [...vouchedFor(before, isTrusted), own.forwardedFor].join(', '),
  };
}

/** The client and the proxies after it. Each proxy adds whom it heard: what stands before the last one that is none of ours, anybody may have sent. */
function vouchedFor(told: string | undefined, isTrusted: (address: string) => boolean): readonly string[] {
  const addresses = (told ?? '').split(',').flatMap((address) => address.trim() || []);
  const client = addresses.findLastIndex((address) => !isTrusted(address));
  return addresses.slice(Math.max(client, 0));
}

/** Whether a Host header is a plain host with an optional port: a name, an IPv4 address or an IPv6 address in brackets. */
export function isHost(host: string): boolean {
  return host.length <= 255 && /^([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(host);
}
