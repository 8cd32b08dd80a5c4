import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../usecases/deps.ts';
import { rememberDevice } from '../usecases/devices.ts';

const name = 'identity_device';
const yearS = 365 * 86_400;

/** What the browser says of accounts that signed in there. */
export function deviceOf(request: FastifyRequest): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[name];
}

/** Has the browser remember, for a year, that the address signed in there. */
export function rememberOn(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  deps: Deps,
  email: string,
): void {
  const cookie = stringifySetCookie({
    name,
    value: rememberDevice(deps, deviceOf(request), email),
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.publicUrl.startsWith('https:'),
    maxAge: yearS,
  });
  reply.header('set-cookie', cookie);
}
