import type { Outcome } from './ports.ts';

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
  /** Messages whose receipt comes before the answer to who sent them. */
  readonly early_receipt_share: number;
  /** Messages whose receipt comes again and again. */
  readonly repeated_receipt_share: number;
  /** Messages of which it says the contrary afterwards, and at last that they are on their way. */
  readonly contrary_receipt_share: number;
}

/** What a scripted carrier tells of a message, in its own words. */
export type ScriptedEvent = Outcome | 'on-its-way';

/** A receipt that a scripted carrier sends by itself, so long after it took the message. */
export interface ScriptedReceipt {
  readonly event: ScriptedEvent;
  /** In seconds; undefined is before it answers. */
  readonly afterS: number | undefined;
}

/** The receipts of a message that it took and that ends so. */
export function scriptedReceipts(
  script: CarrierScript,
  carrier: string,
  key: string,
  outcome: Outcome,
): ScriptedReceipt[] {
  const hit = (share: number, what: string) => falls(share, script.seed, carrier, key, what);
  const afterS = script.receipt_after_s;
  const receipts: ScriptedReceipt[] = [];
  if (hit(script.lost_message_share, 'message')) return receipts;
  if (hit(script.early_receipt_share, 'early')) receipts.push({ event: outcome, afterS: undefined });
  if (hit(script.repeated_receipt_share, 'repeated')) {
    for (let times = 0; times < 3; times += 1) receipts.push({ event: outcome, afterS });
  }
  if (hit(script.contrary_receipt_share, 'contrary')) {
    const contrary = outcome === 'delivered' ? 'permanent-failure' : 'delivered';
    for (const event of [outcome, contrary, 'on-its-way'] as const) receipts.push({ event, afterS });
  }
  return receipts;
}

/** A carrier that does its work. */
export const goodScript: CarrierScript = {
  seed: 1,
  delay_ms: 0,
  fail_share: 0,
  lost_answer_share: 0,
  lost_message_share: 0,
  receipt_after_s: 0,
  early_receipt_share: 0,
  repeated_receipt_share: 0,
  contrary_receipt_share: 0,
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
