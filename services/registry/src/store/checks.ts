import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Check, Progress } from '../domain/checks.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { type Change, type Creation, type Moved, recorded, utc } from './recorded.ts';
import { refusable } from './refusals.ts';

const view = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('id', ${row}.id, 'implementation_id', ${row}.implementation_id, 'state', ${row}.state,
  'profile', ${row}.profile, 'cases', ${row}.cases, 'sections', ${row}.sections, 'failures', ${row}.failures, 'outcome', ${row}.outcome,
  'attestation_id', ${row}.attestation_id, 'started_at', ${utc(`${row}.started_at`)}, 'ended_at', ${utc(`${row}.ended_at`)}))`;

const moved = (sequence: 1 | 2) => `moved as (
    select id as aggregate, ${sequence} as sequence, '*' as department, '*' as service,
           'implementations/' || implementation_id || '/checks/' || id as resource, null::jsonb as before, ${view('made')} as after from made
  )`;

/** Stores a run that begins. Undefined when the idempotency key was used before; refused while another one of the implementation runs. */
export async function insertCheck(
  db: Queryable,
  check: Pick<Check, 'id' | 'implementation_id' | 'profile'>,
  { once, at, by }: Creation,
): Promise<Check | Refusal | undefined> {
  const run = db.query<Moved<Check>>({
    name: 'insert-check',
    text: `with ${onceClause}, made as (
             insert into check_run (id, implementation_id, state, profile, started_at, seen_at)
             select $4::uuid, $7::uuid, 'running', $8, $5::timestamptz, clock_timestamp() from go
             returning *
           ), ${moved(1)},
           ${recorded({ kind: 'check', past: 'started', at: '$5', by: '$6' })}`,
    values: [...onceParameters(once, check.id, at), by, check.implementation_id, check.profile],
  });
  return refusable(run.then(({ rows }) => rows[0]?.after));
}

/** Says how far a run is, and that it still runs. False when it is over for others. */
export async function updateProgress(
  db: Queryable,
  id: string,
  { cases, sections, failures }: Progress,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'update-check-progress',
    text: `update check_run set cases = $2, sections = $3::jsonb, failures = $4::jsonb, seen_at = clock_timestamp()
            where id = $1::uuid and state = 'running'`,
    values: [id, cases ?? null, JSON.stringify(sections), JSON.stringify(failures)],
  });
  return rowCount === 1;
}

/** Stores what a run came to, with how far it was. Undefined when it was over before. */
export async function endCheck(
  db: Queryable,
  end: {
    id: string;
    state: 'passed' | 'failed';
    outcome: string;
    attestationId?: string;
    progress: Progress;
  },
  { at, by }: Change,
): Promise<Check | undefined> {
  const { cases, sections, failures } = end.progress;
  const { rows } = await db.query<Moved<Check>>({
    name: 'end-check',
    text: `with made as (
             update check_run set state = $4, outcome = $5, attestation_id = $6::uuid, cases = $7, sections = $8::jsonb, failures = $9::jsonb,
                    ended_at = $1::timestamptz
              where id = $3::uuid and state = 'running' returning *
           ), ${moved(2)},
           ${recorded({ kind: 'check', past: 'ended', at: '$1', by: '$2' })}`,
    values: [
      ...[at, by, end.id, end.state, end.outcome, end.attestationId ?? null, cases ?? null],
      ...[JSON.stringify(sections), JSON.stringify(failures)],
    ],
  });
  return rows[0]?.after;
}

/** Ends the runs whose process has not been heard of for so long. Answers how many. */
export async function failLostChecks(
  db: Queryable,
  { lostMs, outcome }: { lostMs: number; outcome: string },
  { at, by }: Change,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'fail-lost-checks',
    text: `with made as (
             update check_run set state = 'failed', outcome = $4, ended_at = $1::timestamptz
              where state = 'running' and seen_at < clock_timestamp() - make_interval(secs => $3::float8 / 1000) returning *
           ), ${moved(2)},
           ${recorded({ kind: 'check', past: 'ended', at: '$1', by: '$2' })}`,
    values: [at, by, lostMs, outcome],
  });
  return rowCount ?? 0;
}

/** One run. */
export async function readCheck(db: Queryable, id: string): Promise<Check | undefined> {
  const { rows } = await db.query<{ resource: Check }>({
    name: 'read-check',
    text: `select ${view('check_run')} as resource from check_run where id = $1::uuid`,
    values: [id],
  });
  return rows[0]?.resource;
}

/** The runs of an implementation, newest first. */
export async function listChecks(
  db: Queryable,
  implementation: string,
  { cursor, limit }: Pick<PageAsk, 'cursor' | 'limit'>,
): Promise<Page<Check>> {
  const { rows } = await db.query<{ resource: Check }>({
    name: 'list-checks',
    text: `select ${view('check_run')} as resource from check_run
            where implementation_id = $1::uuid and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
    values: [implementation, cursor ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    ({ id }) => id,
  );
}

/** The newest run of an implementation. */
export async function readNewestCheck(db: Queryable, implementation: string): Promise<Check | undefined> {
  const { rows } = await db.query<{ resource: Check }>({
    name: 'read-newest-check',
    text: `select ${view('check_run')} as resource from check_run where implementation_id = $1::uuid order by started_at desc, id desc limit 1`,
    values: [implementation],
  });
  return rows[0]?.resource;
}
