import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { type Page, type Visitor, visitor } from '../visitor.ts';
import {
  call,
  cardFields,
  create,
  openCardPage,
  type Payment,
  type PaymentsSubject,
  pay,
  read,
  statesOf,
} from './subject.ts';

/** A card of the sandbox whose issuer asks the payer first. */
const CHALLENGED_CARD = '4000002500003155';

/** Where browser tests of the standard look for the issuer's frame, and in it for the button that passes. */
const FRAME = '#main-content > .govuk-grid-row > .govuk-grid-column-two-thirds > .iframe-3ds';
const PASS = '.no-js > body > div > form > .form > li > span > [type="submit"]';
const FAIL = '.no-js > body > div > form > .form > li:nth-child(2) > span > [type="submit"]';

const FAILED = { status: 'failed', finished: true, code: 'P0010', message: 'Payment method rejected' };

/** A payment whose payer has the issuer's question in front of them: `page` is the window, `issuer` what its frame shows. */
async function challenged(
  subject: PaymentsSubject,
): Promise<{ payment: Payment; payer: Visitor; page: Page; issuer: Page }> {
  const payment = await create(subject);
  const { payer, page: cardPage } = await openCardPage(payment);
  const page = await payer.submit(cardPage, '#submit-card-details', cardFields(CHALLENGED_CARD));
  assert.match(new URL(page.url).pathname, /\/3ds_required$/);
  const source = page.document.querySelector(FRAME)?.getAttribute('src');
  assert.ok(source, 'no frame with the issuer’s question');
  return { payment, payer, page, issuer: await payer.open(new URL(source, page.url).href) };
}

async function stateOf(subject: PaymentsSubject, { payment_id }: Payment): Promise<Payment['state']> {
  return (await read(subject, payment_id)).state;
}

async function requiredOf(subject: PaymentsSubject, { payment_id }: Payment): Promise<unknown> {
  const summary = (await read(subject, payment_id)).authorisation_summary;
  return (summary as { three_d_secure?: { required?: unknown } } | undefined)?.three_d_secure?.required;
}

/** 3-D Secure, without JavaScript: the issuer asks in a frame, and its answer decides. */
export const challengeCases: readonly Case<PaymentsSubject>[] = [
  {
    section: '3ds',
    name: 'a payer who passes the issuer’s question confirms, and the payment says that it was asked',
    async run(subject) {
      const { payment, payer, issuer } = await challenged(subject);
      assert.deepEqual(await stateOf(subject, payment), { status: 'started', finished: false });
      const confirm = await payer.submit(issuer, PASS);
      assert.ok(confirm.document.querySelector('.govuk-grid-row > #main-content #confirm'), 'no #confirm');
      assert.equal((await stateOf(subject, payment)).status, 'submitted');
      await payer.submit(confirm, '#confirm');
      const path = ['created', 'started', 'submitted', 'success'];
      assert.deepEqual(await statesOf(subject, payment.payment_id), path);
      assert.equal(await requiredOf(subject, payment), true);
    },
  },
  {
    section: '3ds',
    name: 'a payment whose card’s issuer does not ask says so',
    async run(subject) {
      assert.equal(await requiredOf(subject, await pay(subject)), false);
    },
  },
  {
    section: '3ds',
    name: 'a payer who fails is declined, and passing afterwards changes nothing',
    async run(subject) {
      const { payment, payer, issuer } = await challenged(subject);
      await payer.submit(issuer, FAIL);
      assert.deepEqual(await stateOf(subject, payment), FAILED);
      await payer.submit(issuer, PASS);
      assert.deepEqual(await stateOf(subject, payment), FAILED);
    },
  },
  {
    section: '3ds',
    name: 'an answer that the issuer did not give changes nothing',
    async run(subject) {
      const { payment, payer, issuer } = await challenged(subject);
      const other = await challenged(subject);
      const button = issuer.document.querySelector(PASS);
      const name = button?.getAttribute('name');
      assert.ok(name, 'the answer has no name');
      const another = other.issuer.document.querySelector(PASS)?.getAttribute('value') ?? '';
      const cut = button?.getAttribute('value')?.slice(0, -1);
      for (const answer of ['', 'pass', cut, another, undefined]) {
        await payer.post(issuer, PASS, { [name]: answer });
        assert.equal((await stateOf(subject, payment)).status, 'started', `taken: ${answer}`);
      }
      await payer.submit(issuer, PASS);
      assert.equal((await stateOf(subject, payment)).status, 'submitted');
    },
  },
  {
    section: '3ds',
    name: 'an answer from a browser without the payment’s session changes nothing',
    async run(subject) {
      const { payment, issuer } = await challenged(subject);
      const stranger = visitor(new URL(issuer.url).origin);
      const answer = await stranger.post(issuer, PASS, {});
      assert.ok(answer.status >= 400 && answer.status < 500, `answered ${answer.status}`);
      assert.equal((await stateOf(subject, payment)).status, 'started');
    },
  },
  {
    section: '3ds',
    name: 'an answer that comes twenty times at once, and another one later, have one effect',
    async run(subject) {
      const { payment, payer, issuer } = await challenged(subject);
      await Promise.all(Array.from({ length: 20 }, () => payer.post(issuer, PASS, {})));
      await payer.post(issuer, FAIL, {});
      assert.deepEqual(await statesOf(subject, payment.payment_id), ['created', 'started', 'submitted']);
    },
  },
  {
    section: '3ds',
    name: 'a payment that its service cancels in the middle stays cancelled, whatever is answered',
    async run(subject) {
      const { payment, payer, issuer } = await challenged(subject);
      const { status } = await call(subject, 'cancelPayment', `/v1/payments/${payment.payment_id}/cancel`, {
        method: 'POST',
      });
      assert.equal(status, 204);
      const told = await payer.submit(issuer, PASS);
      assert.ok(!told.document.querySelector('#confirm'), 'it can still be confirmed');
      assert.deepEqual(await statesOf(subject, payment.payment_id), ['created', 'started', 'cancelled']);
    },
  },
  {
    section: '3ds',
    name: 'a payer may give up in front of the question',
    async run(subject) {
      const { payment, payer, page } = await challenged(subject);
      await payer.submit(page, '#cancel-payment');
      const { status, code } = await stateOf(subject, payment);
      assert.deepEqual([status, code], ['failed', 'P0030']);
    },
  },
];
