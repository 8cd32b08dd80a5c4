import assert from 'node:assert/strict';
import { send } from '../http.ts';
import type { Case } from '../suite.ts';
import { createAgreement } from './agreements.ts';
import {
  adminOf,
  asAdmin,
  assertError,
  call,
  create,
  eventually,
  type PaymentsSubject,
  paymentBody,
} from './subject.ts';

const RECURRING_OFF = {
  code: 'P0942',
  description:
    'Recurring card payments are currently disabled for this service. Contact support with your error code - https://www.payments.service.gov.uk/support/',
};

/** What depends on the account that asks: accounts of their own, made by the administrator (payments standard, errors, rate limiting). */
export const accountCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'accounts',
    name: 'a live account sends payers back by https only: 422 P0920',
    async run(subject) {
      const live = await newAccount(subject, { type: 'live' });
      const ask = (return_url: string) =>
        call(live, 'createPayment', '/v1/payments', { body: paymentBody({ return_url }) });
      assertError(await ask('http://service.example/'), 422, {
        code: 'P0920',
        field: 'return_url',
        description:
          'Invalid attribute value: return_url. Must begin with https:// for a live gateway account',
      });
      await create(live, { return_url: 'https://service.example/' });
    },
  },
  {
    section: 'accounts',
    name: 'an account that takes no recurring payments sets up no agreement and charges none: 422 P0942',
    async run(subject) {
      const { agreement_id } = await createAgreement(subject);
      const none = await newAccount(subject, { type: 'test', features: { recurring: false } });
      const body = { reference: 'R', description: 'D' };
      assertError(await call(none, 'createAgreement', '/v1/agreements', { body }), 422, RECURRING_OFF);
      const charge = paymentBody({ authorisation_mode: 'agreement', agreement_id, return_url: undefined });
      assertError(await call(none, 'createPayment', '/v1/payments', { body: charge }), 422, RECURRING_OFF);
      await create(none);
    },
  },
  {
    section: 'accounts',
    name: 'who asks too often is told 429 P0900, and nothing was done',
    async run(subject) {
      const slow = await newAccount(subject, {
        type: 'test',
        limits: { create_per_second: 1, other_per_second: 75 },
      });
      const body = paymentBody();
      // Not through `call`, which would wait and ask again.
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          send(`${slow.baseUrl}/v1/payments`, { body, headers: { authorization: `Bearer ${slow.apiKey}` } }),
        ),
      );
      const told = answers.filter(({ status }) => status === 429);
      assert.ok(told.length >= 4, `answered ${answers.map(({ status }) => status)}`);
      for (const answer of told) {
        assert.deepEqual(answer.json, { code: 'P0900', description: 'Too many requests' });
      }
      const made = answers.filter(({ status }) => status === 201);
      assert.equal(made.length + told.length, 8);
      const query = `/v1/payments?reference=${encodeURIComponent(String(body.reference))}`;
      const { total } = (await call(slow, 'searchPayments', query)).json as { total: number };
      assert.equal(total, made.length);
    },
  },
  {
    section: 'accounts',
    name: 'a key that was revoked is 401 within seconds, and the account’s other keys go on',
    async run(subject) {
      const account = await newAccount(subject, { type: 'test' });
      const path = `/ashlar/v1/gateway-accounts/${account.accountId}/api-keys`;
      const second = await newKey(subject, account.accountId);
      await create({ ...account, apiKey: second.token });
      const revoked = await asAdmin(subject, 'revokeApiKey', `${path}/${second.id}`, { method: 'DELETE' });
      assert.equal(revoked.status, 204);
      await eventually(async () => {
        const answer = await call(account, 'searchPayments', '/v1/payments', { key: second.token });
        return answer.status === 401 ? true : undefined;
      }, 'the end of the key');
      await create(account);
    },
  },
];

/** Another account of the same department and service, with a key of its own. */
export async function newAccount(
  subject: PaymentsSubject,
  settings: Record<string, unknown>,
): Promise<PaymentsSubject & { accountId: string }> {
  const { accountId } = adminOf(subject);
  const own = await asAdmin(subject, 'getGatewayAccount', `/ashlar/v1/gateway-accounts/${accountId}`, {});
  const { department, service } = own.json as { department: string; service: string };
  const body = { department, service, name: 'Conformance', ...settings };
  const made = await asAdmin(subject, 'createGatewayAccount', '/ashlar/v1/gateway-accounts', { body });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json as { id: string };
  return { ...subject, apiKey: (await newKey(subject, id)).token, accountId: id };
}

async function newKey(subject: PaymentsSubject, accountId: string): Promise<{ id: string; token: string }> {
  const path = `/ashlar/v1/gateway-accounts/${accountId}/api-keys`;
  const made = await asAdmin(subject, 'createApiKey', path, { body: { description: 'Conformance' } });
  assert.equal(made.status, 201, made.text);
  return made.json as { id: string; token: string };
}
