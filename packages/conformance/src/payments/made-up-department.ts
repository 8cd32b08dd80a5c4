import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Item, MadeUpDepartment } from '../gate/plan.ts';
import { fresh } from './subject.ts';

/**
 * A department with an account, a key, three payments and their events, as a predecessor would hand it over. Its key is good: the successor has to accept what
 * the predecessor's secret proves. Records say every member, so that what comes back can be compared with them.
 */
export function makeUpDepartment(department: string): MadeUpDepartment {
  const secret = randomBytes(32);
  const account = shortId().slice(0, 16);
  const token = apiKey(secret);
  const payments = [1, 2, 3].map((n) => payment({ department, account, position: n }));
  const [first] = payments;
  if (!first) throw new Error('no payments');
  const headers = { authorization: `Bearer ${token}` };
  return {
    items: [
      ...secrets(department, secret),
      item('gateway_account', account, accountRecord(department, account)),
      keyItem(account, token),
      ...payments.flatMap(({ thing, event }) => [thing, event]),
    ],
    changed: {
      ...first.thing,
      sequence: 2,
      record: {
        ...first.thing.record,
        status: 'SYSTEM CANCELLED',
        updated_at: later,
        state_changes: [cancelled],
      },
    },
    untold: (receiver) => untold(account, first, receiver),
    creates: 'payment',
    create: () => ({
      path: '/v1/payments',
      ask: {
        headers,
        body: {
          amount: 1450,
          reference: fresh('GATE'),
          description: 'A licence',
          return_url: 'https://service.example/',
        },
      },
      entity: (answer) => String((answer.json as { payment_id?: unknown } | undefined)?.payment_id),
    }),
    read: (id) => ({ path: `/v1/payments/${id}`, ask: { headers } }),
  };
}

// A moment ago: what is older expires as soon as somebody is primary for it.
const made = new Date(Date.now() - 60_000).toISOString();
const later = new Date(Date.now() - 30_000).toISOString();
const cancelled = { sequence: 2, status: 'SYSTEM CANCELLED', occurred_at: later };

function item(entity: string, id: string, record: Record<string, unknown>, at = {}): Item {
  return { entity, id, sequence: 1, position: 0, record, ...at };
}

/** The keys by which the predecessor made this department's tokens. */
function secrets(department: string, key: Buffer): Item[] {
  const uses = { page_token: 'HMAC-SHA256', api_key: 'HMAC-SHA1' };
  return Object.entries(uses).map(([use, algorithm]) =>
    item('secret', `${department}-${use}`, { use, algorithm, key: key.toString('hex') }),
  );
}

function accountRecord(department: string, id: string): Record<string, unknown> {
  return {
    ...{ id, department, service: 'licences', name: 'Licences', type: 'test', provider: 'sandbox' },
    limits: { create_per_second: 10_000, other_per_second: 10_000 },
    features: {},
    cards: {},
    ...{ created_at: made, clock_ahead_ms: 0, clock_moved_at: null, credentials: [], clock_moves: [] },
    idempotency_records: [],
  };
}

function keyItem(account: string, token: string): Item {
  const id = randomUUID();
  const token_hash = createHash('sha256').update(token).digest('hex');
  const described = { description: 'gate', created_at: made, revoked_at: null, idempotency_records: [] };
  return item('api_key', id, { id, gateway_account_id: account, token_hash, ...described });
}

/** A payment that a service created, and the event of it. */
function payment({
  department,
  account,
  position,
}: {
  department: string;
  account: string;
  position: number;
}): {
  thing: Item;
  event: Item;
} {
  const id = shortId();
  const record = {
    ...{ id, gateway_account_id: account, department, service: 'licences', live: false, provider: 'sandbox' },
    ...{
      credential_id: null,
      status: 'CREATED',
      amount: 1000 + position,
      currency: 'GBP',
      reference: fresh('GATE'),
    },
    ...{
      description: 'A licence',
      return_url: 'https://service.example/',
      language: 'en',
      delayed_capture: false,
    },
    ...{
      email: 'payer@service.example',
      metadata: { number: 7, text: 'seven' },
      prefilled: null,
      card: null,
    },
    ...{
      provider_transaction_id: null,
      page_token_use: 0,
      attempt: 0,
      expire_now: false,
      created_at: made,
      updated_at: made,
    },
    ...{ captured_at: null, refunded: 0, disputed: 0, authorisation_mode: 'web', agreement_id: null },
    ...{ agreement_payment_type: null, card_token: null, can_retry: null, fee: null, moto: false },
    ...{ corporate_surcharge: null, challenge: null, three_d_secure: false, state_changes: [], refunds: [] },
    ...{ disputes: [], ledger_entries: [], product: [], notifications: [], idempotency_records: [] },
  };
  return { thing: item('payment', id, record), event: eventOf(record, position) };
}

function eventOf(
  record: { id: string; department: string; gateway_account_id: string; amount: number },
  position: number,
): Item {
  const id = randomUUID();
  const type = 'payments.payment.created.v1';
  const event = {
    ...{ specversion: '1.0', id, source: '/payments', type, subject: record.id, time: made },
    ...{ datacontenttype: 'application/json', dataschema: `urn:ashlar:event:${type}` },
    ...{ department: record.department, service: 'licences', sequence: 1, position },
    data: {
      ...{
        payment_id: record.id,
        gateway_account_id: record.gateway_account_id,
        amount: record.amount,
        currency: 'GBP',
      },
      ...{ live: false, provider: 'sandbox', state: { status: 'created', finished: false } },
    },
  };
  return item('event', id, event, { position });
}

/** A webhook, and a message to it that is due. */
function untold(account: string, { thing, event }: { thing: Item; event: Item }, receiver: string): Item[] {
  const [webhook, message] = [shortId(), shortId()];
  const said = {
    ...{ webhook_message_id: message, api_version: 1, resource_id: thing.id, resource_type: 'payment' },
    ...{ created_date: made, event_type: 'card_payment_succeeded', resource: { payment_id: thing.id } },
  };
  return [
    item('webhook', webhook, {
      ...{ id: webhook, gateway_account_id: account, live: false, callback_url: receiver, description: '' },
      ...{ status: 'active', subscriptions: ['card_payment_succeeded'], created_at: made, deleted_at: null },
      ...{ signing_key: randomBytes(32).toString('hex'), signing_key_made_at: made },
      ...{ previous_signing_key: null, previous_signing_until: null, idempotency_records: [] },
    }),
    item('webhook_message', message, {
      ...{ id: message, webhook_id: webhook, event_id: event.id, test: false, resource_id: thing.id },
      ...{ event_type: 'card_payment_succeeded', event_date: made, sequence: 1, refund_id: null },
      ...{ traceparent: null, body: JSON.stringify(said), status: 'PENDING', tries: 0, send_at: made },
      ...{ created_at: made, attempts: [], idempotency_records: [] },
    }),
  ];
}

/** As the contract says of the secret `api_key`: the last 32 digits prove what stands before them. */
function apiKey(secret: Buffer): string {
  const body = `api_test_${shortId()}`;
  return body + base32hex(createHmac('sha1', secret).update(body).digest()).slice(0, 32);
}

/** An id of the standard's form: 26 digits of base 32. */
function shortId(): string {
  return base32hex(randomBytes(17)).slice(0, 26);
}

function base32hex(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => Number.parseInt(five.padEnd(5, '0'), 2).toString(32))
    .join('');
}
