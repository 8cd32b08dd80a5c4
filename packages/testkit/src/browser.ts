import { type Browser, chromium } from 'playwright-core';

/** Starts the machine's Chromium, headless with an empty profile: `CHROMIUM_PATH`, or /usr/bin/chromium. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: flags,
  });
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
