/** What a swap does, in this order; and what it does to abort. A step is begun before anything of it is done. */
export const forward = [
  'check',
  'enlist_old',
  'enlist_candidate',
  'seed',
  'compare',
  'hold',
  'freeze',
  'catch_up',
  'compare_again',
  'commit',
  'promote',
  'release',
  'standby',
] as const;

/** The steps of a swap that aborts, in this order. */
export const backward = ['unfreeze', 'unhold', 'dismiss'] as const;

/** Something that a swap does. */
export type StepName = (typeof forward)[number] | (typeof backward)[number];

/** Where a swap stands: at a step, or at its end. */
export type Step = StepName | 'completed' | 'aborted';

/** What people are told about where it stands. */
export type SwapState =
  | 'checking'
  | 'seeding'
  | 'verifying'
  | 'switching'
  | 'completed'
  | 'aborting'
  | 'aborted';

/** A step as it is shown. */
export interface StepRecord {
  readonly name: StepName;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly detail?: string;
}

/** Where a swap stands, and how it came there. */
export interface Course {
  readonly step: Step;
  readonly steps: readonly StepRecord[];
}

/** The state that each step belongs to. */
export const stateOf: Readonly<Record<Step, SwapState>> = {
  check: 'checking',
  enlist_old: 'checking',
  enlist_candidate: 'checking',
  seed: 'seeding',
  compare: 'verifying',
  hold: 'switching',
  freeze: 'switching',
  catch_up: 'switching',
  compare_again: 'switching',
  commit: 'switching',
  promote: 'switching',
  release: 'switching',
  standby: 'switching',
  unfreeze: 'aborting',
  unhold: 'aborting',
  dismiss: 'aborting',
  completed: 'completed',
  aborted: 'aborted',
};

/**
 * Every legal move: from a step to the next one when it is done, and, up to the commit, to the first of the aborting ones when it fails. After the commit there is
 * no way back, and a swap that has ended moves no more. The database holds the same table and takes no other move.
 */
export const moves: Readonly<Record<Step, { readonly done?: Step; readonly failed?: Step }>> = {
  check: { done: 'enlist_old', failed: 'unfreeze' },
  enlist_old: { done: 'enlist_candidate', failed: 'unfreeze' },
  enlist_candidate: { done: 'seed', failed: 'unfreeze' },
  seed: { done: 'compare', failed: 'unfreeze' },
  compare: { done: 'hold', failed: 'unfreeze' },
  hold: { done: 'freeze', failed: 'unfreeze' },
  freeze: { done: 'catch_up', failed: 'unfreeze' },
  catch_up: { done: 'compare_again', failed: 'unfreeze' },
  compare_again: { done: 'commit', failed: 'unfreeze' },
  commit: { done: 'promote', failed: 'unfreeze' },
  promote: { done: 'release' },
  release: { done: 'standby' },
  standby: { done: 'completed' },
  unfreeze: { done: 'unhold' },
  unhold: { done: 'dismiss' },
  dismiss: { done: 'aborted' },
  completed: {},
  aborted: {},
};

/** Whether a swap that stands here can still be aborted. */
export function canAbort(step: Step): boolean {
  return moves[step].failed !== undefined;
}

/** Whether a swap has ended. */
export function hasEnded(step: Step): step is 'completed' | 'aborted' {
  return step === 'completed' || step === 'aborted';
}

/** Where every swap begins. */
export function begin(at: Date): Course & { readonly step: StepName } {
  const steps = forward.map(
    (name, index): StepRecord =>
      index === 0 ? { name, state: 'running', started_at: at.toISOString() } : { name, state: 'waiting' },
  );
  return { step: forward[0], steps };
}

/** Ends the step that a swap stands at and begins the next one. Throws a `RangeError` for a move that {@link moves} does not know. */
export function move(course: Course, how: 'done' | 'failed', at: Date, detail?: string): Course {
  const step = moves[course.step][how];
  if (step === undefined) throw new RangeError(`A swap at ${course.step} cannot be ${how}`);
  const now = at.toISOString();
  const isTurning = how === 'failed';
  const known = isTurning
    ? [...course.steps, ...backward.map((name): StepRecord => ({ name, state: 'waiting' }))]
    : course.steps;
  const steps = known.map((one): StepRecord => {
    if (one.name === course.step) return { ...one, state: how, ended_at: now, ...(detail && { detail }) };
    return one.name === step ? { ...one, state: 'running', started_at: now } : one;
  });
  return { step, steps };
}

/** Whether a swap has begun a step, however it ended. */
export function hasBegun({ steps }: Pick<Course, 'steps'>, step: StepName): boolean {
  return steps.some(({ name, state }) => name === step && state !== 'waiting');
}
