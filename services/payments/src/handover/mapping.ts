import {
  idempotencyPart,
  type Mapping,
  type OwnSecret,
  type Seal,
  sealOf,
  secretEntity,
  tableEntity,
} from '@ashlar/component';
import { paymentEntity } from './payments.ts';
import { webhookCursorEntity } from './webhook-cursor.ts';

/** What a key of ours is for: links of payments, sessions of payers on their pages, checksums of API keys. */
export type SecretUse = 'page_token' | 'page_session' | 'api_key';

/** What payments hands to its successor, and takes from its predecessor: see `openapi/handover/payments.yaml`. `own` are the keys that this service derives. */
export function paymentsMapping(dataKey: string, own: readonly OwnSecret<SecretUse>[]): Mapping {
  const cardToken = sealOf(dataKey, 'payments-card-token');
  return {
    component: 'payments',
    entities: [
      secretEntity(own, sealOf(dataKey, 'payments-handed-secret')),
      ...accountEntities(sealOf(dataKey, 'payments-provider-secrets')),
      tableEntity({
        name: 'agreement',
        table: 'agreement',
        key: 'id',
        sequence: 'sequence',
        of: 'root.department = $1',
        sealed: { card_token: cardToken },
        parts: [idempotencyPart('array[root.id]')],
      }),
      paymentEntity({ cardToken, challenge: cardToken }),
      ...webhookEntities(dataKey),
      ...sandboxEntities,
      webhookCursorEntity,
    ],
    subjectOf,
    toldAt: { frozen: ['webhook_cursor'], primary: ['secret'] },
  };
}

const ofAccount = 'root.gateway_account_id in (select id from gateway_account where department = $1)';
const ofWebhook = `root.webhook_id in (select webhook.id from webhook join gateway_account as account on account.id = webhook.gateway_account_id
  where account.department = $1)`;
const byId = idempotencyPart('array[root.id::text]');

function accountEntities(secrets: Seal) {
  return [
    tableEntity({
      name: 'gateway_account',
      table: 'gateway_account',
      key: 'id',
      sequence: 'sequence',
      of: 'root.department = $1',
      parts: [
        {
          member: 'credentials',
          table: 'provider_credential',
          parent: 'gateway_account_id',
          order: 'part.created_at, part.id',
          sealed: { secrets },
        },
        {
          member: 'clock_moves',
          table: 'clock_move',
          parent: 'gateway_account_id',
          order: 'part.moved_at, part.id',
        },
        idempotencyPart(`array(select root.id
          union all select credential.id::text from provider_credential as credential where credential.gateway_account_id = root.id
          union all select clock_move.id::text from clock_move where clock_move.gateway_account_id = root.id)`),
      ],
    }),
    tableEntity({
      name: 'api_key',
      table: 'api_key',
      key: 'id',
      sequence: 'version',
      of: ofAccount,
      parts: [byId],
    }),
    tableEntity({
      name: 'product',
      table: 'product',
      key: 'id',
      sequence: 'version',
      of: ofAccount,
      parts: [byId],
    }),
  ];
}

function webhookEntities(dataKey: string) {
  const key = sealOf(dataKey, 'payments-webhook-signing-key');
  return [
    tableEntity({
      name: 'webhook',
      table: 'webhook',
      key: 'id',
      sequence: 'version',
      of: ofAccount,
      stays: ['failures'],
      goes: true,
      sealed: { signing_key: key, previous_signing_key: key },
      parts: [byId],
    }),
    tableEntity({
      name: 'webhook_message',
      table: 'webhook_message',
      key: 'id',
      sequence: 'version',
      of: ofWebhook,
      stays: ['leased_until'],
      goes: true,
      sealed: { body: sealOf(dataKey, 'payments-webhook-body') },
      parts: [{ member: 'attempts', table: 'webhook_attempt', parent: 'message_id', order: 'part.id' }, byId],
    }),
    tableEntity({
      name: 'webhook_replay',
      table: 'webhook_replay',
      key: 'id',
      sequence: 'version',
      of: ofWebhook,
      goes: true,
      parts: [byId],
    }),
  ];
}

const sandboxEntities = ['sandbox_transaction', 'sandbox_dispute', 'sandbox_notification'].map((table) =>
  tableEntity({
    ...{ name: table, table, key: 'key', sequence: 'version', of: 'root.department = $1' },
    // What was told is forgotten.
    goes: table === 'sandbox_notification',
  }),
);

/** Private rows of triggers are called `<entity>:<id>`; the others say whose they are in their data. */
const subjectOf: Mapping['subjectOf'] = ({ aggregate, data }) => {
  const at = aggregate.indexOf(':');
  if (at > 0) return { entity: aggregate.slice(0, at), id: aggregate.slice(at + 1) };
  if ('payment_id' in data) return { entity: 'payment', id: aggregate };
  if ('agreement_id' in data) return { entity: 'agreement', id: aggregate };
  if ('gateway_account_id' in data) return { entity: 'gateway_account', id: aggregate };
  return undefined;
};
