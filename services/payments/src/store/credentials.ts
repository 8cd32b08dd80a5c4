import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Credential, CredentialStatus, ProviderPlace, Verification } from '../domain/credential.ts';
import { providerSwitched } from '../events/facts.ts';

const columns = `id, gateway_account_id as "gatewayAccountId", provider, status, verification, created_at as "createdAt",
  entered_at as "enteredAt", verified_at as "verifiedAt", activated_at as "activatedAt", retired_at as "retiredAt"`;
const mostCredentials = 200;

/** Stores a new credential of an account. Undefined when the idempotency key was used before. */
export async function insertCredential(
  db: Queryable,
  credential: Pick<Credential, 'id' | 'gatewayAccountId' | 'provider'>,
  change: Creation,
): Promise<Credential | undefined> {
  const { rows } = await db.query<Credential>({
    name: 'insert-provider-credential',
    text: `with ${onceClause}, account as (
             update gateway_account set sequence = sequence + 1 from go where id = $6 returning gateway_account.*
           ), made as (
             insert into provider_credential (id, gateway_account_id, provider, status, created_at)
             select $4::uuid, account.id, $7, 'CREATED', $5::timestamptz from account
             returning *
           ), ${logged('$5', '$8')}
           select ${columns}, (select receipt from logged) from made`,
    values: [
      ...onceParameters(change.once, credential.id, change.at),
      credential.gatewayAccountId,
      credential.provider,
      change.traceparent ?? null,
    ],
  });
  return rows[0];
}

/** An account's credentials, oldest first: the newest 200, and the active one however old it is. */
export async function listCredentials(db: Queryable, gatewayAccountId: string): Promise<Credential[]> {
  const { rows } = await db.query<Credential>({
    name: 'list-provider-credentials',
    text: `select * from (select ${columns} from provider_credential where gateway_account_id = $1
                           order by (status = 'ACTIVE') desc, created_at desc, id desc limit ${mostCredentials}) as newest
            order by "createdAt", id`,
    values: [gatewayAccountId],
  });
  return rows;
}

/** One credential of one account. */
export interface CredentialPlace {
  readonly id: string;
  readonly gatewayAccountId: string;
}

/** Reads a credential; undefined when the account has no such one. */
export async function readCredential(db: Queryable, ask: CredentialPlace): Promise<Credential | undefined> {
  const { rows } = await db.query<Credential>({
    name: 'read-provider-credential',
    text: `select ${columns} from provider_credential where id = $1::uuid and gateway_account_id = $2`,
    values: [ask.id, ask.gatewayAccountId],
  });
  return rows[0];
}

/** The id of an account's active credential; null when it has none. */
export async function readActiveCredential(db: Queryable, gatewayAccountId: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>({
    name: 'read-active-credential',
    text: `select id from provider_credential where gateway_account_id = $1 and status = 'ACTIVE'`,
    values: [gatewayAccountId],
  });
  return rows[0]?.id ?? null;
}

