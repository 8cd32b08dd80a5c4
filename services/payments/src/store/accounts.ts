import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import { usualCardRules } from '../domain/card-kinds.ts';
import type { GatewayAccount, Setting } from '../domain/entities.ts';
import { usualFeatures } from '../domain/features.ts';
import { ledgerAccounts } from '../domain/money.ts';
import { gatewayAccountCreated } from '../events/facts.ts';

/** An account's features, as SQL: those that are younger than the account are as usual. */
const featuresSql = `'${JSON.stringify(usualFeatures)}'::jsonb || features`;

/** The same of its rules for cards. */
export const cardsSql = `'${JSON.stringify(usualCardRules)}'::jsonb || cards`;

/** The columns of `gateway_account`, called `account`, under the names of {@link GatewayAccount}. */
export const accountColumns = `account.id, account.department, account.service, account.name, account.type, account.provider,
  (select active.id from provider_credential as active
    where active.gateway_account_id = account.id and active.status = 'ACTIVE') as "credentialId",
  account.limits, ${featuresSql} as features, ${cardsSql} as cards, account.created_at as "createdAt"`;

/** Stores an account with its ledger accounts, its first credential (the service's own settings) and its event. False when the key was used before. */
export async function insertGatewayAccount(
  db: Queryable,
  account: GatewayAccount,
  currency: string,
  change: Creation,
): Promise<boolean> {
  const { id, department, service, name, type, provider, limits, features } = account;
  const { rowCount } = await db.query({
    name: 'insert-gateway-account',
    text: `with ${onceClause}, made as (
             insert into gateway_account (id, department, service, name, type, provider, limits, features, created_at, sequence)
             select $4, $6, $7, $8, $9, $10, $11::jsonb, $14::jsonb, $5::timestamptz, 1 from go
             returning *
           ), ledgers as (
             insert into ledger_account (gateway_account_id, kind, currency)
             select made.id, kind, $12 from made, unnest(array[${ledgerAccounts.map((kind) => `'${kind}'`).join()}]) as kind
           ), credential as (
             insert into provider_credential (id, gateway_account_id, provider, status, created_at, activated_at)
             select $15::uuid, id, provider, 'ACTIVE', created_at, created_at from made
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), id, sequence, fenced(department, :fence), service, '${gatewayAccountCreated}', created_at,
                    jsonb_build_object('gateway_account_id', id, 'type', type, 'provider', provider), $13::text
               from made
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, id, change.at),
      department,
      service,
      name,
      type,
      provider,
      JSON.stringify(limits),
      currency,
      change.traceparent ?? null,
      JSON.stringify(features),
      account.credentialId,
    ],
  });
  return rowCount === 1;
}

/** Reads an account; `department` `*` may read any. */
export async function readGatewayAccount(
  db: Queryable,
  id: string,
  department: string,
): Promise<GatewayAccount | undefined> {
  const { rows } = await db.query<GatewayAccount>({
    name: 'read-gateway-account',
    text: `select ${accountColumns} from gateway_account as account where id = $1 and ($2 = '*' or department = $2)`,
    values: [id, department],
  });
  return rows[0];
}

/** A department's accounts after a place in the order of creation, oldest first; `*` is every department. */
export async function listGatewayAccounts(
  db: Queryable,
  page: { department: string; after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<GatewayAccount[]> {
  const { rows } = await db.query<GatewayAccount>({
    name: 'list-gateway-accounts',
    text: `select ${accountColumns} from gateway_account as account
            where ($1 = '*' or department = $1)
              and ($2::timestamptz is null or (created_at, id) > ($2, $3))
            order by created_at, id limit $4`,
    values: [page.department, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  });
  return rows;
}

/** Changes the members of a setting that are given. Undefined when the department has no such account. */
export async function updateSetting(
  db: Queryable,
  ask: { id: string; department: string; setting: Setting } & AdminChange,
): Promise<GatewayAccount | undefined> {
  const [column, members] = Object.entries(ask.setting)[0] as ['limits' | 'features' | 'cards', object];
  const { rows } = await db.query<GatewayAccount>({
    name: `update-${column}`,
    text: `with changed as (
             update gateway_account set ${column} = ${column} || $3::jsonb, sequence = sequence + 1
              where id = $1 and ($2 = '*' or department = $2)
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), id, sequence, fenced(department, :fence), service, null, $4::timestamptz,
                    jsonb_build_object('gateway_account_id', id, '${column}', ${column}), $5::text
               from changed
             returning ${receiptSql} as receipt
           )
           select ${accountColumns}, (select receipt from logged) from changed as account`,
    values: [ask.id, ask.department, JSON.stringify(members), ask.at, ask.traceparent ?? null],
  });
  return rows[0];
}
