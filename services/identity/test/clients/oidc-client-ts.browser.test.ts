import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { follow, openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aClient, anAccount, password, type Service, startService } from '../fixtures.ts';

let service: Service;
let browser: Browser;
let server: Server;
/** Where the application is, which has no server of its own but for its files. */
let root: string;
let clientId: string;

const library = new URL(
  'browser/oidc-client-ts.min.js',
  new URL('..', import.meta.resolve('oidc-client-ts')),
);

beforeAll(async () => {
  const script = await readFile(fileURLToPath(library));
  server = createServer((request, reply) => {
    const isScript = request.url === '/oidc-client-ts.js';
    reply.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    reply.end(isScript ? script : pageOf());
  }).listen(0, '127.0.0.1');
  [service, browser] = await Promise.all([startService(), openBrowser(), once(server, 'listening')]);
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ({ id: clientId } = await aClient(service, {
    redirect_uris: ['http://127.0.0.1/callback'],
    post_logout_redirect_uris: ['http://127.0.0.1/'],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
  }));
});

afterAll(async () => {
  await browser?.close();
  await service?.end();
  await new Promise((resolve) => server.close(resolve));
});

/** The application as the library's own documentation has it. */
function pageOf(): string {
  const settings = {
    authority: service.issuer,
    client_id: clientId,
    redirect_uri: `${root}/callback`,
    post_logout_redirect_uri: `${root}/`,
    scope: 'openid email offline_access',
    prompt: 'consent',
    loadUserInfo: true,
    automaticSilentRenew: false,
  };
  return `<!doctype html><title>Application</title><script src="/oidc-client-ts.js"></script><p id="who"></p><script>
    const manager = new oidc.UserManager(${JSON.stringify(settings)});
    const show = (user) => { document.querySelector('#who').textContent = JSON.stringify(user ? user.profile : null); };
    (location.pathname === '/callback' ? manager.signinRedirectCallback() : manager.getUser())
      .then(show, (error) => { document.querySelector('#who').textContent = String(error); });
  </script>`;
}

test('oidc-client-ts in Chromium signs a person in, reads who it is, refreshes, and signs the person out', async () => {
  const account = await anAccount(service);
  const context = await browser.newContext();
  const page = await context.newPage();
  const who = async () => {
    await page.waitForFunction('document.querySelector("#who").textContent !== ""');
    return JSON.parse(String(await page.textContent('#who')));
  };
  await page.goto(root);
  expect(await who()).toBeNull();
  await Promise.all([page.waitForURL(/\/sign-in\//), page.evaluate('void manager.signinRedirect()')]);
  await page.fill('#email', account.email);
  await page.fill('#password', password);
  await follow(page, '#submit-password');
  await follow(page, '#submit-consent');
  expect(await who()).toMatchObject({ sub: account.id, email: account.email });

  const token = 'manager.getUser().then((user) => user.access_token)';
  const first = String(await page.evaluate(token));
  expect(await page.evaluate('manager.signinSilent().then((user) => user.profile.sub)')).toBe(account.id);
  const next = String(await page.evaluate(token));
  expect(next).not.toBe(first);
  expect((await service.call('GET', '/userinfo', { token: next })).json.sub).toBe(account.id);

  await page.evaluate('manager.revokeTokens(["access_token"])');
  expect((await service.call('GET', '/userinfo', { token: next })).status).toBe(401);

  await Promise.all([page.waitForURL(/\/logout\?/), page.evaluate('void manager.signoutRedirect()')]);
  await follow(page, '#submit-logout');
  expect(page.url()).toBe(`${root}/`);
  expect(await who()).toBeNull();
  await context.close();
});

test('scripts of another origin read nothing that is the client’s', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: 'none', client_id: clientId };
  const ask = (origin: string) => service.call('POST', '/token', { form, headers: { origin } });
  const [own, other] = [await ask(root), await ask('https://attacker.example')];
  expect([own.json.error, own.headers.get('access-control-allow-origin')]).toEqual(['invalid_grant', root]);
  expect([other.json.error, other.headers.get('access-control-allow-origin')]).toEqual([
    'invalid_request',
    null,
  ]);
  const discovered = await service.call('GET', '/.well-known/openid-configuration', {
    headers: { origin: 'https://anybody.example' },
  });
  expect(discovered.headers.get('access-control-allow-origin')).toBe('https://anybody.example');
});
