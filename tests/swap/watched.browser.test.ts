import { follow, openBrowser, until } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { readBus } from './bus-log.ts';
import { department, operatorToken } from './department.ts';
import { withKey } from './http.ts';
import { type Implementation, startImplementation } from './implementations.ts';
import { bindingOf, type Registered } from './operator.ts';
import { openAccount } from './payments/account.ts';
import { payingWith } from './payments/acts.ts';
import { judgePayments } from './payments/component.ts';
import { bindFirst, type PlugBoard, startPlugBoard } from './plug-board.ts';
import { createAttester, register } from './registration.ts';
import { untilOnBus } from './run-drill.ts';
import { startTraffic } from './traffic.ts';
import { type Ground, prepareGround } from './world.ts';

// Two cores for all of it and a browser: a busy machine must not look like a barrier that takes too long.
const patient = { SWAP_HOLD_MS: '20000', SWAP_CALL_MS: '10000' };
let ground: Ground;
let board: PlugBoard;
let blue: Registered;
let green: Registered;
let browser: Browser;

beforeAll(async () => {
  ground = await prepareGround({ fsync: false, log: () => {} });
  const attester = await createAttester(ground.home);
  board = await startPlugBoard(ground, { ...patient, ATTESTATION_JWKS: attester.jwksFile });
  const env = { REGISTRY_JWKS: `${board.registry.url}/ashlar/v1/keys` };
  const both: Implementation[] = await Promise.all([
    startImplementation(ground, 'payments', 'blue', env),
    startImplementation(ground, 'ledgerline', 'green', env),
  ]);
  [blue, green] = (await Promise.all(both.map((one) => register(board, attester, one)))) as [
    Registered,
    Registered,
  ];
  await bindFirst(board, blue.id);
  browser = await openBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await ground?.close();
}, 60_000);

/** Asserts that a page can be used by everybody and on a narrow screen; keeps a picture of it in the folder `SHOTS`, if that is set. */
async function expectGood(page: Page, shot: string): Promise<void> {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(beyond)).toBe(0);
    const { SHOTS } = process.env;
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${shot}-${width}.png`, fullPage: true });
  }
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
}

async function signedIn(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${board.registry.url}/operator`);
  await page.fill('#token', await operatorToken(ground, 'registry'));
  await follow(page, '#submit-token');
  return page;
}

/** Confirms what leads to the page of a swap, and watches that page to its end. Answers what it said on the way, in order; nothing but its own script changed it. */
async function watched(page: Page, confirm: string): Promise<string[]> {
  const said: string[] = [];
  await page.exposeFunction(`say${watches}`, (text: string) => said.push(text));
  // Before anything of the page has run, so that no change of it is missed.
  await page.addInitScript(`document.addEventListener('DOMContentLoaded', () => {
    const status = document.getElementById('swap-status');
    if (!status) return;
    const say = () => window.say${watches}(status.textContent);
    new MutationObserver(say).observe(status, { childList: true, characterData: true, subtree: true });
    say();
  })`);
  watches += 1;
  await follow(page, confirm);
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.waitForSelector('#swap-status:has-text("The swap has completed.")', { timeout: 120_000 });
  expect(loads).toBe(0);
  return said;
}

let watches = 0;

test('an operator swaps payments under traffic, watches it to its end, and rolls it back by its button: nothing is lost', async () => {
  const apiKey = await openAccount(ground, blue.implementation);
  const traffic = startTraffic({
    home: ground.home,
    url: board.url,
    account: payingWith(apiKey),
    seed: 7,
    perSecond: 15,
  });
  const more = async (count: number) => {
    const before = traffic.driver.accepted();
    await until(() => traffic.driver.accepted() - before >= count, {
      timeoutMs: 60_000,
      what: 'more accepted changes',
    });
  };
  await more(100);

  const page = await signedIn();
  await page.goto(`${board.registry.url}/operator/swaps/new?place=payments/${department}&to=${green.id}`);
  expect(await page.textContent('#thumbprint')).toBe(green.thumbprint);
  expect(await page.textContent('dl')).toMatch(/core profile, 1 case,/);
  await expectGood(page, 'confirm');
  await page.check('#confirmed');
  const said = await watched(page, '#start');
  expect(said.length).toBeGreaterThan(2);
  expect(said.at(-1)).toBe('The swap has completed.');
  expect(await page.textContent('#outcome')).toContain(`green serves ${department} from epoch 2 on`);
  expect(await page.textContent('#swap-facts')).toMatch(/calls were held for\s+[\d.]+ m?s/);
  expect(await bindingOf(board)).toMatchObject({ implementation_id: green.id, epoch: 2 });
  await expectGood(page, 'completed');
  await more(50);

  await follow(page, '#rollback');
  await expectGood(page, 'rollback');
  const back = await watched(page, '#confirm');
  expect(back.at(-1)).toBe('The swap has completed.');
  expect(await page.textContent('h1')).toBe(`Roll back payments for ${department}`);
  expect(await bindingOf(board)).toMatchObject({ implementation_id: blue.id, epoch: 3 });
  await expectGood(page, 'rolled-back');
  await more(50);

  const unexpected = await traffic.end();
  const witness = withKey(blue.implementation.url, apiKey);
  await untilOnBus(ground, board, witness);
  const { findings } = await judgePayments(traffic, witness, await readBus(ground.busUrl, 'payments'));
  expect([unexpected, findings, [...traffic.driver.failures]]).toEqual([[], [], []]);
}, 300_000);
