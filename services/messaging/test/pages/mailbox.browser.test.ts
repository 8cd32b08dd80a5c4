import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { follow, freePort, openBrowser } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Browser, Page } from 'playwright-core';
import { anAccount, aText, reaches, type Service, startService, tokenOf } from '../fixtures.ts';

let service: Service;
let root: string;
let browser: Browser;
/** Another site, and what was asked of it. */
let elsewhere: Server;
const asked: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  root = `http://127.0.0.1:${port}`;
  service = await startService({ env: { PUBLIC_URL: root, MAILBOX_SMTP_PORT: '0' } });
  await service.app.listen({ host: '127.0.0.1', port });
  elsewhere = createServer((request, reply) => {
    asked.push(String(request.url));
    reply.setHeader('content-type', 'text/html').end('<title>Elsewhere</title>');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  elsewhere?.close();
  elsewhere?.closeAllConnections();
  await service?.end();
});

test('an empty mailbox says so', async () => {
  const page = await open('/mailbox');
  expect(await page.locator('#empty').textContent()).toContain('There are no messages yet');
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'empty');
});

describe('with messages in it', () => {
  beforeAll(async () => {
    const account = await anAccount(service);
    const body = aText(account);
    const sent = await service.call('POST', '/v2/notifications/sms', { key: tokenOf(account.live), body });
    await reaches(service, account, String(sent.json.id), 'delivered');
    const messageId = '<0198c2f0-a1b2-7c33-9d44-000000000000@messages.example>';
    for (const _ of [1, 2]) await mail({ messageId, subject: 'Your licence', to: 'bo@example.org' });
    await mail({
      subject: `A very long subject ${'that-does-not-break'.repeat(8)}`,
      html: hostile(),
      attachments: [{ filename: 'licence.pdf', content: 'x'.repeat(3000) }],
    });
  });

  test('a person reads the list, filters it and follows a message, without scripts', async () => {
    const page = await open('/mailbox');
    const titles = await page.locator('.mailbox-list h2').allTextContents();
    expect(titles).toEqual([
      expect.stringContaining('A very long subject'),
      'Your licence',
      'Your licence',
      'Text message',
    ]);
    expect(await page.locator('.govuk-tag--yellow').allTextContents()).toEqual([
      'Received twice',
      'Received twice',
    ]);
    await page.selectOption('#recipient', { label: 'bo@example.org' });
    await follow(page, 'text=Show messages');
    expect(page.url()).not.toContain('example');
    expect(await page.locator('.mailbox-list h2').allTextContents()).toEqual([
      'Your licence',
      'Your licence',
    ]);
    await follow(page, '.mailbox-list a');
    expect(await page.locator('#from').textContent()).toBe('Fishing licences (licences@messages.example)');
    expect(await page.locator('#text').textContent()).toContain('You may fish.');
    await page.click('text=The email’s source');
    expect(await page.content()).toContain('Message-ID: &lt;0198c2f0');
  });

  test('a stranger’s HTML is shown with its styles, runs nothing, loads nothing, and its links open elsewhere', async () => {
    const page = await open('/mailbox', { javaScriptEnabled: true });
    await follow(page, '.mailbox-list a');
    const frame = page.frameLocator('iframe');
    await frame.locator('#styled').waitFor();
    const colour = "getComputedStyle(document.querySelector('#styled')).color";
    expect(await page.frames()[1]?.evaluate(colour)).toBe('rgb(0, 90, 48)');
    expect(await page.title()).toContain('A very long subject');
    await page.waitForLoadState('networkidle');
    expect(asked).toEqual([]);
    const popup = page.waitForEvent('popup');
    await page.locator('iframe').scrollIntoViewIfNeeded();
    await frame.locator('#link').click();
    const opened = await popup;
    await opened.waitForLoadState();
    expect([await opened.title(), await opened.evaluate('window.opener')]).toEqual(['Elsewhere', null]);
    expect(asked.filter((url) => url !== '/favicon.ico')).toEqual(['/followed']);
  });

  for (const [name, width] of [
    ['wide', 1280],
    ['narrow', 375],
  ] as const) {
    test(`pages fit a ${name} screen and have no accessibility faults`, async () => {
      const page = await open('/mailbox', { width });
      expect([await overflow(page), await accessibilityFaults(page)]).toEqual([0, []]);
      await picture(page, `list-${name}`);
      await follow(page, '.mailbox-list a');
      expect([await overflow(page), await accessibilityFaults(page)]).toEqual([0, []]);
      // A frame that is out of sight draws nothing, so that nothing in it can be waited for to rest.
      await page.locator('iframe').scrollIntoViewIfNeeded();
      await page.frameLocator('iframe').locator('#styled').waitFor();
      await picture(page, `message-${name}`);
      await page.goto(`${root}/mailbox/none`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `missing-${name}`);
    });
  }
});

async function open(path: string, { width = 1280, javaScriptEnabled = false } = {}): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(root + path);
  return page;
}

async function mail(changes: SendMailOptions): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: service.mailReceiver?.port ?? 0,
    ignoreTLS: true,
  });
  await transport.sendMail({
    from: { name: 'Fishing licences', address: 'licences@messages.example' },
    to: 'anna@example.org',
    text: 'You may fish.\n\nFrom today.',
    ...changes,
  });
}

/** HTML that tries to run, load and lead away. */
function hostile(): string {
  const site = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  return `<html><head><meta http-equiv="refresh" content="0;url=${site}/refreshed"><link rel="stylesheet" href="${site}/style.css">
    <style>@import url(${site}/import.css); body { background: url(${site}/background.png) }</style></head>
    <body style="font-family: serif"><h1 id="styled" style="color: rgb(0, 90, 48)">Granted</h1>
    <script>parent.document.title = 'taken'; fetch('${site}/script')</script>
    <img src="${site}/pixel.png" onerror="fetch('${site}/onerror')" alt=""><iframe src="${site}/frame" title="x"></iframe>
    <form action="${site}/form"><button>Send</button></form><video src="${site}/video"></video>
    <a id="link" href="${site}/followed">Follow me</a></body></html>`;
}

/** The faults that axe finds. It needs scripts, so it looks at the same HTML in a browser that runs them; the framed mail is its sender's affair. */
async function accessibilityFaults(page: Page): Promise<string[]> {
  const context = await browser.newContext({ bypassCSP: true, viewport: page.viewportSize() });
  const copy = await context.newPage();
  const body = (await page.content()).replace(/ (sandbox|srcdoc)="[^"]*"/g, '');
  await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  const { violations, passes } = await new AxeBuilder({ page: copy }).analyze();
  await context.close();
  if (passes.length < 10) throw new Error('axe found next to nothing to look at');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Keeps a picture of the page where `PAGE_SHOTS` names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PAGE_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/mailbox-${name}.png`, fullPage: true });
}
