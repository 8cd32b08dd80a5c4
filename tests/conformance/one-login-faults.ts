import type { PlantedFault } from './faulty-proxy.ts';
import type { Passing, Reply } from './local-server.ts';

type Body = Record<string, unknown>;

/** Issuers of the One Login profile that go wrong, each in one way. */
export const ONE_LOGIN_FAULTS: readonly PlantedFault[] = [
  {
    name: 'authorize: errors lead back by 303',
    caughtBy: 'authorize',
    reply: (reply) => (isError(reply) ? { ...reply, status: 303 } : reply),
  },
  {
    name: 'authorize: the issuer is named on the way back',
    caughtBy: 'authorize',
    reply: (reply) => (isError(reply) ? inLocation(reply, (to) => to.searchParams.set('iss', 'x')) : reply),
  },
  {
    name: 'authorize: the state of an error is lost',
    caughtBy: 'authorize',
    reply: (reply) => (isError(reply) ? inLocation(reply, (to) => to.searchParams.delete('state')) : reply),
  },
  {
    name: 'authorize: an address that is not registered is led to',
    caughtBy: 'authorize',
    reply: (reply, { path }) =>
      path.startsWith('/authorize?') && path.includes('attacker')
        ? { status: 302, headers: { location: 'https://attacker.example/?error=invalid_request' }, body: '' }
        : reply,
  },
  {
    name: 'authorize: a nonce is made up',
    caughtBy: 'authorize',
    request: (request) => inQuery(request, (query) => query.has('nonce') || query.set('nonce', 'made-up')),
  },
  {
    name: 'authorize: a vector that is none is taken for the usual one',
    caughtBy: 'authorize',
    request: (request) =>
      inQuery(request, (query) => query.get('vtr') === '["Cl.P2"]' && query.delete('vtr')),
  },
  {
    name: 'authorize: other words for a level that is not permitted',
    caughtBy: 'authorize',
    reply: (reply) =>
      inLocation(reply, (to) => {
        if (to.searchParams.get('error_description') === 'Request vtr is not permitted')
          to.searchParams.set('error_description', 'no');
      }),
  },
  {
    name: 'request object: whoever signed it is believed',
    caughtBy: 'request object',
    request: (request) =>
      inQuery(request, (query) => {
        const object = query.get('request');
        if (!object?.includes('.ey')) return;
        query.delete('request');
        const claims = JSON.parse(Buffer.from(object.split('.')[1] ?? '', 'base64url').toString());
        for (const [name, value] of Object.entries(claims)) query.set(name, String(value));
      }),
  },
  {
    name: 'token: a client that is not known is told so by 401',
    caughtBy: 'token',
    reply: (reply) => (reply.body.includes('"invalid_client"') ? { ...reply, status: 401 } : reply),
  },
  {
    name: 'token: callers need not say what they are',
    caughtBy: 'token',
    request: saying,
  },
  {
    name: 'tokens: the scope is told too',
    caughtBy: 'tokens',
    reply: (reply) => inTokens(reply, (body) => ({ ...body, scope: 'openid email' })),
  },
  {
    name: 'tokens: an hour for an access token',
    caughtBy: 'tokens',
    reply: (reply) => inTokens(reply, (body) => ({ ...body, expires_in: 3600 })),
  },
  {
    name: 'tokens: an access token that is no JWT',
    caughtBy: 'tokens',
    reply: (reply) => inTokens(reply, (body) => ({ ...body, access_token: 'opaque' })),
  },
  {
    name: 'tokens: a wrong verifier redeems',
    caughtBy: 'tokens',
    reply: (reply, { body }) =>
      body.includes(`code_verifier=${'x'.repeat(43)}`) ? { ...reply, status: 200, body: '{}' } : reply,
  },
  {
    name: 'userinfo: a refusal has a body',
    caughtBy: 'userinfo',
    reply: (reply, { path }) =>
      path === '/userinfo' && reply.status === 401 ? { ...reply, body: '{"error":"invalid_token"}' } : reply,
  },
  {
    name: 'userinfo: an ID token opens it',
    caughtBy: 'userinfo',
    reply: (reply, { headers }) =>
      reply.status === 401 && (headers.authorization?.length ?? 0) > 300
        ? { ...reply, status: 200, body: '{"sub":"somebody"}' }
        : reply,
  },
  {
    name: 'identity: nobody’s identity is told',
    caughtBy: 'identity',
    reply: (reply, { path }) =>
      path === '/userinfo' ? { ...reply, body: reply.body.replaceAll('coreIdentityJWT', 'other') } : reply,
  },
  {
    name: 'identity: the next key is not published yet',
    caughtBy: 'identity',
    reply: (reply) =>
      inJson(reply, (body) =>
        Array.isArray(body.assertionMethod)
          ? { ...body, assertionMethod: body.assertionMethod.slice(0, 1) }
          : undefined,
      ),
  },
  {
    name: 'authorize: an address with a slash at its end is not judged',
    caughtBy: 'authorize',
    reply: (reply, { path }) =>
      path.startsWith('/authorize/?') ? { ...reply, headers: { location: '/sign-in/anything' } } : reply,
  },
  {
    name: 'logout: any address is led to',
    caughtBy: 'logout',
    reply: (reply, { path }) =>
      path.startsWith('/logout?') && path.includes('attacker') && path.includes('id_token_hint')
        ? { ...reply, headers: { location: 'https://attacker.example/' } }
        : reply,
  },
  {
    name: 'logout: a hint that is none is not told',
    caughtBy: 'logout',
    reply: (reply) => inLocation(reply, (to) => to.searchParams.delete('error_code')),
  },
  {
    name: 'documents: the configuration names what is not offered',
    caughtBy: 'documents',
    reply: (reply) =>
      inJson(reply, (body) =>
        body.issuer ? { ...body, registration_endpoint: 'https://x.example/' } : undefined,
      ),
  },
  {
    name: 'documents: clients may sign with other keys than RSA',
    caughtBy: 'documents',
    reply: (reply) =>
      inJson(reply, (body) =>
        body.issuer ? { ...body, token_endpoint_auth_signing_alg_values_supported: ['ES256'] } : undefined,
      ),
  },
  {
    name: 'documents: the trustmark lacks a level',
    caughtBy: 'documents',
    reply: (reply) => inJson(reply, (body) => (body.idp ? { ...body, C: ['Cl'] } : undefined)),
  },
  {
    name: 'tokens: an assertion for the issuer is refused',
    caughtBy: 'tokens',
    reply: (reply, { body }) =>
      audienceOf(body).endsWith('/')
        ? { status: 400, headers: {}, body: '{"error":"invalid_client","error_description":"x"}' }
        : reply,
  },
  {
    name: 'identity: it is told though it was not proven',
    caughtBy: 'identity',
    reply: (reply, { path }) =>
      path === '/userinfo'
        ? inJson(reply, (body) => ({ ...body, [`${vocabulary}coreIdentityJWT`]: 'x' }))
        : reply,
  },
  {
    name: 'userinfo: a token that nobody signed opens it',
    caughtBy: 'userinfo',
    reply: (reply, { headers }) =>
      reply.status === 401 && headers.authorization?.endsWith('.')
        ? { ...reply, status: 200, body: '{"sub":"somebody"}' }
        : reply,
  },
  {
    name: 'sessions: signing out ends none',
    caughtBy: 'sessions',
    reply: (reply, { path }) =>
      path.startsWith('/logout?') ? { ...reply, headers: { location: 'https://www.gov.uk/' } } : reply,
    request: (request) =>
      request.path.startsWith('/logout?') ? { ...request, path: '/trustmark', headers: {} } : request,
  },
  {
    name: 'documents: callers need not say what they are',
    caughtBy: 'documents',
    request: saying,
  },
];

