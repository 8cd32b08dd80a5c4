import {
  type Entity,
  idempotencyPart,
  type Seal,
  type Stored,
  type TableEntity,
  tableEntity,
} from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';

/** What columns are sealed with. */
export interface Seals {
  /** What is kept of people. */
  readonly person: Seal;
  /** What the engines keep. */
  readonly record: Seal;
}

/** The Idempotency-Keys of what they made. */
const byId = idempotencyPart('array[root.id::text]');

/**
 * Each table that passes on. A new one needs a column `handover_version` with the two triggers (migration 0011), a line here, and its record in
 * `openapi/handover/identity.yaml`. Columns travel by themselves, once the record has them; those that are sealed have to be named.
 */
export function tables({ person, record }: Seals): Entity[] {
  return [
    counted({ table: 'client', key: 'id', parts: [byId] }),
    counted({ table: 'initial_access_token', key: 'id', parts: [byId] }),
    withAddresses(counted({ table: 'account', key: 'id', keyType: 'uuid', parts: [byId] })),
    counted({ table: 'account_tombstone', key: 'account_id', keyType: 'uuid' }),
    counted({ table: 'passkey', key: 'id' }),
    counted({ table: 'authenticator_app', key: 'account_id', keyType: 'uuid', sealed: { sealed: person } }),
    counted({ table: 'recovery_code', key: 'code_key' }),
    counted({ table: 'account_history', key: 'line_id', keyType: 'uuid', stays: ['id'] }),
    counted({ table: 'engine_record', key: 'record_key', sealed: { sealed: record } }),
    counted({ table: 'email_proof', key: 'holder', sealed: { email: person } }),
    counted({ table: 'sign_in_step', key: 'holder' }),
    counted({ table: 'used_challenge', key: 'digest' }),
    counted({ table: 'sign_in_attempt', key: 'subject' }),
    counted({ table: 'mail', key: 'id', keyType: 'uuid', sealed: { sealed: person } }),
    counted({ table: 'upstream', key: 'id', sealed: { sealed: person }, parts: [byId] }),
    counted({ table: 'upstream_link', key: 'link_key' }),
    counted({ table: 'upstream_request', key: 'holder', sealed: { sealed: person } }),
    counted({ table: 'upstream_arrival', key: 'holder', sealed: { sealed: person } }),
    counted({ table: 'organisation', key: 'id', keyType: 'uuid', parts: [byId] }),
    counted({ table: 'staff_member', key: 'id', keyType: 'uuid' }),
    counted({ table: 'mandate', key: 'id', keyType: 'uuid', parts: [byId] }),
    counted({ table: 'logout_notice', key: 'id', keyType: 'uuid' }),
  ];
}

/**
 * A table whose rows are counted by triggers (`handover_version`). All of it passes on, and whoever follows has what the source has and nothing else: what a first start or a check
 * left there goes.
 */
function counted(
  given: Pick<TableEntity, 'table' | 'key' | 'keyType' | 'sealed' | 'parts' | 'stays'>,
): Entity {
  return tableEntity({
    name: given.table,
    sequence: 'handover_version',
    of: `$1 = '*'`,
    goes: true,
    ...given,
  });
}

/** An address may have gone from one account to another: who has it here, and no longer there, gives way until the account's own newer state comes. */
function withAddresses(accounts: Entity): Entity {
  return {
    ...accounts,
    async store(db, department, things) {
      await giveWay(db, things);
      await accounts.store(db, department, things);
    },
  };
}

async function giveWay(db: Queryable, things: readonly Stored[]): Promise<void> {
  await db.query({
    name: 'handover-give-way-account',
    text: `update account set email = 'given away by ' || account.id from unnest($1::uuid[], $2::text[]) as given (id, email)
            where account.email = given.email and account.id <> given.id`,
    values: [things.map(({ id }) => id), things.map(({ record: { email } }) => email)],
  });
}
