import { readFile } from 'node:fs/promises';
import { freePort, openBrowser } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { administer, anAccount, type Service, startService, tokenOf } from '../fixtures.ts';

let service: Service;
let browser: Browser;
let page: Page;
let link: string;

beforeAll(async () => {
  const port = await freePort();
  service = await startService({ env: { PUBLIC_URL: `http://127.0.0.1:${port}` } });
  await service.app.listen({ host: '127.0.0.1', port });
  const account = await anAccount(service, { files_contact_link: 'mailto:help@fishing.example' });
  const template = { type: 'email', name: 'File', subject: 'Your file', body: '((file))' };
  const { id } = await administer(service, `/${account.id}/templates`, template);
  const sent = await service.call('POST', '/v2/notifications/email', {
    key: tokenOf(account.live),
    body: {
      email_address: 'anna@example.org',
      template_id: id,
      personalisation: { file: { file: Buffer.from('a,b').toString('base64'), filename: 'results.csv' } },
    },
  });
  link = (sent.json.content as { body: string }).body;
  browser = await openBrowser();
  const context = await browser.newContext({ javaScriptEnabled: true });
  page = await context.newPage();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await service?.end();
});

async function accessibilityFaults(): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  if (passes.length < 10) throw new Error('axe found next to nothing to look at');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('a person confirms the address, after a slip, and downloads the file', async () => {
  await page.goto(link);
  expect(await page.locator('h1').textContent()).toBe('Confirm your email address');
  expect(await accessibilityFaults()).toEqual([]);
  await page.getByLabel('Email address').fill('ana@example.org');
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await page.title()).toMatch(/^Error: /);
  expect(await page.getByRole('alert').textContent()).toContain(
    'Enter the email address the file was sent to',
  );
  expect(await accessibilityFaults()).toEqual([]);
  await page.getByLabel('Email address').fill('anna@example.org');
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await page.locator('main').textContent()).toContain('results.csv (3 bytes)');
  expect(await accessibilityFaults()).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download this file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('results.csv');
  expect(await readFile(await download.path(), 'utf8')).toBe('a,b');
});
