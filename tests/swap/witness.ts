import { setTimeout as wait } from 'node:timers/promises';
import { type Heard, readWholeFeed } from './feed-reader.ts';
import { ask, type Caller } from './http.ts';

const inParallel = 16;
const settleMs = 60_000;

/** What is looked at in an implementation, and when it has settled. */
export interface Looking<Shown> {
  /** Everything that the ledger or the feed names. */
  idsOf(feed: readonly Heard[]): readonly string[];
  /** A thing as the implementation shows it; undefined where there is none. */
  show(id: string): Promise<Shown | undefined>;
  /** Which of these things are still on their way. */
  unsettled(shown: ReadonlyMap<string, Shown>, feed: readonly Heard[]): readonly string[];
}

/** Reads feed and things from one implementation alone. What is still on its way is waited for, a minute at most; what has not settled by then is shown as it is. */
export async function gatherSettled<Shown>(
  witness: Caller,
  { idsOf, show, unsettled }: Looking<Shown>,
): Promise<{ feed: Heard[]; shown: Map<string, Shown> }> {
  const deadline = performance.now() + settleMs;
  const shown = new Map<string, Shown>();
  const showAll = (ids: readonly string[]) =>
    each(ids, async (id) => {
      const found = await show(id);
      if (found) shown.set(id, found);
    });
  let feed = await readWholeFeed(witness);
  await showAll(idsOf(feed));
  for (;;) {
    const waiting = unsettled(shown, feed);
    if (waiting.length === 0 || performance.now() > deadline) return { feed, shown };
    await wait(250);
    await showAll(waiting);
    feed = await readWholeFeed(witness);
  }
}

/** Does something with each, several at the same time. */
export async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const one = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: inParallel }, one));
}

/** Reads one thing; undefined where there is none. Asks again, a few times, who is away. */
export async function find(witness: Caller, path: string, tries = 5): Promise<object | undefined> {
  const answer = await ask(witness, path);
  if (answer.status === 404) return undefined;
  if (answer.status === 200) return JSON.parse(answer.text);
  if (tries <= 1 || answer.status < 429)
    throw new Error(`GET ${path} answered ${answer.status} ${answer.text.slice(0, 200)}`);
  await wait(500);
  return find(witness, path, tries - 1);
}
