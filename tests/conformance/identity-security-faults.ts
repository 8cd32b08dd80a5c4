import type { PlantedFault } from './faulty-proxy.ts';
import type { Passing, Reply } from './local-server.ts';

/** Whoever is refused with what may be used once gets tokens too. */
function again(what: (request: Passing) => string | undefined): Required<Pick<PlantedFault, 'reply'>> {
  return { reply: (reply, request) => (what(request) && reply.status >= 400 ? tokens : reply) };
}

const fieldOf = ({ body }: Passing, name: string) => new URLSearchParams(body).get(name) ?? undefined;
const isPassword = ({ path, method }: Passing) => method === 'POST' && path.endsWith('/password');
const isSignIn = (request: Passing) => isPassword(request) && request.path.startsWith('/sign-in/');

/** The head of a JWT, as far as it is one. */
function headOf(token = ''): { alg?: string; jwk?: unknown; jku?: string } {
  try {
    return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  } catch {
    return {};
  }
}

const asserted = (request: Passing) => headOf(fieldOf(request, 'client_assertion'));
const page = (status: number): Reply => ({ status, headers: { 'content-type': 'text/html' }, body: '' });
const tokens: Reply = {
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: '{"access_token":"x","token_type":"Bearer","expires_in":600}',
};

/** Identity components that fail to protect people and clients, each in one way. */
export const IDENTITY_SECURITY_FAULTS: readonly PlantedFault[] = [
  {
    name: 'redirects: an address below the registered one is taken for it',
    caughtBy: 'redirects',
    reply: (reply, { path }) =>
      path.startsWith('/authorize?') && path.includes('%2Fmore') && reply.status === 400
        ? { status: 303, headers: { location: '/sign-in/anything' }, body: '' }
        : reply,
  },
  {
    name: 'redirects: an error does not say from whom it comes',
    caughtBy: 'redirects',
    reply(reply) {
      const { location } = reply.headers;
      if (typeof location !== 'string' || !location.includes('error=')) return reply;
      const to = new URL(location);
      to.searchParams.delete('iss');
      return { ...reply, headers: { ...reply.headers, location: to.href } };
    },
  },
  {
    name: 'redirects: a code is redeemed without its verifier',
    caughtBy: 'redirects',
    reply: (reply, request) =>
      fieldOf(request, 'grant_type') === 'authorization_code' && !fieldOf(request, 'code_verifier')
        ? tokens
        : reply,
  },
  {
    name: 'browsers: a form of another sign-in is taken',
    caughtBy: 'browsers',
    reply: (reply, request) =>
      isSignIn(request) && reply.status === 403
        ? { status: 303, headers: { location: '/account' }, body: '' }
        : reply,
  },
  {
    name: 'browsers: scripts may read the cookies',
    caughtBy: 'browsers',
    reply: (reply) => ({
      ...reply,
      headers: {
        ...reply.headers,
        'set-cookie': [reply.headers['set-cookie'] ?? []]
          .flat()
          .map((line) => line.replace(/; *httponly/i, '')),
      },
    }),
  },
  {
    name: 'browsers: a page may be shown in a frame',
    caughtBy: 'browsers',
    reply: (reply) => ({
      ...reply,
      headers: {
        ...reply.headers,
        'content-security-policy': String(reply.headers['content-security-policy'] ?? '').replace(
          "frame-ancestors 'none'",
          '',
        ),
      },
    }),
  },
  {
    name: 'browsers: scripts of any origin read what is a client’s',
    caughtBy: 'browsers',
    reply: (reply, { path, headers: { origin } }) =>
      path === '/token' && origin
        ? { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': origin } }
        : reply,
  },
  {
    name: 'browsers: an old session goes on after a new sign-in',
    caughtBy: 'browsers',
    reply: (reply, { path }) =>
      path.startsWith('/authorize?') && path.includes('prompt=none')
        ? { ...reply, headers: { ...reply.headers, location: 'http://127.0.0.1:9/callback?code=x' } }
        : reply,
  },
  {
    name: 'no telling: an unknown address is answered with another status',
    caughtBy: 'no telling',
    reply: (reply, request) =>
      isSignIn(request) && fieldOf(request, 'email')?.startsWith('somebody') && reply.status === 400
        ? seen(fieldOf(request, 'email'), reply)
        : reply,
  },
  {
    name: 'no telling: every second wrong password takes longer',
    caughtBy: 'no telling',
    reply(reply, request) {
      if (isSignIn(request) && reply.status === 400 && secondOfTwo(fieldOf(request, 'email'))) wait(600);
      return reply;
    },
  },
  {
    name: 'lockouts: nobody is told when to come back',
    caughtBy: 'lockouts',
    reply: ({ headers: { 'retry-after': _left, ...headers }, ...reply }) => ({ ...reply, headers }),
  },
  {
    name: 'lockouts: guessing goes on',
    caughtBy: 'lockouts',
    reply: (reply, request) => (isSignIn(request) && reply.status === 429 ? page(400) : reply),
  },
  {
    name: 'lockouts: an owner is locked out too',
    caughtBy: 'lockouts',
    reply: (reply, request) =>
      isSignIn(request) && reply.status === 303 && request.headers.cookie?.includes('device')
        ? { ...page(429), headers: { 'content-type': 'text/html', 'retry-after': '900' } }
        : reply,
  },
  {
    name: 'replays: a code is redeemed again and again',
    caughtBy: 'replays',
    ...again((request) => fieldOf(request, 'code')),
  },
  {
    name: 'replays: a refresh token works again and again',
    caughtBy: 'replays',
    ...again((request) => fieldOf(request, 'refresh_token')),
  },
  {
    name: 'replays: an assertion works again and again',
    caughtBy: 'replays',
    ...again((request) => fieldOf(request, 'client_assertion')),
  },
  {
    name: 'replays: a proof works again and again',
    caughtBy: 'replays',
    ...again(({ headers }) => headers.dpop),
  },
  {
    name: 'replays: a pushed request is answered again and again',
    caughtBy: 'replays',
    reply: (reply, { path }) =>
      path.includes('request_uri=')
        ? {
            status: 303,
            headers: { location: 'https://party.conformance.example/callback?code=x' },
            body: '',
          }
        : reply,
  },
  {
    name: 'signatures: an assertion that nobody signed is believed',
    caughtBy: 'signatures',
    reply: (reply, request) => (asserted(request).alg === 'none' ? tokens : reply),
  },
  {
    name: 'signatures: an assertion is believed by the public key as a secret',
    caughtBy: 'signatures',
    reply: (reply, request) => (asserted(request).alg === 'HS256' ? tokens : reply),
  },
  {
    name: 'signatures: an assertion brings its own key',
    caughtBy: 'signatures',
    reply: (reply, request) => (asserted(request).jwk ? tokens : reply),
  },
  {
    name: 'signatures: keys are fetched from where an assertion says',
    caughtBy: 'signatures',
    reply(reply, request) {
      const { jku } = asserted(request);
      if (jku) void fetch(jku).catch(() => {});
      return reply;
    },
  },
  {
    name: 'signatures: an access token that nobody signed opens the administration',
    caughtBy: 'signatures',
    reply: (reply, { path, headers }) =>
      path.startsWith('/ashlar/') && headOf(headers.authorization?.replace('Bearer ', '')).alg === 'none'
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
        : reply,
  },
  {
    name: 'outbound: a client may have its keys inside a network',
    caughtBy: 'outbound',
    request: (request) =>
      request.path === '/ashlar/v1/clients'
        ? {
            ...request,
            body: request.body.replace('https://169.254.169.254/latest', 'https://party.example/'),
          }
        : request,
  },
  {
    name: 'outbound: a sector’s address is called',
    caughtBy: 'outbound',
    request(request) {
      if (request.path === '/register')
        void fetch(JSON.parse(request.body).sector_identifier_uri).catch(() => {});
      return request;
    },
  },
  {
    name: 'sign-out notices: no client hears',
    caughtBy: 'sign-out notices',
    request: (request) =>
      request.path === '/ashlar/v1/clients'
        ? { ...request, body: request.body.replace('backchannel_logout_uri', 'logo') }
        : request,
  },
  {
    name: 'sign-up: any code proves an address',
    caughtBy: 'sign-up',
    reply: (reply, { path, method }) =>
      method === 'POST' && path.endsWith('/code') && reply.status === 400
        ? { status: 303, headers: { location: path.replace('/code', '/new-password') }, body: '' }
        : reply,
  },
  {
    name: 'sign-up: any password will do',
    caughtBy: 'sign-up',
    reply: (reply, { path }) => (path.endsWith('/new-password') ? { ...reply, status: 200 } : reply),
  },
  {
    name: 'recovery: what was signed in goes on',
    caughtBy: 'recovery',
    reply: (reply, { path }) =>
      path === '/userinfo' && reply.status === 401
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"sub":"somebody"}' }
        : reply,
  },
  {
    name: 'step-up: one factor is taken for two',
    caughtBy: 'step-up',
    request(request) {
      const url = new URL(request.path, 'http://own');
      url.searchParams.delete('acr_values');
      return { ...request, path: url.pathname + url.search };
    },
  },
  {
    name: 'account area: signing out there ends no session',
    caughtBy: 'account area',
    request: (request) =>
      request.path.startsWith('/logout/confirm')
        ? { ...request, body: request.body.replace('logout=yes', '') }
        : request,
  },
];

const firsts = new Set<string>();

/** Every second address that comes is the unknown one. */
function secondOfTwo(email = ''): boolean {
  firsts.add(email);
  return [...firsts].indexOf(email) % 2 === 1;
}

function seen(email: string | undefined, reply: Reply): Reply {
  return secondOfTwo(email) ? { ...reply, status: 404 } : reply;
}

/** Holds everything up, as a slow hash would. */
function wait(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}
