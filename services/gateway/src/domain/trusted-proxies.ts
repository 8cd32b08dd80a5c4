/** Where a request really came from, according to the proxies that are trusted to say so. */
export interface Origin {
  proto: 'http' | 'https';
  host: string;
  forwardedFor: string;
}

/** The headers of a proxy in front, as it sent them. */
export interface ProxyClaims {
  proto: string | undefined;
  host: string | undefined;
  forwardedFor: string | undefined;
}

/**
 * Works out the origin of a request. Claims count only when `trusted`; then a nonsensical one counts as absent. `encrypted` is
 * whether the connection to the gateway itself was.
 */
export function originOf(
  connection: { address: string; host: string; encrypted: boolean },
  claims: ProxyClaims,
  trusted: boolean,
): Origin {
  const own: Origin = {
    proto: connection.encrypted ? 'https' : 'http',
    host: connection.host,
    forwardedFor: connection.address,
  };
  if (!trusted) return own;
  const before =
    claims.forwardedFor && /^[\w.:,[\] -]{1,500}$/.test(claims.forwardedFor)
      ? claims.forwardedFor
      : undefined;
  return {
    proto: claims.proto === 'https' || claims.proto === 'http' ? claims.proto : own.proto,
    host: claims.host !== undefined && isHost(claims.host) ? claims.host : own.host,
    forwardedFor: before === undefined ? own.forwardedFor : `${before}, ${own.forwardedFor}`,
  };
}

/** Whether a Host header is a plain host with an optional port: a name, an IPv4 address or an IPv6 address in brackets. */
export function isHost(host: string): boolean {
  return host.length <= 255 && /^([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(host);
}
