import { follow, openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { anAccount, password } from '../fixtures.ts';
import { expectGood } from '../pages/good-page.ts';
import { aParty, begin, finish, startTwoIssuers, type TwoIssuers, vocabulary } from './fixtures.ts';

let service: TwoIssuers;
let browser: Browser;

beforeAll(async () => {
  service = await startTwoIssuers();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.end();
});

test.each(['en', 'cy'] as const)(
  'without scripts, in %s, whoever tests chooses an identity',
  async (language) => {
    const t = strings[language];
    const [party, { email }] = await Promise.all([aParty(service), anAccount(service)]);
    const begun = await begin(party, 'Cl.Cm.P2', { ui_locales: language });
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.route('http://127.0.0.1:9/**', (route) =>
      route.fulfill({ body: 'Back at the department' }),
    );
    const page = await context.newPage();
    await page.goto(begun.start);
    await page.fill('#email', email);
    await page.fill('#password', password);
    await follow(page, '#submit-password');
    expect(await page.title()).toBe(t.identity.title);
    await expectGood(page);

    await follow(page, '#submit-identity');
    expect(await page.title()).toBe(`${t.error}: ${t.identity.title}`);
    await expectGood(page);

    await page.check('input[name=outcome][value=P2]');
    await follow(page, '#submit-identity');
    await page.waitForURL('http://127.0.0.1:9/callback?**');
    const { told } = await finish(party, begun, new URL(page.url()));
    expect(told).toHaveProperty([vocabulary.coreIdentity]);
    await context.close();
  },
);
