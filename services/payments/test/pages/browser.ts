import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { follow, freePort, openBrowser } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PaymentProvider } from '../../src/domain/ports.ts';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, aPayment, type Service, startService } from '../fixtures.ts';
import { aSandbox } from '../providers/sandboxes.ts';
import { cardFields } from './fixtures.ts';

/** The real service on a port, a department's site to return to, and a browser. */
export interface World {
  readonly service: Service;
  readonly account: Account;
  /** The department's own address, at another origin than the pages. */
  readonly returnUrl: string;
  readonly browser: Browser;
  /** While it is set, the provider answers no authorisation before it resolves. */
  gate: Promise<void> | undefined;
  end(): Promise<void>;
}

/** Starts it all, with a provider made of the sandbox. */
export async function startWorld(
  made: (sandbox: PaymentProvider) => PaymentProvider = (sandbox) => sandbox,
): Promise<World> {
  const port = await freePort();
  const gate: Pick<World, 'gate'> = { gate: undefined };
  const service = await startService({
    env: { PUBLIC_URL: `http://127.0.0.1:${port}` },
    override: (wiring) =>
      wiring.single(tokens.providers, (get) => {
        const sandbox = made(aSandbox(get(tokens.resources).pool));
        return new Map([['sandbox', gated(sandbox, gate)]]);
      }),
  });
  await service.app.listen({ host: '127.0.0.1', port });
  const department = createServer((request, reply) => {
    const onward = `http://localhost:${request.socket.localPort}/return?case=1`;
    if (request.url === '/moved') reply.writeHead(302, { location: onward });
    reply.end('Back at the department');
  }).listen(0, '127.0.0.1');
  await once(department, 'listening');
  const browser = await openBrowser();
  return Object.assign(gate, {
    service,
    account: await anAccount(service, { name: 'Fishing licences' }),
    returnUrl: `http://127.0.0.1:${(department.address() as AddressInfo).port}/return?case=1`,
    browser,
    async end() {
      await browser.close();
      department.close();
      department.closeAllConnections();
      await service.end();
    },
  });
}

/** Opens a new payment's card page in a browser that runs no scripts: one of its own, or a tab of `context`. */
export async function openPayment(
  world: World,
  changes: Record<string, unknown> = {},
  given: { context?: BrowserContext } = {},
): Promise<{ page: Page; paymentId: string; context: BrowserContext; link: string }> {
  const payment = await aPayment(world.service, world.account, { return_url: world.returnUrl, ...changes });
  const context = given.context ?? (await world.browser.newContext({ javaScriptEnabled: false }));
  const page = await context.newPage();
  const link = payment._links.next_url?.href ?? '';
  await page.goto(link);
  return { page, paymentId: payment.payment_id, context, link };
}

/** Types a card into the page, with some fields replaced, and sends it. */
export async function sendCard(page: Page, changes: Record<string, string> = {}): Promise<void> {
  const { addressCountry, ...fields } = cardFields({ expiryYear: '49', ...changes });
  for (const [name, value] of Object.entries(fields)) await page.fill(`#card-details [name=${name}]`, value);
  if (addressCountry) await page.selectOption('#address-country', addressCountry);
  await follow(page, '#submit-card-details');
}

/** Asserts that a page can be used by everybody and on a narrow screen, and keeps a picture of it at both widths. */
export async function expectGood(world: World, page: Page, name: string): Promise<void> {
  const heading = '(document.querySelector("h1 label") ?? document.querySelector("h1"))';
  expect(await page.evaluate(`getComputedStyle(${heading}).fontFamily`)).toMatch(/^arial/i);
  for (const width of [1280, 375, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect([name, width, await overflow(page)]).toEqual([name, width, 0]);
    if (width !== 320) await picture(page, `${name}-${width}`);
  }
  expect(await accessibilityFaults(world, page)).toEqual([]);
}

/**
 * The accessibility faults of what a page shows, found by axe: `rule: element`. Axe needs scripts, so it looks at the same HTML in a browser
 * that runs them.
 */
async function accessibilityFaults(world: World, page: Page): Promise<string[]> {
  const context = await world.browser.newContext({ bypassCSP: true, viewport: page.viewportSize() });
  const copy = await context.newPage();
  const body = await page.content();
  await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  const { violations, passes } = await new AxeBuilder({ page: copy }).analyze();
  await context.close();
  if (passes.length < 10) throw new Error('axe found next to nothing to look at');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** How many pixels of a page stick out to the right. */
function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Keeps a picture of the page where `PAGE_SHOTS` names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PAGE_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

function gated(provider: PaymentProvider, world: Pick<World, 'gate'>): PaymentProvider {
  return {
    ...provider,
    async authorise(ask) {
      await world.gate;
      return provider.authorise(ask);
    },
  };
}
