/** How much a process may hold back at once. */
export interface HoldLimits {
  /** How long one call may wait in all, in milliseconds. */
  readonly ms: number;
  /** How much of one body is kept so that it can be sent again, in bytes. */
  readonly bodyBytes: number;
  readonly maxCalls: number;
  /** Of all bodies together that are kept in memory. */
  readonly maxBytes: number;
}

/** Room for calls that wait and for bodies that are kept, so that a barrier costs a bounded amount of memory however much arrives. */
export class HoldRoom {
  readonly limits: HoldLimits;
  #calls = 0;
  #bytes = 0;

  constructor(limits: HoldLimits) {
    this.limits = limits;
  }

  /** Calls that wait now. */
  get calls(): number {
    return this.#calls;
  }

  /** Bytes that are kept now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a place for one call; false when there is none. */
  enter(): boolean {
    if (this.#calls >= this.limits.maxCalls) return false;
    this.#calls += 1;
    return true;
  }

  leave(): void {
    this.#calls -= 1;
  }

  /** Takes room for so many bytes; false when there is none. */
  keep(bytes: number): boolean {
    if (this.#bytes + bytes > this.limits.maxBytes) return false;
    this.#bytes += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}
