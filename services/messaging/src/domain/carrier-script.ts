/** How badly a scripted carrier does. Shares are of all messages, 0 to 1, and fall on the same messages each time for the same seed. */
export interface CarrierScript {
  readonly seed: number;
  /** How long it takes to answer, in milliseconds. */
  readonly delay_ms: number;
  /** Messages that it says it cannot take now. */
  readonly fail_share: number;
  /** Messages that it takes without its answer coming through, the first time. */
  readonly lost_answer_share: number;
  /** Messages that it takes, loses, and never reports on. */
  readonly lost_message_share: number;
  /** How long until it knows what became of a message, in seconds. */
  readonly receipt_after_s: number;
}

/** A carrier that does its work. */
export const goodScript: CarrierScript = {
  seed: 1,
  delay_ms: 0,
  fail_share: 0,
  lost_answer_share: 0,
  lost_message_share: 0,
  receipt_after_s: 0,
};

/** Whether a share of messages falls on this one. */
export function falls(share: number, seed: number, ...about: readonly string[]): boolean {
  return share > 0 && chance(`${seed}/${about.join('/')}`) < share;
}

/** A number from 0 up to 1 that depends on the text alone: 32-bit FNV-1a, its bits mixed once more. */
function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
