/** A swap, as the registry shows it. */
export interface Swap {
  readonly id: string;
  readonly kind: 'swap' | 'rollback';
  readonly component: string;
  readonly department: string;
  readonly from: { readonly implementation_id: string; readonly name: string };
  readonly to: { readonly implementation_id: string; readonly name: string };
  readonly state: string;
  readonly epoch: number;
  readonly new_epoch?: number;
  readonly steps: readonly Step[];
  readonly progress?: { readonly records: number; readonly position: number; readonly of?: number };
  readonly barrier?: { readonly position: number; readonly held_ms?: number };
  readonly outcome?: string;
  readonly standby: string;
  readonly revision: number;
  readonly created_at: string;
  readonly started_by: string;
}

/** One step of it. */
export interface Step {
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly detail?: string;
}

/** Whether nothing more happens to it. */
export function hasEnded({ state }: Pick<Swap, 'state'>): boolean {
  return state === 'completed' || state === 'aborted';
}

/** What it is, in one line. */
export function headline({ kind, component, department, from, to }: Swap): string {
  const what = kind === 'rollback' ? 'Rolling back' : 'Swapping';
  return `${what} ${component} for ${department}: ${from.name} → ${to.name}`;
}

/** What a step does. A name that is not known here is shown as it is. */
export function stepTitle(name: string): string {
  return titles[name] ?? name.replaceAll('_', ' ');
}

const titles: Readonly<Record<string, string>> = {
  check: 'check both implementations',
  enlist_old: 'tell the old one its role',
  enlist_candidate: 'tell the new one its role',
  seed: 'copy what there is, and follow',
  compare: 'compare both',
  hold: 'hold calls at the gateways',
  freeze: 'freeze the old one',
  catch_up: 'let the new one catch up',
  compare_again: 'compare again',
  commit: 'bind the new one',
  promote: 'let the new one write',
  release: 'release the held calls',
  standby: 'let the old one follow',
  unfreeze: 'let the old one write again',
  unhold: 'release the held calls',
  dismiss: 'dismiss the new one',
};

/** How long something took, in the unit that suits. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** The time that a step took, or has taken so far. */
export function stepTime({ started_at, ended_at }: Step, now: Date): string {
  if (started_at === undefined) return '';
  const end = ended_at === undefined ? now.getTime() : Date.parse(ended_at);
  return duration(Math.max(0, end - Date.parse(started_at)));
}

/** How far the new one is, with its speed if that is known. */
export function progressLine({ progress }: Swap, perSecond?: number): string | undefined {
  if (!progress) return undefined;
  const { records, position, of } = progress;
  const parts = [
    `${records.toLocaleString('en-GB')} records`,
    of === undefined ? `position ${position}` : `position ${position} of ${of}`,
    perSecond !== undefined && perSecond >= 1 && `${Math.round(perSecond).toLocaleString('en-GB')} records/s`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What the barrier was, once there is one. */
export function barrierLine({ barrier }: Swap): string | undefined {
  if (!barrier) return undefined;
  const held = barrier.held_ms === undefined ? '' : `; calls were held for ${duration(barrier.held_ms)}`;
  return `barrier at position ${barrier.position}${held}`;
}