/** A credential's place and sealed secrets; undefined when there is no such credential. */
export async function readSealedSecrets(
  db: Queryable,
  id: string,
): Promise<(Pick<ProviderPlace, 'provider'> & { sealed: Buffer | null; frozen: boolean }) | undefined> {
  const { rows } = await db.query<{ provider: string; sealed: Buffer | null; frozen: boolean }>({
    name: 'read-provider-secrets',
    text: `select provider, secrets as sealed, activated_at is not null as frozen from provider_credential where id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** Has every other change of an account's credentials wait until this transaction is over. */
export async function lockAccount(db: Queryable, id: string): Promise<void> {
  await db.query({
    name: 'lock-gateway-account',
    text: `select 1 from gateway_account where id = $1 for update`,
    values: [id],
  });
}

/** Keeps a request's idempotency key, for the transaction of what it asks for. False when it was used before. */
export async function keepKey(db: Queryable, id: string, { at, once }: Creation): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'keep-credential-key',
    text: `with ${onceClause}
           select 1 from go where (select fenced(account.department, :fence) from gateway_account as account
                                    where account.id = (select gateway_account_id from provider_credential where id = $4::uuid)) is not null`,
    values: onceParameters(once, id, at),
  });
  return rowCount === 1;
}

/** What changes of a credential: where it goes, and the secrets or the check that come with it. What is undefined stays. */
export interface CredentialStep extends CredentialPlace, AdminChange {
  readonly to: CredentialStatus;
  readonly secrets?: Buffer;
  readonly verification?: Verification | null;
}

/** Takes a credential one step on. The account is locked by the same transaction, and the step was seen to be legal under that lock. */
export async function moveCredential(db: Queryable, step: CredentialStep): Promise<Credential | undefined> {
  const { rows } = await db.query<Credential>({
    name: 'move-provider-credential',
    text: `with made as (
             update provider_credential
                set status = $3, secrets = coalesce($6::bytea, secrets),
                    verification = case when $7::boolean then $8::jsonb else verification end,
                    entered_at = case when $6::bytea is null then entered_at else $4::timestamptz end,
                    verified_at = case $3 when 'ENTERED' then null when 'VERIFIED' then $4::timestamptz else verified_at end,
                    retired_at = case $3 when 'RETIRED' then $4::timestamptz end
              where id = $1::uuid and gateway_account_id = $2
             returning *
           ), account as (
             update gateway_account set sequence = sequence + 1 from made where gateway_account.id = made.gateway_account_id
             returning gateway_account.*
           ), ${logged('$4', '$5')}
           select ${columns}, (select receipt from logged) from made`,
    values: [
      step.id,
      step.gatewayAccountId,
      step.to,
      step.at,
      step.traceparent ?? null,
      step.secrets ?? null,
      step.verification !== undefined,
      step.verification == null ? null : JSON.stringify(step.verification),
    ],
  });
  return rows[0];
}

// Nothing of the secrets: a successor has to be given them by hand.
const logged = (at: string, trace: string) => `logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), account.id, account.sequence, fenced(account.department, :fence), account.service, null, ${at}::timestamptz,
           jsonb_build_object('gateway_account_id', account.id, 'provider_credential_id', made.id, 'provider', made.provider,
                              'status', made.status), ${trace}::text
      from account, made
    returning ${receiptSql} as receipt
  )`;

/**
 * Retires the account's active credential and makes another active, in one statement: payments that are created from now on begin there.
 * The account is locked by the same transaction.
 */
export async function switchCredential(
  db: Queryable,
  ask: CredentialPlace & AdminChange,
): Promise<Credential | undefined> {
  const { rows } = await db.query<Credential>({
    name: 'switch-provider-credential',
    text: `with retired as (
             update provider_credential set status = 'RETIRED', retired_at = $3::timestamptz
              where gateway_account_id = $2 and status = 'ACTIVE'
             returning *
           ), made as (
             -- Counted, so that the old one has made room before the new one takes it.
             update provider_credential set status = 'ACTIVE', activated_at = $3::timestamptz
              where id = $1::uuid and gateway_account_id = $2 and (select count(*) from retired) < 2
             returning *
           ), account as (
             update gateway_account set provider = made.provider, sequence = sequence + 1
               from made where gateway_account.id = made.gateway_account_id
             returning new.*, old.provider as previous_provider
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), account.id, account.sequence, fenced(account.department, :fence), account.service, '${providerSwitched}', $3::timestamptz,
                    jsonb_strip_nulls(jsonb_build_object(
                      'gateway_account_id', account.id, 'type', account.type, 'provider', account.provider, 'credential_id', made.id,
                      'previous_provider', account.previous_provider, 'previous_credential_id', (select id from retired))),
                    $4::text
               from account, made
             returning ${receiptSql} as receipt
           )
           select ${columns}, (select receipt from logged) from made`,
    values: [ask.id, ask.gatewayAccountId, ask.at, ask.traceparent ?? null],
  });
  return rows[0];
}