const vocabulary = 'https://vocab.account.gov.uk/v1/';

/** For whom a client's assertion is. */
function audienceOf(body: string): string {
  const [, claims = ''] = (new URLSearchParams(body).get('client_assertion') ?? '').split('.');
  return claims === '' ? '' : String(JSON.parse(Buffer.from(claims, 'base64url').toString()).aud);
}

function isError({ headers }: Reply): boolean {
  return typeof headers.location === 'string' && headers.location.includes('error=');
}

function inLocation(reply: Reply, change: (to: URL) => unknown): Reply {
  const { location } = reply.headers;
  if (typeof location !== 'string' || !URL.canParse(location)) return reply;
  const to = new URL(location);
  change(to);
  return { ...reply, headers: { ...reply.headers, location: to.href } };
}

function inQuery(request: Passing, change: (query: URLSearchParams) => unknown): Passing {
  const url = new URL(request.path, 'http://own');
  if (url.pathname !== '/authorize') return request;
  change(url.searchParams);
  return { ...request, path: url.pathname + url.search };
}

function inJson(reply: Reply, change: (body: Body) => Body | undefined): Reply {
  if (!reply.body.startsWith('{')) return reply;
  const changed = change(JSON.parse(reply.body));
  return changed ? { ...reply, body: JSON.stringify(changed) } : reply;
}

function inTokens(reply: Reply, change: (body: Body) => Body): Reply {
  return inJson(reply, (body) => (body.access_token ? change(body) : undefined));
}

function saying(request: Passing): Passing {
  return { ...request, headers: { ...request.headers, 'user-agent': 'something' } };
}
