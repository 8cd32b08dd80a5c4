import { timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Queryable } from '@ashlar/postgres';
import {
  type CarrierScript,
  falls,
  goodScript,
  type ScriptedEvent,
  scriptedReceipts,
} from '../domain/carrier-script.ts';
import { pretendedOutcome } from '../domain/notification.ts';
import type { Carrier, Outcome, Receipt } from '../domain/ports.ts';
import { findSandboxReceipt, keepSandboxMessage, readCarrierScript } from '../store/mailbox.ts';
import type { Vault } from '../store/vault.ts';

/** What scripted carriers are made from. */
export interface ScriptedSetup {
  readonly db: Queryable;
  readonly vault: Vault;
  recipientDigest(address: string): Buffer;
  /** What proves that a receipt is a scripted carrier's. */
  receiptProof(text: string): Buffer;
  /** Where scripted carriers send their receipts: to this component, as another company's would come in. */
  tell(provider: string, receipt: Receipt): Promise<unknown>;
}

/**
 * A sandbox that does as badly as its script says: it is slow, fails, loses answers and messages, and reports late, early, twice and wrongly. It remembers keys.
 * The script is on its row among the providers, where an operator changes it; the same script does the same to the same messages.
 */
export function createScripted(id: string, setup: ScriptedSetup): Carrier {
  const { db, vault, recipientDigest } = setup;
  const scriptNow = async (): Promise<CarrierScript> => ({
    ...goodScript,
    ...(await readCarrierScript(db, id)),
  });
  // It forgets receipts that it has not sent when its process ends, as a carrier may; it can still be asked.
  const waiting = new AbortController();
  const tell = (key: string, event: ScriptedEvent) => setup.tell(id, receiptOf(setup, id, key, event));

  async function tellAll(key: string, outcome: Outcome, script: CarrierScript): Promise<void> {
    const receipts = scriptedReceipts(script, id, key, outcome);
    for (const { event, afterS } of receipts) if (afterS === undefined) await tell(key, event);
    const later = receipts.filter(({ afterS }) => afterS !== undefined);
    if (later.length === 0) return;
    void pause(script.receipt_after_s * 1000, undefined, { signal: waiting.signal, ref: false })
      .then(async () => {
        for (const { event } of later) await tell(key, event);
      })
      .catch(() => {});
  }

  return {
    remembers: true,
    async send(message) {
      const script = await scriptNow();
      const { key, to } = message;
      await pause(script.delay_ms);
      if (falls(script.fail_share, script.seed, id, key, 'fail')) return 'not_sent';
      const outcome = pretendedOutcome(to);
      const isNew = await keepSandboxMessage(db, vault, message, {
        // Its own: what another carrier has of the same message is another message.
        key: `${id}/${key}`,
        outcome,
        recipient: recipientDigest(to),
      });
      if (!isNew) return 'accepted';
      await tellAll(key, outcome, script).catch(() => {});
      if (falls(script.lost_answer_share, script.seed, id, key, 'answer')) {
        throw new Error('The answer of the scripted carrier is lost');
      }
      return 'accepted';
    },
    async outcome({ key }) {
      const { seed, lost_message_share, receipt_after_s } = await scriptNow();
      if (falls(lost_message_share, seed, id, key, 'message')) return undefined;
      return findSandboxReceipt(db, `${id}/${key}`, receipt_after_s);
    },
    readReceipt: (receipt) => readReceipt(setup, id, receipt),
    close: () => waiting.abort(),
  };
}

/** A receipt as a scripted carrier sends it. */
export function receiptOf(
  { receiptProof }: Pick<ScriptedSetup, 'receiptProof'>,
  id: string,
  key: string,
  event: ScriptedEvent,
): Receipt {
  const proof = receiptProof(`${id} ${key} ${event}`).toString('base64');
  return { key, headers: { 'scripted-proof': proof }, form: { event } };
}

function readReceipt(setup: ScriptedSetup, id: string, { key, headers, form }: Receipt) {
  const event = form.event as ScriptedEvent;
  const expected = setup.receiptProof(`${id} ${key} ${event}`);
  const given = Buffer.from(String(headers['scripted-proof'] ?? ''), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { outcome: event === 'on-its-way' ? undefined : event };
}
