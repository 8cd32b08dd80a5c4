import type { Queryable } from '@ashlar/postgres';
import type { Actor, Signed, Swap, SwapProgress } from '../domain/entities.ts';
import { type Course, hasEnded, type Step, stateOf } from '../domain/swap.ts';
import { raiseVersion, recorded, recordedParts, toldRouting } from './recorded.ts';
import { movedSwap, swapView, toldSwap } from './swaps.ts';

/** What the steps of a swap have found out, for later ones. */
export interface SwapMemory {
  /** When the candidate was told to follow, in milliseconds since 1970. */
  readonly followed_at?: number;
  /** When the candidate last came on, in milliseconds since 1970. */
  readonly came_on_at?: number;
  /** The position at which both held the same; 0 where that could not be told while traffic flowed. */
  readonly compared_at?: number;
  /** The position of the first comparison; what changed after it is compared again at the barrier. */
  readonly compared_from?: number | null;
  /** The parts that were not yet found the same, as `<kind>/<part>`. */
  readonly open_parts?: readonly string[] | null;
  /** Whether everything is compared, though less would do of a standby. */
  readonly everything?: boolean;
  /** How often the two differed at the same position. */
  readonly differed?: number;
  /** The sentence that says why the swap aborts. */
  readonly reason?: string;
}

/** A swap in the hands of the process that carries it on. */
export interface HeldSwap extends Course {
  readonly swap: Swap;
  readonly memory: SwapMemory;
  readonly keyThumbprint: string;
  readonly abortAskedBy: string | null;
  /** For how long calls have been held, in milliseconds; null where none are. */
  readonly heldMs: number | null;
  /** For how long the present step has been under way, in milliseconds. */
  readonly stepMs: number;
  readonly askedBy: Actor;
}

/** Whose lease a change goes by; another process's change changes nothing. */
export interface Holder {
  readonly id: string;
  readonly lease: string;
}

/** What a step changes beside its move. */
export interface SwapPatch {
  readonly memory?: SwapMemory;
  readonly progress?: SwapProgress;
  readonly barrier?: { readonly position: number; readonly held_ms?: number };
  readonly outcome?: string;
  readonly standby?: Swap['standby'];
}

/** A move to the next step: the course is the one after it. */
export interface SwapMove extends SwapPatch {
  readonly from: Step;
  readonly revision: number;
  readonly course: Course;
  /** Whether gateways hold calls from now on, or no longer. */
  readonly hold?: { readonly forMs: number } | 'release';
  readonly at: Date;
  readonly by: Actor;
}

const columns = `swap.step, swap.steps, swap.memory, swap.key_thumbprint as "keyThumbprint", swap.abort_asked_by as "abortAskedBy",
  (extract(epoch from clock_timestamp() - swap.held_at) * 1000)::float8 as "heldMs", swap.asked_by as "askedBy", ${swapView('swap')} as swap`;

/** Reads a swap that is held under a lease; undefined when it is no longer. */
export async function readHeld(db: Queryable, { id, lease }: Holder): Promise<HeldSwap | undefined> {
  const { rows } = await db.query<HeldSwap>({
    name: 'read-held-swap',
    text: `select ${columns},
                  (extract(epoch from clock_timestamp() - (select (one ->> 'started_at')::timestamptz from jsonb_array_elements(swap.steps) as one
                                                            where one ->> 'state' = 'running')) * 1000)::float8 as "stepMs"
             from swap where id = $1::uuid and lease_by = $2::uuid and lease_until > clock_timestamp()`,
    values: [id, lease],
  });
  return rows[0];
}

const patched = `memory = memory || coalesce($6::jsonb, '{}'), progress = coalesce($7::jsonb, progress),
                    barrier = case when $8::jsonb is null then barrier else coalesce(barrier, '{}') || $8::jsonb end,
                    outcome = coalesce($9, outcome), standby = coalesce($10, standby)`;

const patchValues = ({ memory, progress, barrier, outcome, standby }: SwapPatch) => [
  memory ?? null,
  progress ?? null,
  barrier ?? null,
  outcome ?? null,
  standby ?? null,
];

const held = `id = $3::uuid and lease_by = $4::uuid and lease_until > clock_timestamp() and revision = $5`;

/** Brings a swap to its next step, with what goes with it: the hold of the binding, and at the end that the binding is free again. False when somebody else holds it or has changed it. */
export async function moveSwap(db: Queryable, { id, lease }: Holder, change: SwapMove): Promise<boolean> {
  const { step } = change.course;
  const ended = hasEnded(step);
  const hold = change.hold === 'release' ? 'release' : change.hold ? 'hold' : 'leave';
  const { rowCount } = await db.query({
    name: `move-swap-${ended ? step : 'on'}`,
    text: `with changed as (
             update swap set ${patched}, came_from = step, step = $11, state = $12, steps = $13::jsonb,
                    held_at = case $15 when 'hold' then clock_timestamp() when 'release' then null else held_at end,
                    revision = revision + 1, sequence = sequence + 1, ended_at = case when $16 then $1::timestamptz end,
                    standby_due = case $10 when 'wanted' then $1::timestamptz when 'following' then $1::timestamptz + interval '20 minutes'
                                       else standby_due end
              where ${held} and step = $14
             returning new.*, ${swapView('old')} as old_view, ${swapView('new')} as new_view
           ), bound as (
             update binding set held_until = case $15 when 'hold' then clock_timestamp() + make_interval(secs => $17::float8 / 1000)
                                                      when 'release' then null else held_until end,
                                swap_id = case when $16 then null else swap_id end
               from changed where binding.swap_id = changed.id and ($15 <> 'leave' or $16)
             returning 1
           ), routed as (${raiseVersion("bound where $15 <> 'leave'")}), ${movedSwap('changed')},
           ${recorded({ kind: 'swap', past: ended ? step : 'moved', at: '$1', by: '$2', also: `${toldSwap('changed')}, ${toldRouting}` })}`,
    values: [
      change.at,
      change.by,
      id,
      lease,
      change.revision,
      ...patchValues(change),
      step,
      stateOf[step],
      JSON.stringify(change.course.steps),
      change.from,
      hold,
      ended,
      typeof change.hold === 'object' ? change.hold.forMs : 0,
    ],
  });
  return rowCount === 1;
}

