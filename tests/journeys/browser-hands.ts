import { openBrowser } from '@ashlar/testkit';
import type { Hands } from './citizens.ts';

/** Hands in a real Chromium. `javaScript: false` shows that the pages need none. */
export async function browserHands(options: { javaScript?: boolean } = {}): Promise<Hands> {
  const browser = await openBrowser();
  const context = await browser.newContext({ javaScriptEnabled: options.javaScript ?? true });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  let status = 0;
  page.on('response', (response) => {
    const request = response.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) status = response.status();
  });
  // The last page that was reached: what a failed one leaves behind has no address to ask for again.
  let reached = 'about:blank';
  const navigate = async (go: () => Promise<unknown>): Promise<void> => {
    status = 0;
    const loaded = page.waitForEvent('load');
    await Promise.all([loaded, go()]);
    if (status === 0) throw new Error('no page was reached');
    if (status >= 500) throw new Error(`${new URL(page.url()).pathname} answered ${status}`);
    reached = page.url();
  };

  return {
    open: (url) => {
      reached = url;
      return navigate(() => page.goto(url));
    },
    async act({ press, fill = {} }) {
      for (const [name, value] of Object.entries(fill)) {
        const field = page.locator(`form:has(${press}) [name=${name}]`);
        const tag = await field.evaluate((element) => element.tagName);
        if (tag === 'SELECT') await field.selectOption(value);
        else await field.fill(value);
      }
      await navigate(() => page.click(press));
    },
    has: async (selector) => (await page.locator(selector).count()) > 0,
    view: async () => ({
      url: page.url(),
      heading: oneLine(await page.locator('h1').first().textContent()),
      text: oneLine(await page.locator('body').textContent()),
    }),
    url: () => reached,
    enterTrace: (traceparent) => context.setExtraHTTPHeaders({ traceparent }),
    close: () => browser.close(),
  };
}

const TIMEOUT_MS = 15_000;

function oneLine(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}
