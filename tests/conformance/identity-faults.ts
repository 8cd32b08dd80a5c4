import type { PlantedFault } from './faulty-proxy.ts';
import type { Reply } from './local-server.ts';

type Body = Record<string, unknown>;

/** Changes a JSON answer of one address; others pass. */
function json(reply: Reply, change: (body: Body) => Body | undefined): Reply {
  if (!reply.body.startsWith('{')) return reply;
  const changed = change(JSON.parse(reply.body));
  return changed ? { ...reply, body: JSON.stringify(changed) } : reply;
}

/** Changes what a JWT says; its signature stays as it was. */
function retold(token: unknown, change: (claims: Body) => Body): string {
  const [head, body = '', signature] = String(token).split('.');
  const claims = change(JSON.parse(Buffer.from(body, 'base64url').toString()));
  return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

const isForm = (body: string, grant: string) => body.includes(`grant_type=${grant}`);

/** Leaves a field out of a form, or puts another value in. */
function field(body: string, name: string, value?: string): string {
  const form = new URLSearchParams(body);
  if (value === undefined) form.delete(name);
  else form.set(name, value);
  return form.toString();
}

const redeemed = new Map<string, Reply>();
const refreshed = new Map<string, Reply>();
const proven = new Map<string, Reply>();

/** Identity components that go wrong, each in one way, with answers that stay of the contract's shape. */
export const IDENTITY_FAULTS: readonly PlantedFault[] = [
  {
    name: 'discovery: another issuer',
    caughtBy: 'discovery',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.includes('openid-configuration') ? { ...body, issuer: 'https://elsewhere.example' } : undefined,
      ),
  },
  {
    name: 'discovery: the plain PKCE method is offered',
    caughtBy: 'discovery',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.includes('openid-configuration')
          ? { ...body, code_challenge_methods_supported: ['S256', 'plain'] }
          : undefined,
      ),
  },
  {
    name: 'keys: the private part is published',
    caughtBy: 'discovery',
    reply: (reply) =>
      json(reply, (body) =>
        Array.isArray(body.keys) ? { keys: body.keys.map((key) => ({ ...key, d: 'secret' })) } : undefined,
      ),
  },
  {
    name: 'access tokens: claims that nobody signed',
    caughtBy: 'tokens',
    reply: (reply, { body: asked }) =>
      json(reply, (body) =>
        isForm(asked, 'client_credentials') && body.access_token
          ? {
              ...body,
              access_token: retold(body.access_token, (claims) => ({
                ...claims,
                exp: Number(claims.exp) + 1,
              })),
            }
          : undefined,
      ),
  },
  {
    name: 'access tokens: more than was asked for is answered to be granted',
    caughtBy: 'tokens',
    reply: (reply, { body: asked }) =>
      json(reply, (body) =>
        isForm(asked, 'client_credentials') && body.scope
          ? { ...body, scope: `${body.scope} identity:admin` }
          : undefined,
      ),
  },
  {
    name: 'access tokens: another resource is taken for the one that is known',
    caughtBy: 'tokens',
    request: (request) => ({ ...request, body: field(request.body, 'resource') }),
  },
  {
    name: 'access tokens: a cache may keep them',
    caughtBy: 'tokens',
    reply: ({ headers: { 'cache-control': _left, pragma: _out, ...headers }, ...reply }, { path }) =>
      path === '/token'
        ? { ...reply, headers }
        : { ...reply, headers: { ...headers, ...(_left && { 'cache-control': _left }) } },
  },
  {
    name: 'clients: an unknown one is told apart from a wrong secret',
    caughtBy: 'tokens',
    reply: (reply, { body: asked }) =>
      json(reply, (body) =>
        body.error === 'invalid_client' && asked.includes('nobody')
          ? { ...body, error_description: 'no such client' }
          : undefined,
      ),
  },
  {
    name: 'codes: one is redeemed again and again',
    caughtBy: 'tokens',
    reply: (reply, { body }) => {
      const code = new URLSearchParams(body).get('code') ?? '';
      if (reply.status === 200 && isForm(body, 'authorization_code')) redeemed.set(code, reply);
      return reply.status === 400 && redeemed.has(code) ? (redeemed.get(code) ?? reply) : reply;
    },
  },
  {
    name: 'codes: the tokens of a replayed one go on',
    caughtBy: 'tokens',
    reply: (reply, { path, headers }) =>
      path === '/userinfo' && reply.status === 401 && (headers.authorization?.length ?? 0) === 50
        ? {
            ...reply,
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: '{"sub":"somebody"}',
          }
        : reply,
  },
  {
    name: 'codes: any redirect address redeems',
    caughtBy: 'tokens',
    request: (request) =>
      isForm(request.body, 'authorization_code')
        ? { ...request, body: field(request.body, 'redirect_uri', 'http://127.0.0.1/callback') }
        : request,
  },
  {
    name: 'userinfo: another person',
    caughtBy: 'sign-in',
    reply: (reply, { path }) =>
      json(reply, (body) => (path === '/userinfo' && body.sub ? { ...body, sub: 'another' } : undefined)),
  },
  {
    name: 'sign-in: the state does not come back',
    caughtBy: 'sign-in',
    reply: (reply) => withoutInLocation(reply, 'state'),
  },
  {
    name: 'sign-in: the issuer is not named on the way back (mix-up)',
    caughtBy: 'sign-in',
    reply: (reply) => withoutInLocation(reply, 'iss'),
  },
  {
    name: 'sign-in: an unknown address is told apart from a wrong password',
    caughtBy: 'sign-in',
    reply: (reply, { body }) =>
      reply.status === 400 && body.includes('nobody')
        ? { ...reply, body: reply.body.replaceAll('Enter the email address', 'Nobody has the email address') }
        : reply,
  },
  {
    name: 'sign-in: a missing PKCE challenge is made up',
    caughtBy: 'sign-in',
    request: (request) => {
      const url = new URL(request.path, 'http://own');
      if (url.pathname === '/authorize' && !url.searchParams.has('code_challenge')) {
        url.searchParams.set('code_challenge', 'x'.repeat(43));
        url.searchParams.set('code_challenge_method', 'S256');
      }
      return { ...request, path: url.pathname + url.search };
    },
  },
  {
    name: 'sign-in: an address that is not registered is redirected to',
    caughtBy: 'sign-in',
    reply: (reply, { path }) =>
      path.startsWith('/authorize?') && path.includes('attacker') && reply.status === 400
        ? { ...reply, status: 303, headers: { location: 'https://attacker.example/?error=invalid_request' } }
        : reply,
  },
  {
    name: 'refresh: a token works again and again',
    caughtBy: 'refresh',
    reply: (reply, { body }) => {
      const token = new URLSearchParams(body).get('refresh_token') ?? '';
      if (reply.status === 200 && isForm(body, 'refresh_token')) refreshed.set(token, reply);
      return reply.status === 400 && refreshed.has(token) ? (refreshed.get(token) ?? reply) : reply;
    },
  },
  {
    name: 'refresh: a person who was not asked is taken for one who agreed',
    caughtBy: 'refresh',
    request: (request) => {
      const url = new URL(request.path, 'http://own');
      if (url.pathname === '/authorize' && url.searchParams.get('scope')?.includes('offline_access'))
        url.searchParams.set('prompt', 'consent');
      return { ...request, path: url.pathname + url.search };
    },
  },
  {
    name: 'revocation: it is answered and not done',
    caughtBy: 'revocation',
    request: (request) =>
      request.path === '/revoke' ? { ...request, body: field(request.body, 'token', 'another') } : request,
  },
  {
    name: 'revocation: a token is told of to anybody',
    caughtBy: 'revocation',
    reply: (reply, { path, body: asked }) =>
      json(reply, (body) =>
        path === '/introspect' && asked.includes('client_id=operator')
          ? { ...body, active: true }
          : undefined,
      ),
  },
  {
    name: 'pushed requests: anybody may push for a client',
    caughtBy: 'pushed requests',
    reply: (reply, { path }) =>
      path === '/par' && reply.status === 401
        ? {
            ...reply,
            status: 201,
            body: '{"request_uri":"urn:ietf:params:oauth:request_uri:x","expires_in":60}',
          }
        : reply,
  },
  {
    name: 'request objects: one that nobody signed is passed over',
    caughtBy: 'request objects',
    request: (request) => {
      const url = new URL(request.path, 'http://own');
      url.searchParams.delete('request');
      return { ...request, path: url.pathname + url.search };
    },
  },
  {
    name: 'bound tokens: a proof works again and again',
    caughtBy: 'bound tokens',
    reply: (reply, { headers: { dpop = '' } }) => {
      if (reply.status === 200 && dpop !== '') proven.set(dpop, reply);
      return reply.status === 400 && proven.has(dpop) ? (proven.get(dpop) ?? reply) : reply;
    },
  },
  {
    name: 'registration: anybody registers',
    caughtBy: 'registration',
    reply: (reply, { path, method }) =>
      path === '/register' && method === 'POST' && reply.status === 401
        ? {
            status: 201,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              client_id: 'stranger',
              client_id_issued_at: 1,
              registration_access_token: 'x',
              registration_client_uri: 'https://stranger.example/',
              redirect_uris: [],
            }),
          }
        : reply,
  },
  {
    name: 'logout: a hint that nobody signed is passed over',
    caughtBy: 'logout',
    request: (request) => {
      const url = new URL(request.path, 'http://own');
      if (url.searchParams.get('id_token_hint')?.endsWith('AAAAAAAA'))
        url.searchParams.delete('id_token_hint');
      return { ...request, path: url.pathname + url.search };
    },
  },
  {
    name: 'logout: the session goes on',
    caughtBy: 'logout',
    request: (request) =>
      request.path.startsWith('/logout/confirm')
        ? { ...request, body: field(request.body, 'logout') }
        : request,
  },
];

function withoutInLocation(reply: Reply, name: string): Reply {
  const location = reply.headers.location;
  if (typeof location !== 'string' || !location.includes('code=')) return reply;
  const url = new URL(location);
  url.searchParams.delete(name);
  return { ...reply, headers: { ...reply.headers, location: url.href } };
}
