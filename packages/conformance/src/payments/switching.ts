import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { newAccount } from './accounts.ts';
import { activeAgreement } from './agreements.ts';
import {
  asAdmin,
  call,
  cardFields,
  create,
  eventually,
  openCardPage,
  type Payment,
  type PaymentsSubject,
  paymentBody,
  read,
  statesOf,
  summaryOf,
} from './subject.ts';

/** Cards that tell the two sandboxes apart: each is authorised at one, and declined at the other. */
const ONLY_AT = { 'sandbox-a': '4000000000000101', 'sandbox-b': '4000000000000200' } as const;
type Sandbox = keyof typeof ONLY_AT;

interface Credential {
  readonly id: string;
  readonly provider: string;
  readonly status: string;
  readonly verification?: {
    readonly passed?: boolean;
    readonly checks: readonly {
      readonly check: string;
      readonly passed: boolean;
      readonly detail?: string;
    }[];
  };
}

type Switched = Awaited<ReturnType<typeof newAccount>>;

/** An account whose provider is switched while payments are under way. Each case has an account of its own. */
export const switchingCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'switching',
    name: 'a payment is taken and refunded where it began, however the account was switched since',
    async run(subject) {
      const account = await anAccountAt(subject, 'sandbox-a');
      const early = await create(account);
      assert.equal(early.payment_provider, 'sandbox-a');
      await switchTo(account, 'sandbox-b');
      const late = await create(account);
      for (const [payment, provider] of [
        [early, 'sandbox-a'],
        [late, 'sandbox-b'],
      ] as const) {
        await payWith(account, payment, ONLY_AT[provider]);
        assert.equal((await read(account, payment.payment_id)).payment_provider, provider);
        const body = { amount: 450, refund_amount_available: 1450 };
        const path = `/v1/payments/${payment.payment_id}/refunds`;
        const refund = await call(account, 'createRefund', path, { body });
        assert.equal(refund.status, 202, refund.text);
        await eventually(async () => {
          const { json } = await call(account, 'getRefunds', path);
          const { _embedded } = json as { _embedded: { refunds: { status: string }[] } };
          return _embedded.refunds.every(({ status }) => status === 'success') || undefined;
        }, 'the refund');
        assert.deepEqual(await statesOf(account, payment.payment_id), [
          ...['created', 'started', 'submitted', 'success'],
        ]);
      }
    },
  },
  {
    section: 'switching',
    name: 'a kept card is charged where it is kept',
    async run(subject) {
      const account = await anAccountAt(subject, 'sandbox-a');
      const agreement_id = await activeAgreement(account, ONLY_AT['sandbox-a']);
      await switchTo(account, 'sandbox-b');
      const body = paymentBody({ authorisation_mode: 'agreement', agreement_id, return_url: undefined });
      const { status, json } = await call(account, 'createPayment', '/v1/payments', { body });
      assert.equal(status, 201);
      const { payment_id: id } = json as Payment;
      const charged = await eventually(async () => {
        const payment = await read(account, id);
        return payment.state.finished ? payment : undefined;
      }, 'the charge');
      assert.deepEqual([charged.state.status, charged.payment_provider], ['success', 'sandbox-a']);
    },
  },
  {
    section: 'switching',
    name: 'the switch retires the credential before, is shown by the account, and is told once',
    async run(subject) {
      const account = await anAccountAt(subject, 'sandbox-a');
      const [first] = await credentials(account);
      const second = await switchTo(account, 'sandbox-b');
      const shown = (await credentials(account)).map(({ id, provider, status }) => [id, provider, status]);
      assert.deepEqual(shown, [
        [first?.id, 'sandbox-a', 'RETIRED'],
        [second.id, 'sandbox-b', 'ACTIVE'],
      ]);
      const path = `/ashlar/v1/gateway-accounts/${account.accountId}`;
      const { json } = await asAdmin(account, 'getGatewayAccount', path);
      assert.equal((json as { provider: string }).provider, 'sandbox-b');
      const told = await eventually(async () => {
        const heard = await switchesOf(account);
        return heard.length > 0 ? heard : undefined;
      }, 'the event of the switch');
      assert.deepEqual(told, [
        {
          gateway_account_id: account.accountId,
          type: 'test',
          provider: 'sandbox-b',
          credential_id: second.id,
          previous_provider: 'sandbox-a',
          previous_credential_id: first?.id,
        },
      ]);
    },
  },
  {
    section: 'switching',
    name: 'only what was checked and passed can be activated: 409, and nothing changes',
    async run(subject) {
      const account = await anAccountAt(subject, 'sandbox-a');
      const created = await step(account, 'createProviderCredential', '', { provider: 'sandbox-b' }, 201);
      const refused = async () => {
        const answer = await activate(account, created, {});
        assert.equal(answer.status, 409, answer.text);
        assert.equal((await credentials(account))[0]?.status, 'ACTIVE');
      };
      await refused();
      const secrets = `/${created.id}/secrets`;
      await step(account, 'enterProviderSecrets', secrets, { account_name: 'unknown-to-it' });
      await refused();
      const checked = await step(account, 'verifyProviderCredential', `/${created.id}/verify`);
      const { status, verification } = checked;
      assert.deepEqual([status, verification?.passed], ['ENTERED', false]);
      assert.ok(verification?.checks.some(({ passed, detail }) => !passed && detail));
      await refused();
      await step(account, 'enterProviderSecrets', secrets, { account_name: 'licensing' });
      await refused();
      const passed = await step(account, 'verifyProviderCredential', `/${created.id}/verify`);
      assert.deepEqual([passed.status, passed.verification?.passed], ['VERIFIED', true]);
      assert.equal((await activate(account, created, {})).status, 200);
    },
  },
  {
    section: 'switching',
    name: 'of ten activations that would replace the same credential at once one wins, and the others are 409',
    async run(subject) {
      const account = await anAccountAt(subject, 'sandbox-a');
      const [first] = await credentials(account);
      const rivals = await Promise.all(Array.from({ length: 10 }, () => verified(account, 'sandbox-b')));
      const answers = await Promise.all(
        rivals.map((rival) => activate(account, rival, { replaces: String(first?.id) })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      assert.deepEqual(statuses, [200, ...Array(9).fill(409)]);
      const won = rivals.filter((_, at) => answers[at]?.status === 200).map(({ id }) => id);
      const active = (await credentials(account)).filter(({ status }) => status === 'ACTIVE');
      assert.deepEqual(
        active.map(({ id }) => id),
        won,
      );
    },
  },
  {
    section: 'switching',
    name: 'an account’s credential is 404 under another account, and secrets are never shown',
    async run(subject) {
      const account = await anAccountAt(subject, 'sandbox-a');
      const secret = `s${crypto.randomUUID()}`;
      const credential = await verified(account, 'sandbox-b', secret);
      const stranger = await anAccountAt(subject, 'sandbox-a');
      const asks = [
        ['getProviderCredential', 'GET', ''],
        ['verifyProviderCredential', 'POST', '/verify'],
        ['retireProviderCredential', 'POST', '/retire'],
      ] as const;
      for (const [operation, method, path] of asks) {
        const answer = await asAdmin(stranger, operation, `${place(stranger)}/${credential.id}${path}`, {
          method,
        });
        assert.equal(answer.status, 404, operation);
      }
      assert.equal((await activate(stranger, credential, {})).status, 404);
      const { text } = await asAdmin(account, 'listProviderCredentials', place(account));
      assert.ok(text.includes(credential.id) && !text.includes(secret));
    },
  },
];

function anAccountAt(subject: PaymentsSubject, provider: Sandbox): Promise<Switched> {
  return newAccount(subject, { type: 'test', provider });
}

function place(account: Switched): string {
  return `/ashlar/v1/gateway-accounts/${account.accountId}/provider-credentials`;
}

async function credentials(account: Switched): Promise<Credential[]> {
  const { json } = await asAdmin(account, 'listProviderCredentials', place(account));
  return (json as { provider_credentials: Credential[] }).provider_credentials;
}

/** One step of a credential's way; throws unless it was taken. */
async function step(
  account: Switched,
  operation: string,
  path: string,
  body?: Record<string, string>,
  status = 200,
): Promise<Credential> {
  const method = operation === 'enterProviderSecrets' ? 'PUT' : 'POST';
  const answer = await asAdmin(account, operation, `${place(account)}${path}`, { method, body });
  assert.equal(answer.status, status, answer.text);
  return answer.json as Credential;
}

async function verified(account: Switched, provider: Sandbox, name = 'licensing'): Promise<Credential> {
  const { id } = await step(account, 'createProviderCredential', '', { provider }, 201);
  await step(account, 'enterProviderSecrets', `/${id}/secrets`, { account_name: name });
  return step(account, 'verifyProviderCredential', `/${id}/verify`);
}

function activate(account: Switched, { id }: Credential, body: Record<string, string>): Promise<Answer> {
  return asAdmin(account, 'activateProviderCredential', `${place(account)}/${id}/activate`, { body });
}

/** Switches the account and waits, as the contract says one may have to, until payments begin there. */
async function switchTo(account: Switched, provider: Sandbox): Promise<Credential> {
  const credential = await verified(account, provider);
  const answer = await activate(account, credential, {});
  assert.equal(answer.status, 200, answer.text);
  await eventually(async () => {
    const payment = await create(account);
    return payment.payment_provider === provider || undefined;
  }, 'the switch');
  return credential;
}

/** Has a payer pay with a card, and waits until the money was taken. */
async function payWith(account: Switched, payment: Payment, card: string): Promise<void> {
  const { payer, page } = await openCardPage(payment);
  await payer.submit(await payer.submit(page, '#submit-card-details', cardFields(card)), '#confirm');
  await eventually(async () => {
    const shown = await read(account, payment.payment_id);
    return summaryOf(shown).status === 'available' || undefined;
  }, `the capture of a payment at ${payment.payment_provider}`);
}

/** What the feed tells of the account's switches. */
async function switchesOf(account: Switched): Promise<unknown[]> {
  const heard: unknown[] = [];
  for (let after = 0; ; ) {
    const { json } = await call(account, 'listChanges', `/ashlar/v1/changes?after=${after}&limit=500`);
    const { events } = json as {
      events: { type: string; position: number; data: Record<string, unknown> }[];
    };
    if (events.length === 0) return heard;
    after = Number(events.at(-1)?.position);
    for (const { type, data } of events) {
      const own = data.gateway_account_id === account.accountId;
      if (own && type === 'payments.gateway_account.provider_switched.v1') heard.push(data);
    }
  }
}
