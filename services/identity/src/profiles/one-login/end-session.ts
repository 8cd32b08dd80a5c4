import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { tellClient } from '../../engine/logout-notices.ts';

/** Ends the session of a browser at this issuer, and with it all that its sign-ins gave rise to; every client that wants to hears of it. */
export async function endSession(
  provider: Provider,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const context = provider.createContext(request, reply);
  const session = await provider.Session.get(context);
  const { accountId, authorizations = {} } = session;
  if (accountId === undefined) return;
  for (const [clientId, { grantId, sid }] of Object.entries(authorizations)) {
    await tellClient(provider, clientId, { accountId, sid: sid ?? '' });
    if (grantId === undefined) continue;
    await provider.AccessToken.revokeByGrantId(grantId);
    await provider.AuthorizationCode.revokeByGrantId(grantId);
    await (await provider.Grant.find(grantId))?.destroy();
  }
  await session.destroy();
  context.cookies.set(provider.cookieName('session'), null);
}
