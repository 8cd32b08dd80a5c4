import { accessSync, constants } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Starts the machine's Chromium, headless with an empty profile: `CHROMIUM_PATH`, or /usr/bin/chromium. Throws when there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  try {
    accessSync(executablePath, constants.X_OK);
  } catch (cause) {
    throw new Error(
      `There is no Chromium at ${executablePath}; install the package chromium or set CHROMIUM_PATH.`,
      { cause },
    );
  }
  return chromium.launch({ executablePath, args: flags });
}

/**
 * Presses what the selector names and waits until the page that it leads to has loaded, with its styles: a click alone returns as soon as
 * the browser has the first byte. Rejects after Playwright's own timeout when no page loads.
 */
export async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);
}

// No sandbox, since tests also run as root and only visit pages of our own; and nothing that calls home.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
