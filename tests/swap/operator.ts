import { setTimeout as wait } from 'node:timers/promises';
import { unitOf } from './department.ts';
import type { Implementation } from './implementations.ts';
import type { PlugBoard } from './plug-board.ts';

/** An implementation that the registry knows. */
export interface Registered {
  readonly id: string;
  readonly thumbprint: string;
  readonly implementation: Implementation;
}

/** A swap as the registry shows it, as far as the drill looks. */
export interface Swap {
  readonly id: string;
  readonly state: string;
  readonly outcome?: string;
  readonly new_epoch?: number;
  readonly barrier?: { readonly position?: number; readonly held_ms?: number };
  readonly steps?: readonly { readonly name: string; readonly state: string; readonly detail?: string }[];
}

const ended = new Set(['completed', 'aborted']);
const giveUpAfterMs = 180_000;

/** Asks for a swap to another implementation. Answers as soon as the registry has taken it up. */
export async function startSwap(board: PlugBoard, to: Registered): Promise<Swap> {
  const { epoch } = await bindingOf(board);
  return board.call<Swap>('POST', 'swaps', {
    component: board.component,
    department: unitOf(board.component),
    implementation_id: to.id,
    expected_epoch: epoch,
    key_thumbprint: to.thumbprint,
  });
}

/** Watches a swap to its end; `onState` hears each state once. Throws when it has none after three minutes. */
export async function watchSwap(
  board: PlugBoard,
  { id }: Swap,
  onState: (state: string) => void = () => {},
): Promise<Swap> {
  const deadline = performance.now() + giveUpAfterMs;
  for (let seen = ''; performance.now() < deadline; ) {
    const swap = await board.call<Swap>('GET', `swaps/${id}`);
    if (swap.state !== seen) onState(swap.state);
    seen = swap.state;
    if (ended.has(swap.state)) return swap;
    await wait(20);
  }
  throw new Error(`The swap ${id} had not ended after ${giveUpAfterMs / 1000} s`);
}

/** Who the registry says is serving the department. */
export function bindingOf(board: PlugBoard): Promise<{ implementation_id: string; epoch: number }> {
  return board.call('GET', `bindings/${board.component}/${unitOf(board.component)}`);
}
