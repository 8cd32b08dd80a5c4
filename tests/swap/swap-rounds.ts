import { setTimeout as wait } from 'node:timers/promises';
import { until } from '@ashlar/testkit';
import type { Driver } from './driver.ts';
import { send } from './http.ts';
import { drawBlow } from './kills.ts';
import { bindingOf, type Registered, type Swap, startSwap, watchSwap } from './operator.ts';
import type { PlugBoard } from './plug-board.ts';
import type { Chance } from './random.ts';
import type { Ground } from './world.ts';

/** What the rounds of a drill need. */
export interface Arena {
  readonly ground: Ground;
  readonly board: PlugBoard;
  readonly driver: Driver;
  /** Two that take turns; the first serves at the beginning. */
  readonly parties: readonly [Registered, Registered];
  readonly chance: Chance;
  /** Whether parts are killed. */
  readonly kills: boolean;
  /** Changes that have to be accepted between the beginning of a swap and that of the next. */
  readonly changesEach: number;
}

/** A swap that was tried. */
export interface Round {
  readonly swap: Swap;
  readonly from: string;
  readonly to: string;
  readonly blow: string | undefined;
  /** Changes that were accepted between its beginning and the next one's. */
  readonly accepted: number;
  /** Milliseconds of the slowest change that was answered while it ran. */
  readonly slowest: number;
  readonly tookMs: number;
  /** Says what is wrong when it was neither done nor undone. */
  readonly half: string | undefined;
}

/** Swaps the department to the one that does not serve, and lets traffic flow on until enough was accepted. */
export async function runRound(arena: Arena): Promise<Round> {
  const { board, driver, parties, changesEach, ground } = arena;
  const serving = (await bindingOf(board)).implementation_id;
  const [from, to] = serving === parties[0].id ? parties : [parties[1], parties[0]];
  const before = driver.accepted();
  const began = performance.now();
  const started = await startSwap(board, to);
  const blow = arena.kills ? planBlow(arena, from, to) : undefined;
  const swap = await watchSwap(board, started, (state) => blow?.hears(state));
  await blow?.done();
  const ended = performance.now();
  const half = await halfDone(board, swap, { from, to });
  if (arena.kills) await untilReady(arena);
  await until(() => driver.accepted() - before >= changesEach, {
    timeoutMs: 120_000,
    what: `${changesEach} accepted changes in a round`,
  });
  const round: Round = {
    swap,
    from: from.implementation.name,
    to: to.implementation.name,
    blow: blow?.name,
    accepted: driver.accepted() - before,
    slowest: Math.max(0, ...driver.latencies(began, ended)),
    tookMs: ended - began,
    half,
  };
  ground.log(showRound(round));
  return round;
}

/** A swap that completed has the new one serving, one that aborted the old one. */
async function halfDone(
  board: PlugBoard,
  { id, state, new_epoch }: Swap,
  { from, to }: { from: Registered; to: Registered },
): Promise<string | undefined> {
  const binding = await bindingOf(board);
  const expected = state === 'completed' ? to.id : from.id;
  if (binding.implementation_id !== expected) return `swap ${id} ${state}, and the other one serves`;
  if (state === 'completed' && new_epoch !== undefined && binding.epoch !== new_epoch)
    return `swap ${id} has epoch ${new_epoch}, the binding ${binding.epoch}`;
  return undefined;
}

interface PlannedBlow {
  readonly name: string;
  hears(state: string): void;
  /** Waits until it has struck, if it will. */
  done(): Promise<void>;
}

const moments = ['checking', 'seeding', 'verifying', 'switching', 'switching', 'switching'] as const;

/** Draws what strikes whom, in which state of the swap and how long into it. */
function planBlow({ chance, ground, board }: Arena, from: Registered, to: Registered): PlannedBlow {
  const { registry, gateway } = board;
  const parts = { registry, gateway, from: from.implementation, to: to.implementation };
  const blow = drawBlow(chance, ground, parts);
  const moment = chance.pick(moments);
  const delayMs = chance.below(moment === 'switching' ? 150 : 600);
  let struck: Promise<void> | undefined;
  return {
    name: `${blow.name}, ${delayMs} ms into ${moment}`,
    hears(state) {
      // A state that passed between two looks is struck at the next one.
      if (struck || (state !== moment && !isLater(state, moment ?? 'switching'))) return;
      struck = wait(delayMs).then(() => blow.strike());
    },
    done: async () => struck,
  };
}

function isLater(state: string, moment: string): boolean {
  const order = ['checking', 'seeding', 'verifying', 'switching', 'completed', 'aborting', 'aborted'];
  return order.indexOf(state) > order.indexOf(moment);
}

async function untilReady({ board, parties }: Arena): Promise<void> {
  const roots = [board.registry, ...parties.map(({ implementation }) => implementation)];
  const addresses = [
    ...roots.map(({ url }) => `${url}/health/ready`),
    `${board.gateway.url}/health/live`,
    `${board.url}/health/live`,
  ];
  const ready = async () => {
    const answers = await Promise.all(addresses.map((address) => send(address)));
    return answers.every(({ status }) => status === 200);
  };
  await until(ready, { timeoutMs: 60_000, everyMs: 100, what: 'every part to be ready again' });
}

function showRound({ swap, from, to, blow, accepted, slowest, tookMs, half }: Round): string {
  const held = swap.barrier?.held_ms === undefined ? '' : `, held ${swap.barrier.held_ms} ms`;
  const struck = blow === undefined ? '' : `; ${blow}`;
  const why = swap.state === 'completed' ? '' : ` (${swap.outcome ?? 'no reason given'})`;
  return [
    `${from} → ${to}: ${swap.state}${why} in ${(tookMs / 1000).toFixed(1)} s${held}`,
    `, ${accepted} changes, slowest ${Math.round(slowest)} ms${struck}${half === undefined ? '' : `; ${half}`}`,
  ].join('');
}
