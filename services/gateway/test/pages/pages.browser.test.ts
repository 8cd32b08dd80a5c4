import { mkdir } from 'node:fs/promises';
import { openBrowser } from '@ashlar/testkit';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StubUpstream, startGateway, startUpstream, type TestGateway } from '../fixtures.ts';

type Browser = Awaited<ReturnType<typeof openBrowser>>;

const shots = process.env.ASHLAR_SHOTS;
let browser: Browser;
let upstream: StubUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  browser = await openBrowser();
  upstream = await startUpstream((request, response) => {
    if (request.url === '/health/ready') response.end('{"status":"ok"}');
    else request.socket.resetAndDestroy();
  });
  const entryPoints = [
    { component: 'payments', department: 'demo', upstream: upstream.url, prefix: '/payments' },
    { component: 'payments', department: 'demo-two', upstream: 'http://127.0.0.1:9', host: 'two.example' },
    { component: 'identity', department: '*', upstream: upstream.url, host: 'sign-in.example' },
    { component: 'messaging', department: 'demo', upstream: 'http://127.0.0.1:9', host: 'messages.example' },
    { component: 'elsewhere', department: 'demo', upstream: upstream.url, host: 'elsewhere.example' },
  ];
  // A machine that also runs a browser is late now and then, and a page is not to be refused for it.
  gateway = await startGateway(entryPoints, { MAX_EVENT_LOOP_DELAY_MS: '60000' });
});

afterAll(async () => {
  await browser?.close();
  await gateway?.close();
  await upstream?.close();
});

const pages = [
  ['index', '/', 'Components for government services'],
  ['contract', '/contracts/payments', 'Payments (GOV.UK Pay v1)'],
  ['own-contract', '/contracts/gateway', 'Ashlar gateway'],
  ['events', '/events', 'Event catalogue'],
  ['component-events', '/events/payments', 'Events of payments'],
  ['event-type', '/events/messaging/messaging.notification.delivered.v1', /^messaging\.notification/],
  ['failure', '/payments/x', /^Sorry, there is a problem/],
] as const;

describe.each([
  ['on a desktop', { width: 1280, height: 900 }],
  ['on a phone', { width: 375, height: 740 }],
  ['enlarged four times', { width: 320, height: 256 }],
])('%s', (_, viewport) => {
  test.each(pages)(
    'the %s page is accessible and fits',
    async (name, path, heading) => {
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('console', (message) => {
        // The browser itself reports the status of the failure page.
        if (message.type() === 'error' && !message.text().includes('502')) problems.push(message.text());
      });
      const answer = await page.goto(`${gateway.url}${path}`);
      expect(answer?.status()).toBe(name === 'failure' ? 502 : 200);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(heading);
      await keepShot(page, `${name}-${viewport.width}`);
      // What is folded up must be as good as the rest.
      await page.locator('details').evaluateAll((all) => {
        for (const one of all) one.setAttribute('open', '');
      });
      await keepShot(page, `${name}-${viewport.width}-open`);
      const widest = await page.locator('html').evaluate((html) => html.scrollWidth);
      expect(widest).toBeLessThanOrEqual(viewport.width);
      expect(await brokenNames(page)).toEqual([]);
      expect(problems).toEqual([]);
      // Below 641 px there is one layout: axe looks at it at 320 px.
      if (viewport.width === 375) return context.close();
      // They are all made alike, and axe takes long over a thousand fields: a few stay open for it.
      await page.locator('details').evaluateAll((all) => {
        for (const one of all.slice(3)) one.removeAttribute('open');
      });
      const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
      await context.close();
    },
    180_000,
  );
});

type Page = Awaited<ReturnType<Browser['newPage']>>;

/** The parts of event names (what stands between their dots) that run over the end of a line. */
function brokenNames(page: Page): Promise<string[]> {
  return page.locator('.ashlar-name').evaluateAll((names) =>
    names.flatMap((name) =>
      [...name.childNodes].flatMap((part) => {
        const range = name.ownerDocument.createRange();
        range.selectNodeContents(part);
        return range.getClientRects().length > 1 ? [part.textContent ?? ''] : [];
      }),
    ),
  );
}

async function keepShot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/gw-${name}.png`, fullPage: true });
}
