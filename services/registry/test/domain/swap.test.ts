import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  backward,
  begin,
  type Course,
  canAbort,
  forward,
  hasBegun,
  hasEnded,
  move,
  moves,
  type Step,
  stateOf,
} from '../../src/domain/swap.ts';
import { migrations } from '../../src/migrations.ts';

const every = Object.keys(moves) as Step[];
const at = new Date('2026-01-01T00:00:00Z');

/** Plays a list of outcomes; those that are no legal move are left out. */
function play(outcomes: readonly ('done' | 'failed')[]): Course[] {
  const courses: Course[] = [begin(at)];
  for (const outcome of outcomes) {
    const last = courses.at(-1) as Course;
    if (moves[last.step][outcome] !== undefined) courses.push(move(last, outcome, at));
  }
  return courses;
}

const outcomes = fc.array(fc.constantFrom('done' as const, 'failed' as const), { maxLength: 40 });

describe('the course of a swap', () => {
  test('has one step under way until it ends, and everything before it has ended', () => {
    fc.assert(
      fc.property(outcomes, (given) => {
        for (const { step, steps } of play(given)) {
          const running = steps.filter(({ state }) => state === 'running').map(({ name }) => name);
          expect(running).toEqual(hasEnded(step) ? [] : [step]);
          for (const one of steps) {
            expect(one.started_at !== undefined).toBe(one.state !== 'waiting');
            expect(one.ended_at !== undefined).toBe(one.state === 'done' || one.state === 'failed');
          }
          expect(steps.filter(({ state }) => state === 'failed').length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('aborts exactly when a step up to the commit fails, and completes only past the commit', () => {
    fc.assert(
      fc.property(outcomes, (given) => {
        const courses = play(given);
        const { step, steps } = courses.at(-1) as Course;
        const committed = steps.some(({ name, state }) => name === 'commit' && state === 'done');
        if (step === 'completed') expect(committed).toBe(true);
        if (stateOf[step] === 'aborting' || step === 'aborted') expect(committed).toBe(false);
        if (committed) expect(canAbort(step)).toBe(false);
        expect(steps.map(({ name }) => name)).toEqual(
          courses.some((one) => one.step === 'unfreeze') ? [...forward, ...backward] : [...forward],
        );
      }),
    );
  });

  test('ends after no more steps than there are, whatever fails', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), (fails) => {
        let course: Course = begin(at);
        for (const fail of fails) {
          if (hasEnded(course.step)) break;
          course = move(course, fail && canAbort(course.step) ? 'failed' : 'done', at);
        }
        expect(hasEnded(course.step)).toBe(true);
      }),
    );
  });

  test('refuses every move that is not in the table', () => {
    for (const step of every) {
      for (const how of ['done', 'failed'] as const) {
        const course = { step, steps: begin(at).steps };
        if (moves[step][how] === undefined) expect(() => move(course, how, at)).toThrow(RangeError);
        else expect(move(course, how, at).step).toBe(moves[step][how]);
      }
    }
  });

  test('knows what it has begun', () => {
    const course = move(begin(at), 'failed', at, 'because');
    expect(hasBegun(course, 'check')).toBe(true);
    expect(hasBegun(course, 'freeze')).toBe(false);
    expect(course.steps[0]).toMatchObject({ state: 'failed', detail: 'because' });
  });
});

describe('the database', () => {
  let pool: Pool;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const database = await createDatabase('registry');
    drop = database.drop;
    pool = openPool({ url: database.url, applicationName: 'registry-test' });
    await migrate(pool, migrations);
  });

  afterAll(async () => {
    await pool.end();
    await drop();
  });

  test('has the same table of moves and states', async () => {
    const { rows } = await pool.query<{ move: string }>(
      `select from_step || ' ' || to_step as move from swap_move order by 1`,
    );
    const known = every.flatMap((from) => Object.values(moves[from]).map((to) => `${from} ${to}`));
    expect(rows.map((row) => row.move).sort()).toEqual([...new Set(known)].sort());
    const steps = await pool.query<{ step: Step; state: string }>('select step, state from swap_step');
    expect(Object.fromEntries(steps.rows.map(({ step, state }) => [step, state]))).toEqual(stateOf);
  });

  test('takes no other move, whoever tries to write it', async () => {
    const legal = new Set(every.flatMap((from) => Object.values(moves[from]).map((to) => `${from} ${to}`)));
    const insert = (from: Step | null, to: Step) =>
      pool.query(
        `insert into swap (id, kind, component, department, from_id, from_name, to_id, to_name, key_thumbprint, epoch, new_epoch, came_from, step, state,
                           steps, asked_by, revision, sequence, created_at, ended_at)
         values (uuidv7(), 'swap', gen_random_uuid()::text, 'd', uuidv7(), 'a', uuidv7(), 'b', 'k', 1, $1, $2, $3, $4, '[]', '{}', 1, 1, now(), $5)`,
        [
          ['promote', 'release', 'standby', 'completed'].includes(to) ? 2 : null,
          from,
          to,
          stateOf[to],
          hasEnded(to) ? at : null,
        ],
      );
    for (const from of every) {
      for (const to of every) {
        const tried = insert(from, to).then(
          () => 'stored',
          (error: { constraint?: string }) => error.constraint,
        );
        expect([from, to, await tried]).toEqual([
          from,
          to,
          legal.has(`${from} ${to}`) ? 'stored' : 'swap_move',
        ]);
      }
    }
    await expect(insert(null, 'commit')).rejects.toMatchObject({ constraint: 'swap_begin' });
    await expect(insert(null, 'check')).resolves.toBeDefined();
  });
});
