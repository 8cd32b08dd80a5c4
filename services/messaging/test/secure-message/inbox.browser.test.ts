import { follow, freePort, openBrowser } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, type Service, startService } from '../fixtures.ts';
import { aTextFile, attested, secret, secureReaches, sendSecure } from './fixtures.ts';
import { type StandIn, standIn } from './person.ts';

let service: Service;
let account: Account;
let browser: Browser;
let issuer: StandIn;
let root: string;

beforeAll(async () => {
  const port = await freePort();
  root = `http://127.0.0.1:${port}`;
  // It signs in at once whom the test says.
  issuer = standIn(`${root}/messages/callback`);
  service = await startService({
    env: { PUBLIC_URL: root },
    override: (wiring) => wiring.value(tokens.signIn, issuer),
  });
  account = await anAccount(service);
  await service.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await service?.end();
});

/** Asserts that a page can be used by everybody and on a narrow screen. */
async function expectGood(page: Page, shot: string): Promise<void> {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect([shot, width, await page.evaluate(beyond)]).toEqual([shot, width, 0]);
    const { SHOTS } = process.env;
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/inbox-${shot}-${width}.png`, fullPage: true });
  }
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
}

async function comeIn(subject: string, path = '/messages', javaScriptEnabled = true): Promise<Page> {
  issuer.answer = { subject, idToken: 'i' };
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
  await page.goto(root + path);
  return page;
}

async function delivered(subject: string, changes: Record<string, unknown> = {}): Promise<string> {
  const id = await sendSecure(service, account, { recipient: { recipient_id: subject }, ...changes });
  await secureReaches(service, id, 'delivered');
  return id;
}

const letter = {
  label: `A decision on your application ${'that-does-not-break'.repeat(6)}`,
  case_id: 'CASE-2026-17',
  reply: true,
  reply_by_date_time: '2999-01-01T12:00:00Z',
  legal_notification: true,
  main_document: {
    files: [aTextFile('Dear Anna,\n\nyou may fish from today.\n\nYours faithfully')],
    actions: [
      {
        code: 'payment',
        label: 'Pay the fee',
        entry_point: { url: 'https://pay.example/1' },
        end_date_time: '2030-01-31T12:00:00Z',
      },
      {
        code: 'appointment',
        label: 'Collect your rod',
        start_date_time: '2030-01-31T12:00:00Z',
        reservation: { description: 'Counter 4', location: 'Town hall' },
      },
    ],
  },
  additional_documents: [
    {
      label: 'Map',
      files: [aTextFile('%PDF-1.7', { encoding_format: 'application/pdf', filename: 'map.pdf' })],
    },
  ],
};

test('an empty inbox says so', async () => {
  const page = await comeIn('nobody-wrote');
  expect(await page.textContent('#empty')).toContain('You have no messages');
  await expectGood(page, 'empty');
});

test('a person without scripts reads a message, saves its file, replies and signs out', async () => {
  const id = await delivered('anna', letter);
  const page = await comeIn('anna', '/messages', false);
  await follow(page, '#messages a');
  expect(await page.textContent('#message-text')).toContain('you may fish from today');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.click('#files a')]);
  expect(saved.suggestedFilename()).toBe('map.pdf');
  await follow(page, '#send-reply');
  expect(await page.textContent('.govuk-error-summary')).toContain('Enter your reply');
  await page.fill('#text', 'Thank you.');
  await follow(page, '#send-reply');
  expect(await page.textContent('#thread')).toContain('Thank you.');
  await attested(service, id, 'replied');
  await follow(page, '#sign-out');
  expect(await page.textContent('h1')).toBe('You are signed out');
});

test('every page can be used by everybody', async () => {
  const id = await delivered('bo', letter);
  const high = await delivered('bo', { required_assurance: 'high' });
  const page = await comeIn('bo');
  await expectGood(page, 'list');
  await page.goto(`${root}/messages/${id}`);
  await expectGood(page, 'message');
  await follow(page, '#send-reply');
  await expectGood(page, 'refused');
  await page.fill('#text', 'Thank you.');
  await follow(page, '#send-reply');
  await expectGood(page, 'replied');
  await page.goto(`${root}/messages/${high}`);
  expect(await page.textContent('h1')).toBe('Prove who you are to read this message');
  expect(await page.content()).not.toContain(secret);
  await expectGood(page, 'step-up');
  await page.goto(`${root}/messages/0198c0de-0000-7000-8000-000000000001`);
  expect(await page.textContent('h1')).toBe('Page not found');
  await expectGood(page, 'not-found');
  await page.goto(`${root}/messages`);
  await follow(page, '#sign-out');
  await expectGood(page, 'signed-out');
});
