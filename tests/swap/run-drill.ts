import { until } from '@ashlar/testkit';
import { readBus } from './bus-log.ts';
import { repeatsOn } from './check-log.ts';
import type { Component, Scene } from './component.ts';
import type { Account } from './driver.ts';
import { type Fault, plantSql } from './faults.ts';
import { type Heard, readWholeFeed } from './feed-reader.ts';
import { type Front, openFront } from './front.ts';
import type { Caller } from './http.ts';
import { type Implementation, type Kind, startImplementation } from './implementations.ts';
import { isYes } from './ledger.ts';
import { bindingOf, type Registered } from './operator.ts';
import { bindFirst, type PlugBoard, startPlugBoard } from './plug-board.ts';
import { createChance } from './random.ts';
import { createAttester, register } from './registration.ts';
import { type Round, runRound } from './swap-rounds.ts';
import { startTraffic, type Traffic, type Verdict } from './traffic.ts';
import { type Ground, prepareGround } from './world.ts';

/** What is drilled. */
export interface DrillOptions {
  readonly component: Component;
  readonly seed: number;
  readonly swaps: number;
  readonly kills: boolean;
  /** Requests a second. */
  readonly perSecond: number;
  readonly between: readonly [Kind, Kind];
  readonly fault?: Fault | undefined;
  /** Changes accepted per swap at least; 200 unless told. */
  readonly changesEach?: number;
  readonly home?: string | undefined;
  readonly fsync: boolean;
  log(line: string): void;
}

/** What came of it. */
export interface DrillReport extends Verdict {
  readonly rounds: readonly Round[];
  /** Answers to the driver that were no yes, by kind. */
  readonly failures: ReadonlyMap<string, number>;
  /** What no failure of a part explains: answers, swaps that were half done. */
  readonly unexpected: readonly string[];
  /** Events that stand on the bus more than once. */
  readonly repeats: number;
}

/** Answers that were no yes, by kind. */
export function refusedOf({ failures }: Pick<DrillReport, 'failures'>): [string, number][] {
  return [...failures].filter(([problem]) => !isYes({ status: Number.parseInt(problem, 10) }));
}

/**
 * Whether nothing was lost, doubled or half done and enough swaps completed: 95 of a hundred, or a third where parts were killed: half of the blows fall into the quarter of a second
 * of the switch, and a service that dies there is away for longer than calls may be held, so that the swap has to be aborted. Without kills no request may fail, and
 * nothing may stand on the bus twice, except by the bridge.
 */
export function isSound(
  report: DrillReport,
  { kills, between }: Pick<DrillOptions, 'kills' | 'between'>,
): boolean {
  const { rounds, findings, unexpected, repeats } = report;
  const completed = rounds.filter(({ swap }) => swap.state === 'completed').length;
  const isEnough = completed >= rounds.length * (kills ? 1 / 3 : 0.95);
  // The bridge publishes a little again after a relay (services/registry/src/domain/bridge.ts); nobody else repeats unless it was killed.
  const mayRepeat = kills || between.includes('ledgerline');
  const isSteady = (kills || refusedOf(report).length === 0) && (mayRepeat || repeats === 0);
  return findings.length === 0 && unexpected.length === 0 && isEnough && isSteady;
}

