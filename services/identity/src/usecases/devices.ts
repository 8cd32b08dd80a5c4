import type { Deps } from './deps.ts';

/** The most accounts that a browser is known for. */
const most = 8;

/**
 * What a browser's cookie says of accounts that signed in there; its failures are counted by themselves, so that strangers who fail with an address elsewhere do not lock its owner
 * out. It holds digests of addresses only, sealed.
 */
interface Device {
  readonly id: string;
  readonly emails: readonly string[];
}

/** The name of a browser where the address has signed in before; undefined of any other. */
export function knownDevice(deps: Deps, cookie: string | undefined, email: string): string | undefined {
  const device = opened(deps, cookie);
  return device?.emails.includes(digestOf(deps, email)) ? device.id : undefined;
}

/** The cookie of a browser where the address has just signed in. */
export function rememberDevice(deps: Deps, cookie: string | undefined, email: string): string {
  const { id, emails } = opened(deps, cookie) ?? { id: deps.random(16).toString('base64url'), emails: [] };
  const digest = digestOf(deps, email);
  const known = [digest, ...emails.filter((one) => one !== digest)].slice(0, most);
  return deps.device.seal(JSON.stringify({ id, emails: known } satisfies Device)).toString('base64url');
}

function digestOf(deps: Deps, email: string): string {
  return deps.digest(`device\n${email}`).toString('base64url').slice(0, 22);
}

function opened(deps: Deps, cookie: string | undefined): Device | undefined {
  if (cookie === undefined) return undefined;
  try {
    return JSON.parse(deps.device.unseal(Buffer.from(cookie, 'base64url')));
  } catch {
    // Made up, or sealed under a key of before.
    return undefined;
  }
}