/** The commit: the binding names the new implementation at the next epoch, with its grant. */
export interface SwapCommit {
  readonly revision: number;
  readonly course: Course;
  readonly to: string;
  readonly epoch: number;
  readonly grant: Signed;
  /** The longest that calls may have been held, in milliseconds. */
  readonly holdMs: number;
  readonly at: Date;
  readonly by: Actor;
}

/**
 * Gives the department to the new implementation, and brings the swap past the point of no return, in one statement. False when calls have been held for too long,
 * somebody wants it aborted, somebody else holds it, or the binding is not what it was.
 */
export async function commitSwap(db: Queryable, { id, lease }: Holder, commit: SwapCommit): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'commit-swap',
    text: `with claimed as (
             select id from swap
              where id = $3::uuid and lease_by = $4::uuid and lease_until > clock_timestamp() and revision = $5 and step = 'commit'
                and abort_asked_by is null and held_at + make_interval(secs => $12::float8 / 1000) > clock_timestamp()
                for update
           ), bound as (
             update binding set implementation_id = $6::uuid, epoch = binding.epoch + 1, changed_at = $1::timestamptz, signed = $7, signed_kid = $8
               from claimed where binding.swap_id = claimed.id and binding.epoch = $9
             returning new.component, new.department, new.epoch,
                       jsonb_build_object('component', old.component, 'department', old.department, 'implementation_id', old.implementation_id,
                                          'epoch', old.epoch) as before,
                       jsonb_build_object('component', new.component, 'department', new.department, 'implementation_id', new.implementation_id,
                                          'epoch', new.epoch) as after
           ), rebound as (
             select 'binding:' || component || '/' || department as aggregate, epoch as sequence, department, '*' as service,
                    'bindings/' || component || '/' || department as resource, before, after from bound
           ), changed as (
             update swap set came_from = step, step = $10, state = 'switching', steps = $11::jsonb, new_epoch = bound.epoch, revision = revision + 1,
                             sequence = sequence + 1
               from bound where id = $3::uuid
             returning new.*, ${swapView('old')} as old_view, ${swapView('new')} as new_view
           ), left_behind as (
             update swap set standby = case when swap.from_id = now.to_id then 'ended' else 'ending' end, standby_due = $1::timestamptz,
                    revision = swap.revision + 1
               from changed as now
              where swap.component = now.component and swap.department = now.department and swap.id <> now.id
                and swap.standby in ('wanted', 'following')
             returning swap.id
           ), ${movedSwap('changed')},
           ${recordedParts({ kind: 'binding', past: 'changed', at: '$1', by: '$2', from: 'rebound' })},
           ${recorded({ kind: 'swap', past: 'moved', at: '$1', by: '$2', routing: true, also: toldSwap('changed') })}`,
    values: [
      commit.at,
      commit.by,
      id,
      lease,
      commit.revision,
      commit.to,
      commit.grant.token,
      commit.grant.kid,
      commit.epoch,
      commit.course.step,
      JSON.stringify(commit.course.steps),
      commit.holdMs,
    ],
  });
  return rowCount === 1;
}

/** Stores what a step has come to before it is done. False when somebody else holds the swap, or has changed it. */
export async function noteSwap(
  db: Queryable,
  { id, lease }: Holder,
  note: SwapPatch & { revision: number },
): Promise<boolean> {
  const { rows } = await db.query<{ id: string }>({
    name: 'note-swap',
    text: `with changed as (
             update swap set ${patched}, revision = revision + 1 where ${held} returning id
           )
           select id, ${toldSwap('changed')}, $1::text, $2::text from changed`,
    values: [null, null, id, lease, note.revision, ...patchValues(note)],
  });
  return rows.length === 1;
}

/** The number of the next order of a swap at this step; undefined when somebody else holds it. Whoever has lost the swap gets no number, and orders of lower numbers are refused. */
export async function takeOrderNumber(
  db: Queryable,
  { id, lease }: Holder,
  { step, atLeast }: { step: Step; atLeast: number },
): Promise<number | undefined> {
  const { rows } = await db.query<{ orders: number }>({
    name: 'take-order-number',
    text: `update binding set orders = greatest(binding.orders, $4) + 1 from swap
            where swap.id = $1::uuid and swap.lease_by = $2::uuid and swap.lease_until > clock_timestamp() and swap.step = $3
              and binding.swap_id = swap.id
           returning binding.orders`,
    values: [id, lease, step, atLeast],
  });
  return rows[0]?.orders;
}
