import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { cardFields, create, openCardPage, type PaymentsSubject, read, statesOf } from './subject.ts';

/** Elements that browser tests of the standard look for on the card page. */
const CARD_PAGE = [
  ...[
    '#card-no',
    '#expiry-month',
    '#expiry-year',
    '#cardholder-name',
    '#cvc',
    '#address-line-1',
    '#address-line-2',
  ],
  ...['#address-city', '#address-country', '#address-postcode', '#email', '#submit-card-details'],
].map((id) => `.charge-new__content > #card-details-wrap > #card-details ${id}`);

/** The hosted payment page, without JavaScript. */
export const pageCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'page',
    name: 'the card page has the standard’s elements and title',
    async run(subject) {
      const { page } = await openCardPage(await create(subject));
      assert.equal(page.status, 200);
      for (const selector of [...CARD_PAGE, '#cancel-payment']) {
        assert.ok(page.document.querySelector(selector), `no ${selector}`);
      }
      assert.match(page.document.querySelector('title')?.text ?? '', /Enter card details/);
      for (const name of ['csrfToken', 'chargeId']) {
        assert.ok(
          page.document.querySelector(`#card-details input[name=${name}][value]`),
          `no hidden ${name}`,
        );
      }
    },
  },
  {
    section: 'page',
    name: 'a payment in Welsh has its page in Welsh',
    async run(subject) {
      const { page } = await openCardPage(await create(subject, { language: 'cy' }));
      assert.equal(page.document.querySelector('html')?.getAttribute('lang'), 'cy');
    },
  },
  {
    section: 'page',
    name: 'what is known of the payer is filled in already; a country that is none is not an error',
    async run(subject) {
      const email = `${crypto.randomUUID()}@service.example`;
      const address = { line1: '10 Low Road', line2: 'Flat 2', city: 'York', postcode: 'YO1 1AA' };
      const filled = async (country: string) => {
        const prefilled_cardholder_details = {
          cardholder_name: 'A N Other',
          billing_address: { ...address, country },
        };
        const { page } = await openCardPage(await create(subject, { email, prefilled_cardholder_details }));
        const value = (id: string) => page.document.querySelector(id)?.getAttribute('value');
        const fields = ['#cardholder-name', '#address-line-1', '#address-line-2', '#address-city'];
        assert.deepEqual([...fields, '#address-postcode', '#email'].map(value), [
          'A N Other',
          ...Object.values(address),
          email,
        ]);
        return page.document.querySelector('#address-country option[selected]')?.getAttribute('value');
      };
      assert.equal(await filled('FR'), 'FR');
      assert.equal(await filled('France'), 'GB');
    },
  },
  {
    section: 'page',
    name: 'a link works once; the payment then shows a new one',
    async run(subject) {
      const payment = await create(subject);
      const first = await openCardPage(payment);
      assert.equal(first.page.status, 200);
      const second = await openCardPage(payment);
      assert.ok(!second.page.document.querySelector('#card-details'), 'the used link opened the page again');
      const fresh = await openCardPage(await read(subject, payment.payment_id));
      assert.ok(fresh.page.document.querySelector('#card-details'), 'the new link does not open the page');
    },
  },
  {
    section: 'page',
    name: 'reading a payment does not use up or withdraw the link that was shown before',
    async run(subject) {
      const payment = await create(subject);
      await read(subject, payment.payment_id);
      const { page } = await openCardPage(payment);
      assert.ok(page.document.querySelector('#card-details'));
    },
  },
  {
    section: 'page',
    name: 'a card that cannot be one is told beside its field and nothing is sent to the provider',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      const again = await payer.submit(page, '#submit-card-details', {
        ...cardFields('4444333322221112'),
        expiryMonth: '13',
      });
      assert.ok(
        again.document.querySelector('.govuk-error-summary a[href="#card-no"]'),
        'no error for the number',
      );
      assert.ok(
        again.document.querySelector('.govuk-error-summary a[href^="#expiry"]'),
        'no error for the date',
      );
      assert.ok(!again.document.toString().includes('4444333322221112'), 'the number is shown again');
      assert.equal((await read(subject, payment.payment_id)).state.status, 'started');
    },
  },
  {
    section: 'page',
    name: 'a form without its token changes nothing',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      for (const csrfToken of [undefined, 'forged']) {
        const answer = await payer.post(page, '#submit-card-details', { ...cardFields(), csrfToken });
        assert.ok(answer.status >= 400 && answer.status < 500, `answered ${answer.status}`);
      }
      assert.equal((await read(subject, payment.payment_id)).state.status, 'started');
    },
  },
  {
    section: 'page',
    name: 'a double click on either button has one effect',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      await Promise.all([1, 2, 3].map(() => payer.post(page, '#submit-card-details', cardFields())));
      const confirm = await payer.open(page.url);
      await Promise.all([1, 2, 3].map(() => payer.post(confirm, '#confirm', {})));
      assert.deepEqual(await statesOf(subject, payment.payment_id), [
        'created',
        'started',
        'submitted',
        'success',
      ]);
    },
  },
];
