import assert from 'node:assert/strict';
import { visitor } from '@ashlar/conformance';
import { follow, openBrowser } from '@ashlar/testkit';

/** A card as a citizen types it, with the address it belongs to. */
export interface CardDetails {
  readonly cardNo: string;
  readonly expiryMonth: string;
  readonly expiryYear: string;
  readonly cardholderName: string;
  readonly cvc: string;
  readonly addressLine1: string;
  readonly addressCity: string;
  readonly addressCountry: string;
  readonly addressPostcode: string;
  readonly email: string;
}

/** A citizen in front of the hosted page. */
export interface Payer {
  /** Enters the card, passes its issuer's question if there is one and, if it is accepted, confirms. Answers where they end: `returned` to the service, or the page's heading. */
  pay(nextUrl: string, card: CardDetails, returnUrl: string): Promise<string>;
  /** Opens the card page and leaves it open. */
  open(nextUrl: string): Promise<void>;
  close(): Promise<void>;
}

/** What a citizen would type, for a card number of the sandbox. */
export function cardDetails(cardNo: string): CardDetails {
  return {
    cardNo,
    expiryMonth: '11',
    expiryYear: String((new Date().getUTCFullYear() + 2) % 100),
    cardholderName: 'Sandy Fisher',
    cvc: '123',
    addressLine1: '1 Quay Street',
    addressCity: 'Whitby',
    addressCountry: 'GB',
    addressPostcode: 'YO21 1AA',
    email: 'sandy.fisher@service.example',
  };
}

/** What a card's issuer is answered, where it asks (3-D Secure). */
const pass = '.form > li > span > [type="submit"]';

/** A payer in a real Chromium. `javaScript: false` shows that the pages need none. */
export async function browserPayer(options: { javaScript?: boolean } = {}): Promise<Payer> {
  const browser = await openBrowser();
  const context = await browser.newContext({ javaScriptEnabled: options.javaScript ?? true });
  // The department's own site is not part of the journey: an empty page stands where it would be.
  await context.route('https://service.example/**', (route) =>
    route.fulfill({ status: 200, body: 'Back at the service' }),
  );
  return {
    async pay(nextUrl, card, returnUrl) {
      const page = await context.newPage();
      await page.goto(nextUrl);
      for (const [name, value] of Object.entries(card)) {
        const field = page.locator(`#card-details [name=${name}]`);
        if ((await field.evaluate((element) => element.tagName)) === 'SELECT')
          await field.selectOption(value);
        else await field.fill(value);
      }
      await follow(page, '#submit-card-details');
      if (await page.locator('.iframe-3ds').count()) {
        await page.frameLocator('.iframe-3ds').locator(pass).first().click();
        await page.waitForSelector('#confirm');
      }
      if (await page.locator('#confirm').count()) {
        await page.click('#confirm');
        await page.waitForURL(returnUrl);
        return 'returned';
      }
      return (await page.locator('h1').first().textContent())?.trim() ?? '';
    },
    async open(nextUrl) {
      const page = await context.newPage();
      await page.goto(nextUrl);
      assert.equal(await page.locator('#card-details').count(), 1);
    },
    close: () => browser.close(),
  };
}

/** A payer who sends the same forms without a browser, for machines that have none. */
export function formPayer(): Payer {
  return {
    async pay(nextUrl, card, returnUrl) {
      const payer = visitor(new URL(nextUrl).origin);
      const page = await payer.open(nextUrl);
      const sent = await payer.submit(page, '#submit-card-details', { ...card });
      const frame = sent.document.querySelector('.iframe-3ds')?.getAttribute('src');
      const asked = frame && (await payer.open(new URL(frame, sent.url).href));
      const next = asked ? await payer.submit(asked, pass) : sent;
      if (!next.document.querySelector('#confirm'))
        return next.document.querySelector('h1')?.text.trim() ?? '';
      const end = await payer.submit(next, '#confirm');
      assert.equal(end.url, returnUrl);
      return 'returned';
    },
    async open(nextUrl) {
      const page = await visitor(new URL(nextUrl).origin).open(nextUrl);
      assert.ok(page.document.querySelector('#card-details'));
    },
    close: async () => {},
  };
}
