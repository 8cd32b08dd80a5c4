import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { visitor } from '@ashlar/conformance';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import session from 'express-session';
import * as oidc from 'openid-client';
import { Strategy as OpenidClientStrategy } from 'openid-client/passport';
import passport from 'passport';
import OpenIdConnectStrategy from 'passport-openidconnect';
import { aClient, anAccount, type Service, signInByForms, startService } from '../fixtures.ts';

let service: Service;
let server: Server | undefined;

beforeAll(async () => {
  service = await startService();
});

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

afterAll(() => service?.end());

/** Somebody who is signed in at the application. */
interface User {
  readonly sub: string;
  readonly idToken: string;
}

/** An application on Express, written as passport's own guide has it, with the strategy that `strategyAt` makes for its address. */
async function anApplication(strategyAt: (root: string) => Promise<passport.Strategy>): Promise<string> {
  const app = express();
  const own = new passport.Passport();
  own.serializeUser((user, done) => done(null, user));
  own.deserializeUser((user: User, done) => done(null, user));
  app.use(session({ secret: 'a secret of tests', resave: false, saveUninitialized: false }));
  app.use(own.initialize());
  app.use(own.session());
  app.get('/login', own.authenticate('issuer'));
  app.get(
    '/callback',
    own.authenticate('issuer', { successRedirect: '/', failureRedirect: '/failed', failureMessage: true }),
  );
  app.get('/failed', (_request, reply) => void reply.send('<p id="failed">failed</p>'));
  app.get('/', (request, reply) => {
    const { sub = '', idToken = '' } = (request.user ?? {}) as Partial<User>;
    reply.send(`<p id="sub">${sub}</p><p id="id-token">${idToken}</p>`);
  });
  app.post('/logout', (request, reply, next) => {
    request.logout((error) => (error ? next(error) : reply.redirect('/')));
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  own.use('issuer', await strategyAt(root));
  return root;
}

/** Signs a person in at an application and out again, and answers who it took the person for. */
async function signInAndOut(root: string, email: string): Promise<string | undefined> {
  const browser = visitor(root);
  const { url: start } = await browser.open(`${root}/login`);
  expect(start).toContain(`${service.issuer}/authorize?`);
  const { back, person } = await signInByForms(service, start, email);
  const home = await browser.open(back.href);
  expect(home.url).toBe(`${root}/`);
  const shown = (id: string) => home.document.querySelector(id)?.text ?? '';
  const query = new URLSearchParams({
    id_token_hint: shown('#id-token'),
    post_logout_redirect_uri: `${root}/`,
  });
  const asked = await person.open(`${service.issuer}/logout?${query}`);
  const left = await person.submit(asked, '#submit-logout', { logout: 'yes' });
  expect(left.url).toBe(`${root}/`);
  return shown('#sub');
}

const addresses = {
  redirect_uris: ['http://127.0.0.1/callback'],
  post_logout_redirect_uris: ['http://127.0.0.1/'],
};

test('openid-client’s passport strategy on Express signs a person in, with PKCE, and out', async () => {
  const account = await anAccount(service);
  const root = await anApplication(async (own) => {
    const client = await aClient(service, addresses);
    const config = await oidc.discovery(new URL(service.issuer), client.id, client.secret, undefined, {
      execute: [oidc.allowInsecureRequests],
    });
    const settings = { config, scope: 'openid email', callbackURL: `${own}/callback` };
    return new OpenidClientStrategy(settings, (tokens, done) =>
      done(null, { sub: tokens.claims()?.sub, idToken: tokens.id_token }),
    );
  });
  expect(await signInAndOut(root, account.email)).toBe(account.id);
});

test('passport-openidconnect, which knows no PKCE, signs a person in and out where an operator waived it', async () => {
  const account = await anAccount(service);
  const root = await anApplication(async (own) => {
    const client = await aClient(service, {
      ...addresses,
      require_pkce: false,
      token_endpoint_auth_method: 'client_secret_post',
    });
    const settings = {
      issuer: service.issuer,
      authorizationURL: `${service.issuer}/authorize`,
      tokenURL: `${service.issuer}/token`,
      userInfoURL: `${service.issuer}/userinfo`,
      clientID: client.id,
      clientSecret: client.secret,
      callbackURL: `${own}/callback`,
      scope: 'email',
    };
    return new OpenIdConnectStrategy(
      settings,
      (
        _issuer: string,
        profile: OpenIdConnectStrategy.Profile,
        _context: object,
        idToken: string | object,
        done: OpenIdConnectStrategy.VerifyCallback,
      ) => done(null, { sub: profile.id, idToken }),
    );
  });
  expect(await signInAndOut(root, account.email)).toBe(account.id);
});

test('an application takes no code that it did not ask for', async () => {
  const account = await anAccount(service);
  const client = await aClient(service, addresses);
  const config = await oidc.discovery(new URL(service.issuer), client.id, client.secret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  const root = await anApplication(async (own) => {
    const settings = { config, scope: 'openid', callbackURL: `${own}/callback` };
    return new OpenidClientStrategy(settings, (tokens, done) => done(null, { sub: tokens.claims()?.sub }));
  });
  const [attacker, victim] = [visitor(root), visitor(root)];
  const { url: start } = await attacker.open(`${root}/login`);
  const { back } = await signInByForms(service, start, account.email);
  await victim.open(`${root}/login`);
  const page = await victim.open(back.href);
  expect(page.document.querySelector('#sub')?.text ?? '').toBe('');
  const home = await victim.open(`${root}/`);
  expect(home.document.querySelector('#sub')?.text).toBe('');
});
