import { follow, freePort, openBrowser } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { pruneProviderErrors, watchProviders } from '../../src/usecases/watch-providers.ts';
import { tokens } from '../../src/wiring.ts';
import { adminToken, type Service, startService } from '../fixtures.ts';
import { type StandIn, standIn } from '../secure-message/person.ts';

let service: Service;
let browser: Browser;
let issuer: StandIn;
let root: string;

beforeAll(async () => {
  const port = await freePort();
  root = `http://127.0.0.1:${port}`;
  issuer = standIn(`${root}/messages/callback`);
  service = await startService({
    env: { PUBLIC_URL: root, SANDBOX_CARRIERS: 'true', OPERATORS: 'Ops@demo.example' },
    override: (wiring) => wiring.value(tokens.signIn, issuer),
  });
  await service.workers.stop();
  await service.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await service?.end();
});

async function open(email: string | undefined, path = '/operator/providers'): Promise<Page> {
  issuer.answer = { subject: 'someone', idToken: 'i', ...(email && { email }) };
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(root + path);
  return page;
}

async function expectGood(page: Page, shot: string): Promise<void> {
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const scripted = await context.newPage();
  await scripted.goto(page.url());
  for (const width of [320, 1280]) {
    await scripted.setViewportSize({ width, height: 900 });
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect([shot, width, await scripted.evaluate(beyond)]).toEqual([shot, width, 0]);
    const { SHOTS } = process.env;
    if (SHOTS) await scripted.screenshot({ path: `${SHOTS}/providers-${shot}-${width}.png`, fullPage: true });
  }
  const { violations, passes } = await new AxeBuilder({ page: scripted }).analyze();
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
  await context.close();
}

const textOf = async (page: Page, selector: string) =>
  ((await page.textContent(selector)) ?? '').replace(/\s+/g, ' ');

test('an operator sees providers that nothing has gone wrong with', async () => {
  const page = await open('ops@demo.example');
  const text = await textOf(page, '#sms-sandbox-sms-1');
  expect(text).toContain('Weight 51, 51% of the channel’s messages');
  expect(text).toContain('because it was set up');
  expect(text).toContain('Failed in the last minute no tries');
  expect(text).toContain('Errors of the last day none');
  expect(await textOf(page, '#email-sandbox')).toContain('Not used');
  await expectGood(page, 'quiet');
});

test('an operator sees what fails, why, and where its weight went', async () => {
  const { providerErrors } = service.deps;
  for (let at = 0; at < 49; at += 1) providerErrors.add('sms', 'sandbox-sms-1', 'HTTP_503');
  providerErrors.add('sms', 'sandbox-sms-1', 'TIMEOUT');
  await watchProviders(service.deps);
  const limited = await service.call('PATCH', '/ashlar/v1/messaging-providers/sms/sandbox-sms-2', {
    key: await adminToken(service),
    body: { rate_limit: 5 },
  });
  expect(limited.status).toBe(200);
  const page = await open('ops@demo.example');
  const text = await textOf(page, '#sms-sandbox-sms-1');
  expect(text).toContain('Failing');
  expect(text).toContain('Weight 41, 41% of the channel’s messages; it rests at 51');
  expect(text).toContain('because a provider failed 50 times within a minute');
  expect(text).toContain('50 of 50 (100%) tries');
  expect(text).toContain('it answered with HTTP 503: 49 times since');
  expect(text).toContain('it did not answer in time: once');
  expect(await textOf(page, '#sms-sandbox-sms-2')).toContain('Takes at most 5 a second');
  const moves = await page.locator('#moves > li').allTextContents();
  expect(moves.map((move) => move.replace(/\s+/g, ' ').trim()).slice(0, 2)).toEqual([
    expect.stringMatching(/^Text messages: an operator changed it .* sandbox-sms-2: still 59$/),
    expect.stringMatching(/failed 50 times .* sandbox-sms-1: from 51 to 41 *sandbox-sms-2: from 49 to 59$/),
  ]);
  const later = { ...service.deps, now: () => new Date(Date.now() + 25 * 3600 * 1000) };
  await expectGood(page, 'failing');
  await pruneProviderErrors(later);
  await page.reload();
  expect(await textOf(page, '#sms-sandbox-sms-1')).toContain('Errors of the last day none');
  await follow(page, '#sign-out');
  expect(await page.textContent('h1')).toBe('You are signed out');
});

test('the history has as many pages as it needs, each change once', async () => {
  await service.pool.query(
    `insert into provider_version (channel, id, version, weight, rest, cause, changed_at)
     select 'sms', 'sandbox-sms-1', 100 + n, n, 51, 'rest', now() - make_interval(mins => n) from generate_series(1, 60) as n`,
  );
  const page = await open('ops@demo.example');
  const seen: string[] = [];
  for (;;) {
    seen.push(...(await page.locator('#moves > li').allTextContents()));
    if ((await page.locator('#older').count()) === 0) break;
    await follow(page, '#older');
  }
  const { rows } = await service.pool.query('select distinct channel, changed_at from provider_version');
  expect(seen).toHaveLength(rows.length);
  expect((await page.goto(`${root}/operator/providers?before=yesterday`))?.status()).toBe(404);
  await page.goto(`${root}/operator/providers?before=2000-01-01T00:00:00.000Z,sms`);
  expect(await page.textContent('#no-moves')).toBe('No weight has moved before.');
  await expectGood(page, 'end');
});

test('nobody else sees anything of it', async () => {
  for (const email of ['anna@example.org', undefined]) {
    const page = await open(email);
    expect(await page.textContent('h1')).toBe('This account may not operate the platform');
    expect(await page.content()).not.toContain('sandbox-sms-1');
    await expectGood(page, 'refused');
  }
  issuer.answer = 'refused';
  const { status, headers } = await service.call('GET', '/operator/providers');
  expect([status, headers.location]).toEqual([303, '/messages/sign-in?to=%2Foperator%2Fproviders']);
});
