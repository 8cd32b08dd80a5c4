import type { Implementation, Swap } from '../domain/entities.ts';
import type { StepRecord } from '../domain/swap.ts';

/** What an operator may do with a swap now. */
export type SwapAction = 'abort' | 'rollback' | 'finish';

/** A swap as its page shows it; `old` is the implementation that it swaps from, as it is registered now. */
export function viewSwap(swap: Swap, now: Date, old: Implementation | undefined) {
  const running = swap.steps.findIndex(({ state }) => state === 'running');
  return {
    ...swap,
    what: describeSwap(swap),
    tag: tags[swap.state],
    stepViews: swap.steps.map((step) => ({
      ...step,
      title: titles[step.name],
      tag: stepTag(swap, step),
      time: timeOf(step, now),
    })),
    actions: actionsOf(swap),
    standing: standingOf(swap, old),
    status: statusOf(swap, running),
    share: shareOf(swap),
    held: swap.barrier?.held_ms === undefined ? undefined : duration(swap.barrier.held_ms),
    ended: swap.ended_at !== undefined,
  };
}

/** What a swap is, in one line. */
export function describeSwap({ kind, component, department }: Swap): string {
  return `${kind === 'rollback' ? 'Roll back' : 'Swap'} ${component} for ${whom(department)}`;
}

/** Of whom a swap is, in a sentence. */
export function whom(department: string): string {
  return department === '*' ? 'all departments' : department;
}

/** The tag of a state: its words and its colour. */
export const tags: Readonly<Record<Swap['state'], { readonly text: string; readonly colour: string }>> = {
  checking: { text: 'Checking', colour: 'blue' },
  seeding: { text: 'Copying', colour: 'blue' },
  verifying: { text: 'Comparing', colour: 'blue' },
  switching: { text: 'Switching', colour: 'yellow' },
  completed: { text: 'Completed', colour: 'green' },
  aborting: { text: 'Aborting', colour: 'orange' },
  aborted: { text: 'Aborted', colour: 'red' },
};

/** What can be done with a swap, as far as one can tell from itself. */
export function actionsOf({ state, new_epoch, standby }: Swap): SwapAction[] {
  if (state === 'completed') {
    if (standby === 'following') return ['rollback', 'finish'];
    return standby === 'wanted' ? ['finish'] : [];
  }
  const isOver = state === 'aborted' || state === 'aborting' || new_epoch !== undefined;
  return isOver ? [] : ['abort'];
}

/** How the old implementation stands by, after its name; undefined where it does not. */
function standingOf({ standby }: Swap, old: Implementation | undefined): string | undefined {
  if (standby === 'wanted' && old?.key === undefined) {
    return 'is registered without a key, so the swap cannot be rolled back. Register its key, and it follows';
  }
  return {
    none: undefined,
    wanted: 'is about to follow',
    following: 'follows, so that the swap can be rolled back',
    ending: 'is being let go',
    ended: 'follows no longer',
  }[standby];
}

/** Why an implementation cannot take over as it is registered; undefined when it may. */
export function hindrance({ key_thumbprint }: Implementation): string | undefined {
  return key_thumbprint === undefined
    ? 'It is registered without a key: nothing can be handed over to it.'
    : undefined;
}

const titles: Readonly<Record<StepRecord['name'], string>> = {
  check: 'Check both implementations',
  enlist_old: 'Tell the old one its role',
  enlist_candidate: 'Tell the new one its role',
  seed: 'Copy what there is, and follow',
  compare: 'Compare both',
  hold: 'Hold calls at the gateways',
  freeze: 'Freeze the old one',
  catch_up: 'Let the new one catch up',
  compare_again: 'Compare again',
  commit: 'Bind the new one',
  promote: 'Let the new one write',
  release: 'Release the held calls',
  standby: 'Let the old one follow',
  unfreeze: 'Let the old one write again',
  unhold: 'Release the held calls',
  dismiss: 'Dismiss the new one',
};

function stepTag(swap: Swap, { state }: StepRecord): { text: string; colour: string } {
  const isLeftOut = state === 'waiting' && (swap.state === 'aborting' || swap.state === 'aborted');
  if (isLeftOut) return { text: 'Not done', colour: 'grey' };
  return {
    waiting: { text: 'Waiting', colour: 'grey' },
    running: { text: 'Under way', colour: 'blue' },
    done: { text: 'Done', colour: 'green' },
    failed: { text: 'Failed', colour: 'red' },
  }[state];
}

/** What is read aloud when it changes: short, and only as often as something happens. */
function statusOf(swap: Swap, running: number): string {
  if (swap.state === 'completed') return 'The swap has completed.';
  if (swap.state === 'aborted') return 'The swap was aborted.';
  const step = swap.steps[running];
  return step ? `${tags[swap.state].text}: ${titles[step.name].toLowerCase()}.` : `${tags[swap.state].text}.`;
}

/** How much of the old one's log the new one has applied, in percent. */
function shareOf({ progress }: Swap): number | undefined {
  if (!progress?.of) return undefined;
  return Math.min(100, Math.floor((progress.position / progress.of) * 100));
}

function timeOf({ started_at, ended_at }: StepRecord, now: Date): string {
  if (started_at === undefined) return '';
  const end = ended_at === undefined ? now.getTime() : Date.parse(ended_at);
  return duration(Math.max(0, end - Date.parse(started_at)));
}

function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
