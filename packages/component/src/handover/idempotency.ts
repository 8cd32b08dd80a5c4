/**
 * The member `idempotency_records` of a thing: the keys of the requests that made or changed it. `resources` is what the keys name, as SQL over `root`
 * that gives an array of ids.
 */
export function idempotencyPart(resources: string) {
  return {
    member: 'idempotency_records',
    tables: ['idempotency_record'],
    select: `select json_agg(json_build_object('scope', part.scope, 'key', part.key, 'request_hash', encode(part.request_hash, 'hex'),
                      'resource_id', part.resource_id, 'status', part.status, 'reply', encode(part.reply, 'hex'),
                      'created_at', to_char(part.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by part.scope, part.key)
               from idempotency_record as part where part.resource_id = any (${resources})`,
    inherits: [],
    store: `insert into idempotency_record (scope, key, request_hash, resource_id, status, reply, created_at)
            select scope, key, decode(request_hash, 'hex'), resource_id, status, decode(reply, 'hex'), created_at
              from json_to_recordset($1::json) as part (scope text, key text, request_hash text, resource_id text, status integer, reply text,
                                                        created_at timestamptz)
            on conflict do nothing`,
  } as const;
}
