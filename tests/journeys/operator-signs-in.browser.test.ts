import { openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from './platform.ts';

let running: RunningPlatform;
let browser: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  running = await startOne('postgres');
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await running?.stop();
}, 60_000);

/** Comes to the operator's pages, signs in at identity and agrees. */
async function comeIn(email: string, password: string) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${running.platform.env.REGISTRY_URL}/operator/implementations`);
  await page.click('#sign-in');
  await page.fill('#email', email);
  await page.fill('#password', password);
  await page.click('#submit-password');
  await page.click('#submit-consent');
  await page.waitForURL(/\/operator/);
  return page;
}

test('the operator of this machine signs in at identity and sees what runs; a citizen does not', async () => {
  const { env } = running.platform;
  const operator = await comeIn(env.OPERATOR_EMAIL ?? '', env.OPERATOR_PASSWORD ?? '');
  expect(await operator.textContent('h1')).toBe('Implementations');
  expect(await operator.textContent('tbody')).toContain(running.platform.serviceUrl('payments'));

  await operator.click('#sign-out');
  await operator.waitForSelector('text=You are signed out');
  await operator.goto(`${env.REGISTRY_URL}/operator`);
  expect(await operator.textContent('h1')).toBe('Sign in');

  const citizen = await comeIn(env.DEMO_USER_EMAIL ?? '', env.DEMO_USER_PASSWORD ?? '');
  expect(await citizen.textContent('h1')).toBe('This account may not operate the platform');
  await citizen.goto(`${env.REGISTRY_URL}/operator`);
  expect(await citizen.textContent('h1')).toBe('Sign in');
}, 120_000);
