import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type Adapter, type AdapterPayload, errors, interactionPolicy, Provider } from 'oidc-provider';
import { operatorToken, type Service } from '../fixtures.ts';

/** What an upstream knows of a person, by the person's `sub` there. */
export interface Citizen {
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** How it behaves: it answers with an outage, not at all, or with ID tokens and documents that are not as they have to be. */
export interface Ways {
  readonly outage?: boolean;
  /** Which of its addresses keep silent. */
  readonly silentAt?: string;
  /** Has an ID token say something else. */
  idToken?(claims: JWTPayload): JWTPayload;
  /** How it is signed: with a key that nobody published, or not at all. */
  readonly signs?: 'by another key' | 'not at all';
  /** Has the discovery document say something else. */
  discovery?(document: Record<string, unknown>): Record<string, unknown>;
}

/** An OpenID provider as another organisation would run it, with people of its own. */
export interface UpstreamParty {
  readonly issuer: string;
  readonly people: Map<string, Citizen>;
  /** What it was asked, oldest first: paths, without queries. */
  readonly asked: readonly string[];
  behave(ways: Ways): void;
  end(): Promise<void>;
}

export const upstreamClient = { id: 'ashlar', secret: 'a-secret-of-ours-at-the-upstream-provider' };

/** Starts one. `client` is what it knows of us beside the redirect addresses. */
export async function startUpstream(
  redirectUris: readonly string[],
  options: { client?: Record<string, unknown>; emailAtUserinfo?: boolean } = {},
): Promise<UpstreamParty> {
  const people = new Map<string, Citizen>();
  const asked: string[] = [];
  let ways: Ways = {};
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const { privateKey: stranger } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'upstream-key', alg: 'RS256', use: 'sig' };
  await exportJWK(publicKey);
  const silent = new Set<ServerResponse>();
  const server = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  const client: AdapterPayload = {
    client_id: upstreamClient.id,
    ...(options.client?.jwks === undefined && { client_secret: upstreamClient.secret }),
    redirect_uris: [...redirectUris],
    response_types: ['code'],
    application_type: 'native',
    ...options.client,
  };
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const provider: Provider = new Provider(issuer, {
    jwks: { keys: [jwk] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: options.emailAtUserinfo === true,
    cookies: { keys: ['a key for cookies'] },
    adapter: createMemory(client),
    ttl: {
      Interaction: 600,
      Grant: 600,
      Session: 600,
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
    },
    features: { devInteractions: { enabled: false } },
    renderError: (context, out) => {
      context.body = `${out.error}: ${out.error_description}`;
    },
    interactions: { policy, url: (_context, { uid }) => `/login/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();

  const answer = async (request: IncomingMessage, reply: ServerResponse) => {
    const [path = ''] = (request.url ?? '').split('?');
    asked.push(path);
    if (ways.outage) return void reply.writeHead(503).end();
    if (path === ways.silentAt) return void silent.add(reply);
    if (path.startsWith('/login/')) return login(request, reply);
    if (path === '/token' || path.startsWith('/.well-known/')) remake(path, reply);
    return void callback(request, reply);
  };

  /** The page on which people sign in there. */
  const login = async (request: IncomingMessage, reply: ServerResponse) => {
    if (request.method === 'GET') {
      const form =
        '<form method="post"><input name="sub"><button id="enter">In</button></form><form method="post"><button id="decline">No</button></form>';
      return void reply.writeHead(200, { 'content-type': 'text/html' }).end(form);
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const sub = new URLSearchParams(Buffer.concat(parts).toString()).get('sub');
    try {
      const result = sub ? { login: { accountId: sub } } : { error: 'access_denied' };
      await provider.interactionFinished(request, reply, result, { mergeWithLastSubmission: false });
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      reply.writeHead(400).end();
    }
  };

  /** The engine tells the truth; what is to be otherwise is changed on the way. */
  const remake = (path: string, reply: ServerResponse) => {
    const end = reply.end.bind(reply);
    const later = async (body: unknown) => {
      const text = String(body ?? '');
      end(text.startsWith('{') ? JSON.stringify(await changed(path, JSON.parse(text))) : text);
    };
    reply.removeHeader('content-length');
    const { setHeader } = reply;
    reply.setHeader = (name, value) =>
      name.toLowerCase() === 'content-length' ? reply : setHeader.call(reply, name, value);
    reply.end = ((body: unknown) => {
      void later(body);
      return reply;
    }) as typeof reply.end;
  };

  const changed = async (path: string, body: Record<string, unknown>) => {
    if (path === '/.well-known/openid-configuration') return ways.discovery?.(body) ?? body;
    if (typeof body.id_token !== 'string') return body;
    const claims = decodeJwt(body.id_token);
    return { ...body, id_token: await signed(ways.idToken?.(claims) ?? claims) };
  };

  const signed = async (claims: JWTPayload) => {
    if (ways.signs === 'not at all') {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'none' })}.${part(claims)}.`;
    }
    const key = ways.signs === 'by another key' ? stranger : privateKey;
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'upstream-key' }).sign(key);
  };

