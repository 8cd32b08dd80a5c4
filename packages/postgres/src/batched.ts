import { types } from 'node:util';
import { currentFence, type FenceContext, inFence } from './fence-context.ts';

/** How what several callers store at the same moment goes into one statement. */
export interface BatchedOptions<Item, Result> {
  /** Stores one item in a statement of its own, in the course of the request that handed it over. */
  one(item: Item): Promise<Result>;
  /**
   * Stores all items in one statement, which is all or nothing; returns what each came to, in their order. It runs for no request: each item has the
   * fence of its own.
   */
  many(items: readonly Item[], fences: readonly (FenceContext | undefined)[]): Promise<readonly Result[]>;
  /** How many statements run at once; 2 unless told. */
  lanes?: number;
  /** The most items of one statement; 100 unless told. */
  most?: number;
}

/**
 * Makes a function that stores an item, and resolves when it is durable. Items that are handed over within one turn of the event loop, or while
 * `lanes` statements are under way, go together in one; an item that comes alone is stored at once in its own. When the server refuses a statement for
 * what is in it, none of its items was stored, and each is tried by itself, so that only the bad one fails. Any other error (the
 * database is away, the statement took too long) is the error of all of them, since trying again might store them twice.
 */
export function batched<Item, Result>(
  options: BatchedOptions<Item, Result>,
): (item: Item) => Promise<Result> {
  const { lanes = 2, most = 100 } = options;
  let waiting: Waiting<Item, Result>[] = [];
  let busy = 0;
  let scheduled = false;

  const send = () => {
    scheduled = false;
    while (busy < lanes && waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      busy += 1;
      // Never rejects: each item has its own answer.
      void store(options, batch).then(() => {
        busy -= 1;
        send();
      });
    }
  };

  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push({ item, fence: currentFence(), resolve, reject });
    if (!scheduled && busy < lanes) {
      scheduled = true;
      setImmediate(send);
    }
    return promise;
  };
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly fence: FenceContext | undefined;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

async function store<Item, Result>(
  { one, many }: BatchedOptions<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  const storeOne = ({ item, fence, resolve, reject }: Waiting<Item, Result>) =>
    inFence(fence, () => one(item)).then(resolve, reject);
  const [first] = batch;
  if (first && batch.length === 1) return storeOne(first);
  try {
    const items = batch.map(({ item }) => item);
    const fences = batch.map(({ fence }) => fence);
    const results = await inFence(undefined, () => many(items, fences));
    if (results.length !== batch.length) {
      throw new Error(`${batch.length} items were stored together and ${results.length} results came back`);
    }
    for (const [at, { resolve }] of batch.entries()) resolve(results[at] as Result);
  } catch (error) {
    if (!isRefusal(error)) for (const { reject } of batch) reject(error);
    else await Promise.all(batch.map(storeOne));
  }
}

// 22 data exception, 23 integrity constraint violation, 54 program limit exceeded (PostgreSQL documentation, appendix A); the fence's own.
const refusals = /^((22|23|54)...|AS421)$/;

function isRefusal(error: unknown): boolean {
  return types.isNativeError(error) && 'code' in error && refusals.test(String(error.code));
}
