import { importJWK, type JWK, SignJWT } from 'jose';
import { logoutEvent, noticeBackoffMs } from '../domain/logout-notice.ts';
import { readClient } from '../store/clients.ts';
import {
  deleteNotice,
  type LogoutNotice,
  postponeNotice,
  type TakenNotice,
  takeNotices,
} from '../store/logout-notices.ts';
import type { Deps } from './deps.ts';

const batch = 10;
/** Longer than a client is waited for, so that no other process tells it meanwhile. */
const takenForMs = 60_000;

/**
 * Tells clients that people signed out (OpenID Connect Back-Channel Logout 1.0), until each has answered that it heard, at least once. Answers
 * whether there may be more.
 */
export async function sendLogoutNotices(deps: Deps): Promise<boolean> {
  const at = deps.now();
  const until = new Date(at.getTime() + takenForMs);
  const notices = await takeNotices(deps.db, { at, until, limit: batch });
  await Promise.all(notices.map((notice) => tell(deps, notice)));
  return notices.length === batch;
}

async function tell(deps: Deps, notice: TakenNotice): Promise<void> {
  const { id, clientId, tries, endsAt } = notice;
  const now = deps.now();
  const client = await readClient(deps.db, clientId, '*');
  const address = client?.revokedAt ? undefined : client?.settings.backchannel_logout_uri;
  if (address === undefined) return deleteNotice(deps.db, id);
  if (endsAt <= now) {
    deps.log.warn({ notice: id, client: clientId, tries }, 'a client did not hear of a sign-out');
    return deleteNotice(deps.db, id);
  }
  const keyring = client?.settings.one_login ? deps.keyrings.one_login : deps.keyrings.standard;
  const [key] = keyring?.keys() ?? [];
  const byRsa = client?.settings.id_token_signed_response_alg === 'RS256' ? key?.rsa : undefined;
  const problem = key ? await send(deps, byRsa ?? key.jwk, address, notice) : 'no such issuer';
  if (problem === undefined) return deleteNotice(deps.db, id);
  deps.log.warn(
    { notice: id, client: clientId, tries, problem },
    'a client will be told of a sign-out again',
  );
  await postponeNotice(deps.db, id, new Date(now.getTime() + noticeBackoffMs(tries)));
}

/** Answers what went wrong; nothing when the client has heard. */
async function send(
  deps: Deps,
  key: JWK,
  address: string,
  notice: LogoutNotice,
): Promise<string | undefined> {
  const body = new URLSearchParams({ logout_token: await logoutToken(deps, key, notice) });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  try {
    const answer = await deps.callClient(address, { method: 'POST', headers, body });
    await answer.body?.cancel();
    return answer.status === 200 || answer.status === 204 ? undefined : `status ${answer.status}`;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

/** Made for each try, since it does not last; its identifier stays, by which a client knows what it has heard already. */
async function logoutToken({ now }: Deps, key: JWK, notice: LogoutNotice): Promise<string> {
  const { alg = 'ES256', kid } = key;
  const at = Math.floor(now().getTime() / 1000);
  const claims = { events: { [logoutEvent]: {} }, ...(notice.sid !== null && { sid: notice.sid }) };
  return new SignJWT(claims)
    .setProtectedHeader({ alg, typ: 'logout+jwt', ...(kid && { kid }) })
    .setIssuer(notice.issuer)
    .setAudience(notice.clientId)
    .setSubject(notice.subject)
    .setJti(notice.id)
    .setIssuedAt(at)
    .setExpirationTime(at + 120)
    .sign(await importJWK(key, alg));
}
