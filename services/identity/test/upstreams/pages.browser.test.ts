import { follow, openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { anAccount, password, type Service, startService } from '../fixtures.ts';
import { expectGood } from '../pages/good-page.ts';
import { register, returnsOf, startUpstream, type UpstreamParty } from './upstream.ts';

let service: Service;
let upstream: UpstreamParty;
let browser: Browser;

beforeAll(async () => {
  service = await startService({ env: { CLIENT_INSECURE_TARGETS: 'true' } });
  upstream = await startUpstream(returnsOf(service, 'a'));
  await register(service, 'a', upstream);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.end();
  await upstream?.end();
});

async function enterThere(page: Page, sub: string): Promise<void> {
  await page.fill('[name=sub]', sub);
  await follow(page, '#enter');
}

test.each(['en', 'cy'] as const)(
  'a person signs in by another organisation, links an account and removes the link, without scripts, in %s',
  async (language) => {
    const t = strings[language];
    const { email } = await anAccount(service);
    const sub = `person-${language}`;
    upstream.people.set(sub, { email, email_verified: true });
    const context = await browser.newContext({ javaScriptEnabled: false, locale: language });
    const page = await context.newPage();
    await page.goto(`${service.issuer}/account`);
    expect(await page.textContent('#upstream-a')).toContain(language === 'cy' ? 'Darparwr a' : 'Provider a');
    await expectGood(page);

    await follow(page, '#upstream-a');
    await enterThere(page, sub);
    expect(await page.title()).toBe(t.upstreams.newcomer.title);
    expect(await page.textContent('main')).toContain(t.upstreams.newcomer.known(email));
    await expectGood(page);
    await follow(page, '#sign-in-to-account');
    expect(await page.locator('#arrived').count()).toBe(1);
    await expectGood(page);
    await page.fill('#email', email);
    await page.fill('#password', password);
    await follow(page, '#submit-password');
    expect(await page.title()).toBe(t.account.title);
    expect(await page.textContent('main')).toContain(t.account.history.kinds.upstream_linked ?? 'nothing');
    await expectGood(page);
    await follow(page, '#remove-upstream-a');
    await expectGood(page);
    await follow(page, '#link-upstream-a');
    // The browser is known there by now.
    expect(await page.title()).toBe(t.account.title);
    expect(await page.locator('#remove-upstream-a').count()).toBe(1);
    await context.close();
  },
);

test('a person reads what to do when the other organisation is away', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${service.issuer}/account`);
  await follow(page, '#upstream-a');
  upstream.behave({ outage: true });
  const address = new URL(page.url());
  const state = new URL(`${service.issuer}/upstreams/a/callback`);
  // As though the provider had sent the person back and gone away.
  const asked = await service.pool.query('select sealed from upstream_request order by ends_at desc limit 1');
  const { state: kept } = JSON.parse(service.deps.unseal(asked.rows[0].sealed));
  state.search = new URLSearchParams({ code: 'a-code', state: kept, iss: address.origin }).toString();
  await page.goto(state.href);
  upstream.behave({});
  expect(await page.title()).toBe(`${strings.en.error}: ${strings.en.password.title}`);
  expect(await page.textContent('.govuk-error-summary')).toContain(strings.en.upstreams.troubles.away);
  await expectGood(page);
  await context.close();
});
