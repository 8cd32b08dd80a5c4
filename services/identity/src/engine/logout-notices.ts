import type { Queryable } from '@ashlar/postgres';
import type { Client, Provider } from 'oidc-provider';
import { noticeKeptMs } from '../domain/logout-notice.ts';
import { insertNotice } from '../store/logout-notices.ts';

/**
 * Has the engine store that a client is to hear of a sign-out, where it would call the client itself once and forget it. What cannot be stored
 * stops the sign-out, before the session has ended.
 */
export function storeLogoutNotices(provider: Provider, issuer: string, db: Queryable): void {
  provider.Client.prototype.backchannelLogout = async function store(this: Client, sub: string, sid: string) {
    const at = new Date();
    await insertNotice(db, {
      clientId: this.clientId,
      issuer,
      subject: await subjectFor(provider, this, sub),
      sid: this.backchannelLogoutSessionRequired ? sid : null,
      at,
      endsAt: new Date(at.getTime() + noticeKeptMs),
    });
    return undefined;
  };
  provider.on('backchannel.error', (_context, error) => {
    throw error;
  });
}

/** Has a client hear that a session ended, if it wants to. */
export async function tellClient(
  provider: Provider,
  clientId: string,
  { accountId, sid }: { accountId: string; sid: string },
): Promise<void> {
  const client = (await provider.Client.find(clientId)) as Hearer | undefined;
  if (client?.backchannelLogoutUri) await client.backchannelLogout(accountId, sid);
}

/** What the engine's types do not say of a client. */
type Hearer = Client & { backchannelLogout(accountId: string, sid: string): Promise<unknown> };

/** The name under which the client knows the person. */
async function subjectFor(provider: Provider, client: Client, sub: string): Promise<string> {
  const token = Object.assign(new provider.IdToken({ sub }, { client }), { mask: { sub: null } });
  return String((await token.payload()).sub);
}
