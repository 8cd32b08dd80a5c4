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
  gateway = await startGateway([
    { component: 'payments', department: 'demo', upstream: upstream.url, prefix: '/payments' },
    { component: 'payments', department: 'demo-two', upstream: 'http://127.0.0.1:9', host: 'two.example' },
  ]);
});

afterAll(async () => {
  await browser?.close();
  await gateway?.close();
  await upstream?.close();
});

const pages = [
  ['index', '/', 'What is plugged in'],
  ['contract', '/contracts/payments', /./],
  ['events', '/events', 'Event catalogue'],
  ['event-type', '/events/payments.payment.captured.v1', 'payments.payment.captured.v1'],
  ['failure', '/payments/x', /^Sorry, there is a problem/],
] as const;

describe.each([
  ['on a desktop', { width: 1280, height: 900 }],
  ['on a phone', { width: 375, height: 740 }],
])('%s', (_, viewport) => {
  test.each(pages)('the %s page is accessible and fits', async (name, path, heading) => {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      // The browser itself reports the status of the failure page.
      if (message.type() === 'error' && !message.text().includes('502')) problems.push(message.text());
    });
    await page.goto(`${gateway.url}${path}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(heading);
    if (shots) {
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/gw-${name}-${viewport.width}.png`, fullPage: true });
    }
    const widest = await page.locator('html').evaluate((html) => html.scrollWidth);
    expect(widest).toBeLessThanOrEqual(viewport.width);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    expect(problems).toEqual([]);
    await context.close();
  });
});
