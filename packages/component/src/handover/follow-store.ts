import type { Queryable } from '@ashlar/postgres';

/** Whom a department follows, and how far. */
export interface Follow {
  readonly department: string;
  readonly source: string;
  /** Sealed. */
  readonly token: Buffer;
  readonly phase: 'snapshot' | 'feed' | 'stopped' | 'failed';
  readonly position: number;
  /** Whether the snapshot's first line was read. */
  readonly begun: boolean;
  readonly cursor: string | null;
  readonly records: number;
  readonly error: string | null;
  readonly caughtUpAt: Date | null;
  /** Whether everything was applied when it was last looked. */
  readonly caughtUp: boolean;
  readonly seenAt: Date | null;
}

const columns = `department, source, token, phase, position, begun, cursor, records, error, caught_up_at as "caughtUpAt", caught_up as "caughtUp",
  seen_at as "seenAt"`;
const same = `(known.source = excluded.source and known.phase <> 'stopped')`;
const active = `phase in ('snapshot', 'feed')`;

/** What a department follows, or last did. */
export async function readFollow(db: Queryable, department: string): Promise<Follow | undefined> {
  const { rows } = await db.query<Follow>({
    name: 'handover-read-follow',
    text: `select ${columns} from handover_follow where department = $1`,
    values: [department],
  });
  return rows[0];
}

/**
 * Has a department follow a source. One that is followed already keeps its place and gets the new token; any other begins anew, with a snapshot, or after
 * a position.
 */
export async function startFollow(
  db: Queryable,
  ask: { department: string; source: string; token: Buffer; from: number | undefined },
): Promise<void> {
  await db.query({
    name: 'handover-start-follow',
    text: `insert into handover_follow as known (department, source, token, phase, position, seeded)
           values ($1, $2, $3, case when $4::bigint is null then 'snapshot' else 'feed' end, coalesce($4, 0), $4::bigint is not null)
           on conflict (department) do update
              set source = excluded.source, token = excluded.token, error = null,
                  phase = case when not ${same} then excluded.phase when known.seeded then 'feed' else 'snapshot' end,
                  position = case when ${same} then known.position else excluded.position end,
                  seeded = case when ${same} then known.seeded else excluded.seeded end,
                  begun = ${same} and known.begun, cursor = case when ${same} then known.cursor end,
                  records = case when ${same} then known.records else 0 end, caught_up = ${same} and known.caught_up`,
    values: [ask.department, ask.source, ask.token, ask.from ?? null],
  });
}

/** Ends a follow, once the batch in hand is stored. */
export async function stopFollow(db: Queryable, department: string): Promise<void> {
  await db.query({
    name: 'handover-stop-follow',
    text: `update handover_follow set phase = 'stopped', holder = null, caught_up = false where department = $1 and phase <> 'stopped'`,
    values: [department],
  });
}

/** Takes the follows in hand that nobody else was seen with lately. */
export async function claimFollows(db: Queryable, holder: string, unseenMs: number): Promise<string[]> {
  const { rows } = await db.query<{ department: string }>({
    name: 'handover-claim-follows',
    text: `update handover_follow set holder = $1, seen_at = clock_timestamp()
            where department in (select department from handover_follow
                                  where ${active} and (holder = $1 or holder is null
                                                       or seen_at < clock_timestamp() - make_interval(secs => $2::float8 / 1000))
                                    for update skip locked)
           returning department`,
    values: [holder, unseenMs],
  });
  return rows.map(({ department }) => department);
}

/** A place in a follow, from which one batch leads to the next. */
export interface Place {
  readonly department: string;
  readonly source: string;
  readonly position: number;
  readonly cursor: string | null;
}

