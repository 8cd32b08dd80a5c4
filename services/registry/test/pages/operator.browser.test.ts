import { follow, freePort, openBrowser, until } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { tokens } from '../../src/wiring.ts';
import { startCandidate } from '../candidate.ts';
import { aDepartment, anImplementation, bind, type Registry, startRegistry } from '../fixtures.ts';
import { ended, makeWorld, openGate, read, traffic } from '../swap-world.ts';

let registry: Registry;
let browser: Browser;
let root: string;

beforeAll(async () => {
  const port = await freePort();
  root = `http://127.0.0.1:${port}`;
  registry = await startRegistry((wiring) => wiring.value(tokens.gate, openGate), {
    PUBLIC_URL: root,
    // A busy test machine must not look like a barrier that takes too long.
    SWAP_HOLD_MS: '30000',
    SWAP_CALL_MS: '20000',
  });
  await registry.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await registry?.end();
});

/** Asserts that a page can be used by everybody and on a narrow screen. */
async function expectGood(page: Page, shot?: string, scripts = true): Promise<void> {
  expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).fontFamily')).toMatch(/^arial/i);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(beyond)).toBe(0);
    const { SHOTS } = process.env;
    if (SHOTS && shot) await page.screenshot({ path: `${SHOTS}/${shot}-${width}.png`, fullPage: true });
  }
  if (!scripts) return;
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
}

async function signedIn(javaScriptEnabled = true): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
  await page.goto(`${root}/operator`);
  await page.fill('#token', await registry.token());
  await follow(page, '#submit-token');
  return page;
}