  return {
    issuer,
    people,
    asked,
    behave(next) {
      ways = next;
      for (const reply of silent) reply.destroy();
      silent.clear();
    },
    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where people come back to from a provider of this id, at every issuer of the service. */
export function returnsOf(service: Service, id: string): readonly string[] {
  return service.deps.upstreamReturns(id);
}

/** Registers an upstream at the service, which people are offered at once. */
export async function register(
  service: Service,
  id: string,
  upstream: Pick<UpstreamParty, 'issuer'>,
  changes: Record<string, unknown> = {},
) {
  const answer = await service.call('POST', '/ashlar/v1/upstreams', {
    token: await operatorToken(service),
    json: {
      id,
      names: { en: `Provider ${id}`, cy: `Darparwr ${id}` },
      issuer: upstream.issuer,
      client_id: upstreamClient.id,
      client_secret: upstreamClient.secret,
      admits_newcomers: true,
      trusts_email: true,
      state: 'enabled',
      ...changes,
    },
  });
  if (answer.status !== 201) throw new Error(`the provider was not registered: ${answer.text}`);
  return answer.json;
}

/** Changes one. */
export async function change(service: Service, id: string, json: Record<string, unknown>) {
  return service.call('PATCH', `/ashlar/v1/upstreams/${id}`, { token: await operatorToken(service), json });
}

/** Follows a link of a page that leads to an upstream. Answers the address there. */
export async function leave(person: Visitor, page: Page, selector: string): Promise<string> {
  const href = page.document.querySelector(selector)?.getAttribute('href')?.replaceAll('&amp;', '&');
  if (!href) throw new Error(`no ${selector} on ${page.url}`);
  return (await person.open(new URL(href, page.url).href)).url;
}

/** Signs a person in there, in a browser that was there before or not. Answers the address that leads back. */
export async function enter(address: string, sub: string, there?: Visitor): Promise<string> {
  const browser = there ?? visitor(new URL(address).origin);
  const login = await browser.open(address);
  if (login.status !== 200) throw new Error(`the provider answers ${login.status} ${login.document.text}`);
  return (await browser.submit(login, '#enter', { sub })).url;
}

/** From a page with a link to an upstream, all the way there and back. Answers the page that comes then. */
export async function signInThere(person: Visitor, page: Page, selector: string, sub: string): Promise<Page> {
  return person.open(await enter(await leave(person, page, selector), sub));
}

/** Keeps what the engine of an upstream remembers. */
function createMemory(client: AdapterPayload) {
  const records = new Map<string, AdapterPayload>();
  return (kind: string): Adapter => {
    const find = (id: string) => records.get(`${kind}:${id}`);
    const findBy = async (wanted: (payload: AdapterPayload) => boolean) =>
      [...records].find(([key, payload]) => key.startsWith(`${kind}:`) && wanted(payload))?.[1];
    return {
      upsert: async (id, payload) => void records.set(`${kind}:${id}`, payload),
      find: async (id) => (kind === 'Client' && id === client.client_id ? client : find(id)),
      findByUid: (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => void records.set(`${kind}:${id}`, { ...find(id), consumed: 1 }),
      destroy: async (id) => void records.delete(`${kind}:${id}`),
      async revokeByGrantId(grantId) {
        for (const [key, payload] of records) if (payload.grantId === grantId) records.delete(key);
      },
    };
  };
}
