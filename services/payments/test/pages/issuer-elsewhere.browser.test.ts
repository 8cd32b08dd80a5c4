import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PaymentProvider } from '../../src/domain/ports.ts';
import { shown } from '../fixtures.ts';
import { challengedCard } from '../three-d-secure.ts';
import { openPayment, sendCard, startWorld, type World } from './browser.ts';

// An issuer of another site, as Stripe's are: it tells the provider itself, and leads the frame back with nothing but an address.
let world: World;
let issuer: Server;
const passed = new Set<string>();

beforeAll(async () => {
  issuer = createServer((request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/moved') {
      // Issuers pass the question on among themselves.
      reply.writeHead(302, { location: `/ask?${searchParams}` }).end();
    } else if (pathname === '/answered') {
      passed.add(searchParams.get('key') ?? '');
      reply.writeHead(302, { location: searchParams.get('back') ?? '' }).end();
    } else {
      reply
        .setHeader('content-type', 'text/html')
        .end(`<a id="pass" href="/answered?${searchParams}">Yes</a>`);
    }
  }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  world = await startWorld(withIssuerAt(`http://localhost:${(issuer.address() as AddressInfo).port}`));
});

afterAll(async () => {
  await world?.end();
  issuer.close();
  issuer.closeAllConnections();
});

function withIssuerAt(origin: string): (sandbox: PaymentProvider) => PaymentProvider {
  return (sandbox) => {
    const known = new Map<string, string>();
    return {
      ...sandbox,
      async authorise(ask) {
        const answer = await sandbox.authorise(ask);
        if (answer.challenge === undefined) return answer;
        known.set(ask.key, new URL(answer.challenge, origin).searchParams.get('pass') ?? '');
        const query = new URLSearchParams({ key: ask.key, back: ask.challengeReturnUrl ?? '' });
        return { ...answer, challenge: `${origin}/moved?${query}` };
      },
      authorise3ds: (ask) =>
        sandbox.authorise3ds({ ...ask, answer: passed.has(ask.key) ? (known.get(ask.key) ?? '') : '' }),
    };
  };
}

test('an issuer of another site asks in the frame, and its payer goes on in the whole window, with the session', async () => {
  const { page, paymentId, context } = await openPayment(world);
  const complaints: string[] = [];
  context.on('console', (message) => complaints.push(message.text()));
  await sendCard(page, { cardNo: challengedCard });
  // Looked up anew for each click: another site's page is another frame to the browser.
  const frame = page.frameLocator('.iframe-3ds');
  await frame.locator('#pass').click();
  await frame.locator('#go-on').click();
  await page.waitForSelector('.govuk-grid-row > #main-content #confirm');
  expect(page.frames()).toHaveLength(1);
  expect(await shown(world.service, world.account, paymentId)).toMatchObject({
    state: { status: 'submitted' },
    authorisation_summary: { three_d_secure: { required: true } },
  });
  expect(complaints).toEqual([]);
});

test('a payer who comes back without an answer is asked again', async () => {
  const { page, paymentId } = await openPayment(world);
  await sendCard(page, { cardNo: challengedCard });
  await page.goto(new URL(`/card_details/${paymentId}/3ds_required_in`, page.url()).href);
  await page.click('#go-on');
  await page.waitForSelector('.iframe-3ds');
  expect((await shown(world.service, world.account, paymentId)).state.status).toBe('started');
});