/** Notes the first line of a snapshot. Where everything comes from elsewhere (`*`), what was logged here before is nobody's, and its positions are the source's. */
export async function beginSnapshot(
  db: Queryable,
  at: Place,
  first: { position: number; eventsFrom: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'handover-begin-snapshot',
    text: `with begun as (
             update handover_follow set begun = true, position = $3, error = null
              where department = $1 and source = $2 and phase = 'snapshot' and not begun returning 1
           ), horizon as (
             insert into change_log_horizon (department, pruned) select $1, $4 from begun on conflict (department) do nothing
           ), forgotten as (
             delete from handover_seen using begun where department = $1
           ), emptied as (
             delete from change_log using begun where $1 = '*'
           )
           select 1 from begun`,
    values: [at.department, at.source, first.position, first.eventsFrom],
  });
  return rowCount === 1;
}

/** Moves a snapshot on by a batch. False when it is elsewhere. */
export async function moveSnapshot(
  db: Queryable,
  at: Place,
  to: { cursor: string; records: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'handover-move-snapshot',
    text: `update handover_follow set cursor = $4, records = records + $5, error = null, seen_at = clock_timestamp()
            where department = $1 and source = $2 and phase = 'snapshot' and cursor is not distinct from $3`,
    values: [at.department, at.source, at.cursor, to.cursor, to.records],
  });
  return rowCount === 1;
}

/** Remembers what the snapshot has named. */
export async function noteSeen(
  db: Queryable,
  department: string,
  seen: readonly { readonly entity: string; readonly id: string }[],
): Promise<void> {
  await db.query({
    name: 'handover-note-seen',
    text: `insert into handover_seen (department, entity, id) select $1, seen.* from unnest($2::text[], $3::text[]) as seen on conflict do nothing`,
    values: [department, seen.map(({ entity }) => entity), seen.map(({ id }) => id)],
  });
}

/** Forgets what the snapshot has named. */
export async function forgetSeen(db: Queryable, department: string): Promise<void> {
  await db.query({
    name: 'handover-forget-seen',
    text: 'delete from handover_seen where department = $1',
    values: [department],
  });
}

/** The snapshot is in: the feed comes next. False when it is elsewhere. */
export async function endSnapshot(db: Queryable, at: Place): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'handover-end-snapshot',
    text: `update handover_follow set phase = 'feed', seeded = true, cursor = null, error = null
            where department = $1 and source = $2 and phase = 'snapshot' and begun and cursor is not distinct from $3`,
    values: [at.department, at.source, at.cursor],
  });
  return rowCount === 1;
}

/** Moves a feed on. False when it is elsewhere. */
export async function moveFeed(
  db: Queryable,
  at: Place,
  to: { position: number; records: number; caughtUp: boolean },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'handover-move-feed',
    text: `update handover_follow
              set position = $4, records = records + $5, caught_up = $6, error = null, seen_at = clock_timestamp(),
                  caught_up_at = case when $6 then clock_timestamp() else caught_up_at end
            where department = $1 and source = $2 and phase = 'feed' and position = $3`,
    values: [at.department, at.source, at.position, to.position, to.records, to.caughtUp],
  });
  return rowCount === 1;
}

/** The source no longer keeps what comes next: a snapshot has to be read again. */
export async function restartSnapshot(db: Queryable, at: Place): Promise<void> {
  await db.query({
    name: 'handover-restart-snapshot',
    text: `update handover_follow set phase = 'snapshot', seeded = false, begun = false, cursor = null, position = 0, caught_up = false
            where department = $1 and source = $2 and ${active}`,
    values: [at.department, at.source],
  });
}

/** Notes why a follow does not go on; `ends` it where trying again is of no use. */
export async function noteFailure(
  db: Queryable,
  at: Pick<Place, 'department' | 'source'>,
  failure: { error: string; ends: 'failed' | 'stopped' | undefined },
): Promise<void> {
  await db.query({
    name: 'handover-note-failure',
    text: `update handover_follow set error = $3, caught_up = false, phase = coalesce($4, phase)
            where department = $1 and source = $2 and ${active}`,
    values: [at.department, at.source, failure.error, failure.ends ?? null],
  });
}