test('an operator signs in, sees an empty platform and then what is bound and what runs, and signs out', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${root}/operator`);
  expect(await page.title()).toBe('Sign in – Ashlar registry');
  await expectGood(page, 'sign-in');
  await page.fill('#token', 'none');
  await follow(page, '#submit-token');
  expect(await page.title()).toBe('Error: Sign in – Ashlar registry');
  await expectGood(page, 'sign-in-error');
  await page.fill('#token', await registry.token());
  await follow(page, '#submit-token');
  expect(await page.textContent('main')).toContain('Nothing is bound yet');
  await expectGood(page, 'bindings-empty');
  await page.goto(`${root}/operator/implementations`);
  expect(await page.textContent('main')).toContain('No implementation is registered yet');
  await expectGood(page);

  const department = await aDepartment(registry);
  const blue = await anImplementation(registry, 'payments', { name: 'blue', version: '1.4.0' });
  await anImplementation(registry, 'payments', { name: 'ledgerline', version: `sha256:${'0f'.repeat(32)}` });
  await bind(registry, { component: 'payments', department: '*' }, blue, 0);
  await bind(registry, { component: 'payments', department }, blue, 0);
  await registry.call('DELETE', `/ashlar/v1/bindings/payments/${department}?expected_epoch=1`);
  await page.goto(`${root}/operator`);
  const rows = await page.locator('tbody tr').allInnerTexts();
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/payments\s+every other department\s+the default\s+blue\s+version 1\.4\.0\s+1\s/);
  expect(rows[1]).toMatch(new RegExp(`payments\\s+${department}\\s+Nothing\\s+2\\s`, 'i'));
  await expectGood(page, 'bindings');
  await follow(page, 'nav a:has-text("Implementations")');
  expect(await page.textContent('main')).toContain('ledgerline');
  await expectGood(page, 'implementations');

  await follow(page, '#sign-out');
  expect(await page.textContent('h1')).toBe('You are signed out');
  await expectGood(page);
});

/** Chooses and confirms on the pages; leads to the page of the swap. */
async function startSwap(
  page: Page,
  { place, candidate, scripts = true }: { place: string; candidate: string; scripts?: boolean },
) {
  const looks = (shot: string) => expectGood(page, shot, scripts);
  await page.goto(`${root}/operator/swaps`);
  await follow(page, '#start-swap');
  await looks('choose-place');
  await page.check(`input[value="${place}"]`);
  await follow(page, '#continue');
  await looks('choose-candidate');
  await page.check(`input[value="${candidate}"]`);
  await follow(page, '#continue');
  await looks('confirm');
  await follow(page, '#start');
  expect(await page.title()).toContain('Error: Check before you start');
  await looks('confirm-error');
  await page.check('#confirmed');
  await follow(page, '#start');
}

test('an operator starts a swap, watches it live, and rolls it back', async () => {
  const world = await makeWorld(registry, { pinned: false });
  // Nothing begins before the test has looked.
  world.next.faults.push({ on: 'follow', how: 503 });
  const page = await signedIn();
  await startSwap(page, { place: `${world.component}/${world.department}`, candidate: world.nextId });
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.reload();

  // Nothing but the script changes the page from here on.
  await page.waitForSelector('#swap-status:has-text("Copying")');
  expect(await page.textContent('#swap-note')).toBe('This page shows each change as it happens.');
  await expectGood(page, 'swap-seeding');
  await page.click('#swap-pause');
  expect(await page.textContent('#swap-note')).toBe('Updates are paused.');
  await page.click('#swap-pause');
  const writing = traffic(registry, world);
  world.next.faults.length = 0;
  await page.waitForSelector('#swap-status:has-text("The swap has completed.")');
  await writing.stop();
  await expect(page.textContent('#swap-facts')).resolves.toMatch(/calls were held for/);
  expect(await page.textContent('#outcome')).toBe((await read(registry, id)).outcome);
  await page.waitForSelector('#rollback');
  await expectGood(page, 'swap-completed');
  expect(refused).toEqual([]);

  await follow(page, '#rollback');
  await expectGood(page, 'rollback');
  await follow(page, '#confirm');
  await page.waitForSelector('#swap-status:has-text("The swap has completed.")');
  await follow(page, 'nav a:has-text("Swaps")');
  expect(await page.locator('tbody tr').count()).toBe(2);
  await expectGood(page, 'swaps');
  await follow(page, 'nav a:has-text("Bindings")');
  expect(await page.textContent('tbody')).toContain(world.department);
  await world.end();
}, 120_000);

test('a swap that goes wrong says why, without scripts too', async () => {
  const world = await makeWorld(registry);
  world.next.faults.push({ on: 'follow', how: 503 });
  const page = await signedIn(false);
  const place = `${world.component}/${world.department}`;
  await startSwap(page, { place, candidate: world.nextId, scripts: false });
  const url = page.url();
  const id = new URL(url).pathname.split('/').at(-1) ?? '';
  expect(await page.textContent('#swap-note')).toContain('This page does not change by itself.');
  await follow(page, '#abort');
  await expectGood(page, 'abort', false);
  await follow(page, '#confirm');
  const { outcome } = await ended(registry, id);
  await page.goto(url);
  expect(await page.textContent('#swap-status')).toBe('The swap was aborted.');
  expect(await page.textContent('#outcome')).toBe(outcome);
  // Axe needs scripts.
  const scripted = await signedIn();
  await scripted.goto(url);
  await expectGood(scripted, 'swap-aborted');
  await page.goto(`${url}/rollback`);
  expect(await page.textContent('h1')).toBe('This cannot be done now');
  await world.end();
}, 120_000);

test('an operator has an implementation checked, and reads what failed', async () => {
  const candidate = await startCandidate();
  const id = await anImplementation(registry, 'payments', {
    ...{ name: 'grey', base_url: candidate.url, profile: 'full' },
  });
  const page = await signedIn();
  await page.goto(`${root}/operator/implementations`);
  await follow(page, `a[href$="/${id}/checks"]`);
  expect(await page.textContent('h1')).toBe('Checks of grey');
  await expectGood(page, 'checks-empty');
  await follow(page, '#start-check');
  expect(await page.title()).toContain('Error: Checks of grey');
  await expectGood(page, 'checks-error');
  for (const name of ['api_key', 'other_api_key', 'admin_token', 'account_id']) {
    await page.fill(`#${name}`, 'something');
  }
  await follow(page, '#start-check');
  expect(await page.textContent('h1')).toBe('Check of grey');
  await expectGood(page, 'check-running');
  await follow(page, 'a:has-text("All checks of grey")');
  expect(await page.textContent('tbody')).toContain('Running');
  await expectGood(page, 'checks-running');
  candidate.answer = (_request, response) => {
    response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
  };
  await until(
    async () => {
      await page.reload();
      return (await page.textContent('tbody'))?.includes('Failed');
    },
    { timeoutMs: 60_000, what: 'the check to end' },
  );
  await expectGood(page, 'checks');
  await follow(page, 'tbody a');
  expect(await page.textContent('main')).toContain('What failed');
  await expectGood(page, 'check-failed');
  await candidate.close();
}, 120_000);

test('an operator is asked for what the component of the implementation needs', async () => {
  const candidate = await startCandidate();
  const id = await anImplementation(registry, 'messaging', {
    ...{ name: 'relay', base_url: candidate.url, profile: 'full' },
  });
  const page = await signedIn();
  await page.goto(`${root}/operator/implementations/${id}/checks`);
  expect(await page.locator('form .govuk-label').allTextContents()).toEqual(
    ['Live API key', 'Test API key', 'Access token of an administrator'].map((label) =>
      expect.stringContaining(label),
    ),
  );
  await expectGood(page, 'checks-messaging');
  await page.fill('#api_key', 'something');
  await follow(page, '#start-check');
  expect(await page.locator('.govuk-error-summary a').allTextContents()).toEqual([
    'Enter the test API key',
    'Enter the access token of an administrator',
  ]);
  await expectGood(page, 'checks-messaging-error');
  for (const name of ['api_key', 'test_api_key', 'admin_token']) await page.fill(`#${name}`, 'something');
  await follow(page, '#start-check');
  expect(await page.textContent('h1')).toBe('Check of relay');
  await candidate.close();
}, 60_000);

test('all of it works without scripts', async () => {
  const page = await signedIn(false);
  expect(await page.textContent('h1')).toBe('What is bound');
  await follow(page, 'nav a:has-text("Implementations")');
  expect(await page.textContent('h1')).toBe('Implementations');
});
