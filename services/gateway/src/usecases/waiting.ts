import type { HoldRoom } from './hold-room.ts';

/** One call's waiting for another table: a place in the room, and a time that runs over all its waits together. */
export class Waiting {
  readonly #room: HoldRoom;
  #until: number | undefined;
  #over: NodeJS.Timeout | undefined;

  constructor(room: HoldRoom) {
    this.#room = room;
  }

  /** Whether it waits now. */
  get isOn(): boolean {
    return this.#over !== undefined;
  }

  /** Whether it has ever waited. */
  get hasBegun(): boolean {
    return this.#until !== undefined;
  }

  /** Begins or goes on; `over` is called when its time is up. Says why it cannot, where it cannot. */
  begin(over: () => void): 'held_too_long' | 'too_many_held' | undefined {
    if (this.isOn) return undefined;
    const now = performance.now();
    this.#until ??= now + this.#room.limits.ms;
    if (this.#until <= now) return 'held_too_long';
    if (!this.#room.enter()) return 'too_many_held';
    this.#over = setTimeout(over, this.#until - now);
    return undefined;
  }

  end(): void {
    if (!this.isOn) return;
    clearTimeout(this.#over);
    this.#over = undefined;
    this.#room.leave();
  }
}
