import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { createAgreement } from './agreements.ts';
import {
  asOther,
  assertError,
  call,
  create,
  eventually,
  type Payment,
  type PaymentsSubject,
  payAndCapture,
  paymentBody,
  read,
} from './subject.ts';

/** Who may see what. */
export const tenancyCases: readonly Case<PaymentsSubject>[] = [
  ...(
    [
      ['no key', null],
      ['rubbish', 'rubbish'],
      ['a key with a wrong check', `api_test_${'a'.repeat(58)}`],
    ] as const
  ).map(
    ([name, key]): Case<PaymentsSubject> => ({
      section: 'tenancy',
      name: `${name} is 401, before the body is looked at`,
      async run(subject) {
        const answer = await call(subject, 'createPayment', '/v1/payments', { key, text: '{' });
        assert.equal(answer.status, 401);
        assert.equal((answer.json as { code: unknown }).code, 401);
      },
    }),
  ),
  {
    section: 'tenancy',
    name: 'without a key every operation is 401 alike, in the container’s words',
    async run(subject) {
      const { payment_id: id } = await create(subject);
      const one = `/v1/payments/${id}`;
      const all = [
        ...['searchPayments GET /v1/payments', 'createPayment POST /v1/payments', `getPayment GET ${one}`],
        ...[`getPaymentEvents GET ${one}/events`, `cancelPayment POST ${one}/cancel`],
        ...[`capturePayment POST ${one}/capture`, `getRefunds GET ${one}/refunds`],
        ...[`createRefund POST ${one}/refunds`, `getRefund GET ${one}/refunds/${id}`],
        ...['searchRefunds GET /v1/refunds', 'searchDisputes GET /v1/disputes'],
        ...['searchAgreements GET /v1/agreements', 'createAgreement POST /v1/agreements'],
        ...[`getAgreement GET /v1/agreements/${id}`, `cancelAgreement POST /v1/agreements/${id}/cancel`],
      ];
      for (const operation of all) {
        const [name = '', method = '', path = ''] = operation.split(' ');
        const { status, json } = await call(subject, name, path, { method, key: null });
        const { code, description } = json as Record<string, unknown>;
        assert.deepEqual([status, code, description], [401, 401, undefined], operation);
      }
      assert.equal((await read(subject, id)).state.status, 'created');
    },
  },
  {
    section: 'tenancy',
    name: 'another account’s payment is not found',
    async run(subject) {
      const { payment_id } = await create(subject);
      const other = asOther(subject);
      const path = `/v1/payments/${payment_id}`;
      assertError(await call(other, 'getPayment', path), 404, { code: 'P0200' });
      assertError(await call(other, 'getPaymentEvents', `${path}/events`), 404, { code: 'P0300' });
      assertError(await call(other, 'cancelPayment', `${path}/cancel`, { method: 'POST' }), 404, {
        code: 'P0500',
      });
      assert.equal((await read(subject, payment_id)).state.status, 'created');
    },
  },
  {
    section: 'tenancy',
    name: 'a payment that never was is not found',
    async run(subject) {
      assertError(await call(subject, 'getPayment', `/v1/payments/${'0'.repeat(26)}`), 404, {
        code: 'P0200',
      });
    },
  },
  {
    section: 'tenancy',
    name: 'another account finds none of its payments, refunds and agreements',
    async run(subject) {
      const reference = `Ref-${crypto.randomUUID()}`;
      const { payment_id: id } = await payAndCapture(subject, { reference });
      const body = { amount: 1 };
      const refund = await call(subject, 'createRefund', `/v1/payments/${id}/refunds`, { body });
      const { refund_id: refundId } = refund.json as { refund_id: string };
      const { agreement_id: agreementId } = await createAgreement(subject, { reference });
      const searches = [
        ['searchPayments', `/v1/payments?reference=${reference}`, id],
        ['searchRefunds', '/v1/refunds', refundId],
        ['searchAgreements', `/v1/agreements?reference=${reference}`, agreementId],
      ] as const;
      for (const [operation, path, found] of searches) {
        await eventually(
          async () => ((await call(subject, operation, path)).text.includes(found) ? true : undefined),
          `${operation} finds what is its own`,
        );
        const { status, text } = await call(asOther(subject), operation, path);
        assert.equal(status, 200);
        assert.ok(!text.includes(found), `${operation} finds what is another account’s`);
      }
    },
  },
  {
    section: 'tenancy',
    name: 'another account neither reads its ledger nor lets its payment run out of time',
    async run(subject) {
      const { payment_id: paid } = await payAndCapture(subject);
      const other = asOther(subject);
      const ledger = `/ashlar/v1/payments/${paid}/ledger`;
      assert.equal((await call(subject, 'getLedger', ledger)).status, 200);
      assert.equal((await call(other, 'getLedger', ledger)).status, 404);
      const { payment_id: open } = await create(subject);
      const expire = `/ashlar/v1/sandbox/payments/${open}/expire`;
      assert.equal((await call(other, 'expireSandboxPayment', expire, { method: 'POST' })).status, 404);
      assert.equal((await read(subject, open)).state.status, 'created');
    },
  },
  {
    section: 'tenancy',
    name: 'an idempotency key is the account’s own: another account makes another payment with it',
    async run(subject) {
      const ask = { headers: { 'idempotency-key': crypto.randomUUID() }, body: paymentBody() };
      const first = await call(subject, 'createPayment', '/v1/payments', ask);
      const second = await call(asOther(subject), 'createPayment', '/v1/payments', ask);
      assert.deepEqual([first.status, second.status], [201, 201]);
      assert.notEqual((second.json as Payment).payment_id, (first.json as Payment).payment_id);
    },
  },
];
