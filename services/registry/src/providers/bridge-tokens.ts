import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Gives the bridge an access token for the change feed of a component. `refused`: the one before was not taken. */
export type BridgeTokens = (component: string, refused?: boolean) => Promise<string>;

/** The tokens that the configuration names. */
export function bridgeTokens(config: {
  bridgeTokens?: string | undefined;
  bridgeTokenUrl?: string | undefined;
  bridgeClientId?: string | undefined;
  bridgeClientSecret?: string | undefined;
}): BridgeTokens {
  const { bridgeTokenUrl: url, bridgeClientId: id, bridgeClientSecret: secret } = config;
  if (config.bridgeTokens !== undefined) return storedTokens(config.bridgeTokens);
  if (url !== undefined && id !== undefined && secret !== undefined) return clientTokens({ url, id, secret });
  return async () => {
    throw new Error(
      'The bridge has no access tokens: BRIDGE_TOKENS or BRIDGE_TOKEN_URL, BRIDGE_CLIENT_ID and BRIDGE_CLIENT_SECRET say where they come from',
    );
  };
}

/** Tokens that somebody else keeps fresh, a file per component. */
function storedTokens(folder: string): BridgeTokens {
  return async (component) => (await readFile(join(folder, component), 'utf8')).trim();
}

/** Tokens by client credentials (RFC 6749 section 4.4), each kept until half a minute before its end. */
function clientTokens(client: { url: string; id: string; secret: string }): BridgeTokens {
  const kept = new Map<string, { token: string; until: number }>();
  return async (component, refused = false) => {
    const known = kept.get(component);
    if (known && known.until > performance.now() && !refused) return known.token;
    const { token, expiresInS } = await askToken(client, component);
    kept.set(component, { token, until: performance.now() + (expiresInS - 30) * 1000 });
    return token;
  };
}

async function askToken(
  { url, id, secret }: { url: string; id: string; secret: string },
  component: string,
): Promise<{ token: string; expiresInS: number }> {
  const form = {
    grant_type: 'client_credentials',
    scope: `${component}:changes`,
    resource: `urn:ashlar:${component}`,
  };
  const credentials = [id, secret].map(encodeURIComponent).join(':');
  const reply = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams(form),
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  const body = (await reply.json().catch(() => ({}))) as Record<string, unknown>;
  if (!reply.ok || typeof body.access_token !== 'string') {
    throw new Error(`The token endpoint answers ${reply.status} ${String(body.error ?? '')}`.trimEnd());
  }
  return { token: body.access_token, expiresInS: Number(body.expires_in ?? 60) };
}
