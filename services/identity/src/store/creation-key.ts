/** An Idempotency-Key in the form in which it is stored. */
export interface CreationKey {
  readonly scope: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

/** When, in whose trace and under which key something is made. */
export interface Creation {
  readonly at: Date;
  readonly traceparent: string | undefined;
  readonly once: CreationKey | undefined;
}

/** Goes on only without a key, or with one that is new; the key is stored in the same statement. $1 to $5: scope, key, hash, resource, time. */
export const onceClause = `once as (
    insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
    select $1::text, $2::text, $3::bytea, $4::text, 201, $5::timestamptz where $2::text is not null
    on conflict do nothing
    returning 1
  ), go as (
    select 1 where $2::text is null union all select 1 from once
  )`;

/** The parameters of {@link onceClause}. */
export function onceParameters({ once, at }: Creation, resource: string): unknown[] {
  return [once?.scope ?? null, once?.key ?? null, once?.requestHash ?? null, resource, at];
}
