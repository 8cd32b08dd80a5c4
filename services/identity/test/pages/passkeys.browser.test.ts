import { follow, openBrowser, until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import {
  aClient,
  anAccount,
  beginSignIn,
  password,
  redirectUri,
  type Service,
  startService,
} from '../fixtures.ts';
import { expectGood } from './good-page.ts';

let service: Service;
let browser: Browser;

beforeAll(async () => {
  service = await startService({ host: 'localhost' });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.end();
});

const t = strings.en;

/** A browser with an authenticator that keeps passkeys and verifies its person. */
async function aBrowser(): Promise<{ context: BrowserContext; page: Page; device: CDPSession; id: string }> {
  const context = await browser.newContext();
  await context.route('http://127.0.0.1:9/**', (route) => route.fulfill({ body: 'Back at the department' }));
  const page = await context.newPage();
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId: id } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, device, id };
}

/** The same on the account page, with a passkey added. */
async function withPasskey(name = 'My phone') {
  const account = await anAccount(service);
  const made = await aBrowser();
  const { page } = made;
  await page.goto(`${service.issuer}/account`);
  await page.fill('#email', account.email);
  await page.fill('#password', password);
  await follow(page, '#submit-password');
  await follow(page, '#add-passkey');
  await page.fill('#name', name);
  await follow(page, '#submit-new-passkey');
  await page.waitForURL(`${service.issuer}/account`);
  return { account, ...made };
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${service.issuer}/logout`);
  await follow(page, '#submit-logout');
}

test('a person adds a passkey, signs in with it and nothing else, and removes it', async () => {
  const { account, page, context } = await withPasskey();
  expect(await page.textContent('main')).toContain('My phone');
  await expectGood(page);
  await signOut(page);

  const { start } = await beginSignIn(service, await aClient(service));
  await page.goto(start);
  await expectGood(page);
  await follow(page, '#submit-passkey');
  await page.waitForURL(`${service.issuer}/sign-in/**`);
  expect(await page.textContent('h1')).toBe(t.consent.title('Fishing licences'));
  await follow(page, '#submit-consent');
  await page.waitForURL(`${redirectUri}?**`);
  const { rows } = await service.pool.query(
    `select data from change_log where aggregate = $1 and type = 'identity.session.started.v1' order by sequence desc limit 1`,
    [account.id],
  );
  expect(rows[0].data.methods).toEqual([expect.stringMatching(/^[hs]wk$/), 'user', 'mfa']);

  await page.goto(`${service.issuer}/account`);
  await follow(page, '.remove-passkey');
  expect(await page.textContent('main')).toContain(t.passkeys.empty);
  await signOut(page);
  await page.goto(start);
  await follow(page, '#submit-passkey');
  await page.waitForSelector('.govuk-error-summary');
  expect(await page.textContent('.govuk-error-summary')).toContain(t.passkeys.wrong);
  await expectGood(page);
  await context.close();
});

test('an authenticator that does not verify its person, or was copied, signs nobody in', async () => {
  const { account, page, context, device, id } = await withPasskey();
  await signOut(page);
  const { start } = await beginSignIn(service, await aClient(service));
  await page.goto(start);
  await device.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
  await page.click('#submit-passkey');
  await until(async () => (await page.textContent('form[data-passkey] [role=alert]')) === t.passkeys.wrong);

  await device.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: true });
  await service.pool.query('update passkey set counter = 1000 where account_id = $1', [account.id]);
  await follow(page, '#submit-passkey');
  await page.waitForSelector('.govuk-error-summary');
  await context.close();
});

test('the password of an account with a passkey adds no other factor', async () => {
  const { account, page, context } = await withPasskey();
  for (const path of ['/account/authenticator', '/account/passkeys/new']) {
    await page.goto(`${service.issuer}${path}`);
    expect(await page.isVisible('#submit-passkey')).toBe(true);
  }
  await follow(page, '#submit-passkey');
  await page.waitForURL(`${service.issuer}/account/passkeys/new`);
  await signOut(page);
  const { start } = await beginSignIn(service, await aClient(service), {
    acr_values: 'urn:ashlar:acr:Cl.Cm',
  });
  await page.goto(start);
  await page.fill('#email', account.email);
  await page.fill('#password', password);
  await follow(page, '#submit-password');
  expect(await page.textContent('.govuk-error-summary')).toContain(t.passkeys.needed);
  await follow(page, '#submit-passkey');
  await page.waitForSelector('#submit-consent');
  await context.close();
});

test('what an authenticator signed is used once, in the sign-in that it was for', async () => {
  const { page, context } = await withPasskey();
  await signOut(page);
  const { start } = await beginSignIn(service, await aClient(service));
  const bodies: string[] = [];
  await page.route('**/sign-in/*/passkey', async (route) => {
    bodies.push(route.request().postData() ?? '');
    await route.fulfill({ body: 'caught' });
  });
  await page.goto(start);
  const address = `${page.url()}/passkey`;
  await page.click('#submit-passkey');
  await until(() => bodies.length === 1);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (to: string, body: string) =>
    context.request.post(to, { headers, data: body, maxRedirects: 0 }).then((answer) => answer.status());
  const other = await context.newPage();
  await other.goto((await beginSignIn(service, await aClient(service))).start);
  const foreign = new URLSearchParams(bodies[0]);
  foreign.set('csrfToken', (await other.inputValue('form[data-passkey] [name=csrfToken]')) ?? '');
  expect(await send(`${other.url()}/passkey`, foreign.toString())).toBe(400);
  const statuses = await Promise.all([1, 2, 3].map(() => send(address, bodies[0] ?? '')));
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  await context.close();
});

test('the only script that the pages run is the one for passkeys, and only where it is needed', async () => {
  const { page, context } = await withPasskey();
  await page.goto(`${service.issuer}/account/passkeys/new`);
  await follow(page, '#submit-passkey');
  await page.waitForURL(`${service.issuer}/account/passkeys/new`);
  const policyOf = async (path: string) =>
    (await page.goto(`${service.issuer}${path}`))?.headers()['content-security-policy'] ?? '';
  expect(await policyOf('/account/passkeys/new')).toContain(
    `script-src ${service.issuer}/assets/passkeys.js`,
  );
  await expectGood(page);
  for (const path of ['/account', '/account/password']) {
    expect(await policyOf(path)).not.toContain('script-src');
  }
  const noScripts = await browser.newContext({ javaScriptEnabled: false });
  const bare = await noScripts.newPage();
  await bare.goto(`${service.issuer}/account`);
  expect(await bare.isVisible('#submit-passkey')).toBe(false);
  expect(await bare.isVisible('#submit-password')).toBe(true);
  await noScripts.close();
  await context.close();
});
