import type { Destination } from '../domain/entry-points.ts';

/** How often one of the calls is sent as a trial, in milliseconds. */
const trialEveryMs = 50;

interface Queue {
  readonly calls: Set<() => boolean>;
  /** How many follow the next one that gets through. */
  burst: number;
  trial: NodeJS.Timeout;
}

/**
 * Calls that a fence refused and that wait for it to open, by destination. One at a time is sent as a trial; once one gets through the others follow, twice as many
 * each time. All at once, and again and again, would keep the implementation from opening it.
 */
export class FenceQueue {
  readonly #queues = new Map<Destination, Queue>();

  /** Has a call wait. `again` sends it and returns true, or false where it no longer waits. */
  wait(to: Destination, again: () => boolean): void {
    const queue = this.#queues.get(to) ?? this.#open(to);
    queue.burst = 1;
    queue.calls.add(again);
  }

  /** A call that may change something got through to a destination. */
  opened(to: Destination): void {
    const queue = this.#queues.get(to);
    if (!queue) return;
    const count = queue.burst;
    queue.burst *= 2;
    this.#send(to, queue, count);
  }

  #open(to: Destination): Queue {
    const trial = setInterval(() => this.#send(to, queue, 1), trialEveryMs);
    const queue: Queue = { calls: new Set(), burst: 1, trial };
    this.#queues.set(to, queue);
    return queue;
  }

  #send(to: Destination, { calls, trial }: Queue, count: number): void {
    let left = count;
    for (const again of [...calls]) {
      if (left === 0) return;
      calls.delete(again);
      if (again()) left -= 1;
    }
    if (calls.size > 0) return;
    clearInterval(trial);
    this.#queues.delete(to);
  }
}