/** Starts two implementations with databases of their own, swaps a department between them under traffic, stops the one that does not serve in the end, and compares. */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const ground = await prepareGround(options);
  const { component, changesEach = 200, kills } = options;
  const fronts: Front[] = [];
  let scene: Scene | undefined;
  let traffic: Traffic | undefined;
  try {
    const attester = await createAttester(ground.home);
    const board = await startPlugBoard(ground, { ATTESTATION_JWKS: attester.jwksFile }, component.id);
    scene = await component.prepare(ground, board, { kills, slow: options.fault?.slow === true });
    const implementations = await startBoth(ground, board, scene, options);
    const addresses = await openFronts(implementations, options.fault, fronts);
    const parties: Registered[] = [];
    for (const [index, one] of implementations.entries())
      parties.push(await register(board, attester, one, addresses[index]));
    const [first, second] = parties;
    if (!first || !second) throw new Error('A drill needs two implementations');
    await bindFirst(board, first.id);
    const account = await scene.open(first.implementation);
    traffic = startTraffic({ ...options, home: ground.home, url: board.url, account });
    const chance = createChance(options.seed + 1);
    const rounds: Round[] = [];
    const arena = { ground, board, driver: traffic.driver, parties: [first, second], chance } as const;
    for (let n = 0; n < options.swaps; n += 1)
      rounds.push(await runRound({ ...arena, parties: [first, second], kills, changesEach }));
    const told = await traffic.end();
    const verdict = await conclude({ ground, board, scene, implementations, parties, traffic, account });
    const half = rounds.flatMap((round) => round.half ?? []);
    return { ...verdict, rounds, failures: traffic.driver.failures, unexpected: [...told, ...half] };
  } finally {
    // A drill that broke off still has it.
    await traffic?.stop();
    for (const front of fronts) await front.close();
    await scene?.close();
    await ground.close();
  }
}

async function startBoth(
  ground: Ground,
  board: PlugBoard,
  scene: Scene,
  { between, fault }: DrillOptions,
): Promise<Implementation[]> {
  const env = { REGISTRY_JWKS: `${board.registry.url}/ashlar/v1/keys`, ...scene.env };
  const names = ['blue', 'green'];
  const started = await Promise.all(
    between.map((kind, index) => startImplementation(ground, kind, names[index] ?? kind, env)),
  );
  if (fault) for (const one of started) await plantSql(fault, one);
  return started;
}

/** The addresses under which implementations are registered: their own, or those of the fronts that a fault puts before them. */
async function openFronts(
  implementations: readonly Implementation[],
  fault: Fault | undefined,
  fronts: Front[],
): Promise<string[]> {
  const { manners } = fault ?? {};
  if (!manners) return implementations.map(({ url }) => url);
  for (const [index, { url }] of implementations.entries()) {
    const other = implementations[1 - index];
    if (other) fronts.push(await openFront(url, manners(other)));
  }
  return fronts.map(({ url }) => url);
}

interface End {
  readonly ground: Ground;
  readonly board: PlugBoard;
  readonly scene: Scene;
  readonly implementations: readonly Implementation[];
  readonly parties: readonly Registered[];
  readonly traffic: Traffic;
  readonly account: Account;
}

/** From here on nothing is asked of who does not serve: its process and its database are ended before anything is compared. */
async function conclude(end: End): Promise<Verdict & { readonly repeats: number }> {
  const { ground, board, scene, implementations, parties, traffic, account } = end;
  const { implementation_id } = await bindingOf(board);
  const serving = parties.find(({ id }) => id === implementation_id)?.implementation;
  if (!serving) throw new Error('Nobody serves the department');
  const witness = { url: serving.url, authorization: account.authorization };
  await untilOnBus(ground, board, witness);
  await scene.look(implementations);
  for (const one of implementations) if (one !== serving) await one.stop();
  ground.log(`${serving.name} serves; the other one and its database are stopped`);
  const bus = await readBus(ground.busUrl, board.component);
  const verdict = await scene.judge({ files: traffic, serving, witness, bus });
  return { ...verdict, repeats: repeatsOn(bus) };
}

/** Waits until the bus has what the feed has, half a minute at most: what it lacks then is found by the comparison. */
export async function untilOnBus(
  ground: Ground,
  { component }: Pick<PlugBoard, 'component'>,
  witness: Caller,
): Promise<void> {
  const feed: readonly Heard[] = await readWholeFeed(witness);
  const all = async () => {
    const ids = new Set((await readBus(ground.busUrl, component)).map(({ id }) => id));
    return feed.every(({ id }) => ids.has(id));
  };
  await until(all, { timeoutMs: 30_000, everyMs: 500, what: 'the bus to have every event' }).catch(() => {});
}
