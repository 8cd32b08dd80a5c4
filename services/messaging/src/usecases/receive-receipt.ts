import { fencedOff } from '@ashlar/postgres';
import type { Outcome, Receipt } from '../domain/ports.ts';
import { deleteEarlyReceipts, keepEarlyReceipt, listDueReceipts } from '../store/early-receipts.ts';
import { readCarried } from '../store/notifications.ts';
import { readProvider } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { end, endBounced } from './end-notification.ts';

/**
 * Takes a provider's word on what became of a message. One that comes late, twice, or against an earlier one changes nothing; one that comes before its message
 * is stored waits for it. False when it does not come from the provider, or the message went by another.
 */
export async function receiveReceipt(
  deps: Deps,
  { provider, receipt }: { provider: string; receipt: Receipt },
): Promise<boolean> {
  const known = [...deps.providers.idsFor('email'), ...deps.providers.idsFor('sms')];
  if (!known.includes(provider)) return false;
  const { key: id } = receipt;
  const carried = await readProvider(deps.db, id);
  if (carried && carried.provider !== provider) return false;
  const department = carried?.department ?? receipt.department;
  const read = deps.providers.get(provider).readReceipt?.({ ...receipt, ...(department && { department }) });
  if (!read) return false;
  const { outcome } = read;
  if (outcome === undefined) return true;
  if (!carried) await keepEarlyReceipt(deps.db, { id, provider, outcome }, deps.now());
  else await apply(deps, id, outcome);
  return true;
}

/** Applies receipts whose messages have been stored since, and forgets those that have waited for too long. */
export async function applyEarlyReceipts(deps: Deps): Promise<void> {
  const applied: string[] = [];
  for (const { id, outcome } of await listDueReceipts(deps.db)) {
    try {
      await apply(deps, id, outcome);
      applied.push(id);
    } catch (error) {
      // The department went elsewhere: whoever has it now asks the carrier.
      if (!fencedOff(error)) throw error;
    }
  }
  const before = new Date(deps.now().getTime() - deps.times.earlyReceipt * 1000);
  const forgotten = await deleteEarlyReceipts(deps.db, applied, before);
  if (forgotten > 0) deps.log.warn({ count: forgotten }, 'receipts were of messages that never came');
}

async function apply(deps: Deps, id: string, outcome: Outcome): Promise<void> {
  const bounced = outcome === 'permanent-failure' ? await readCarried(deps.db, deps.vault, id) : undefined;
  await (bounced ? endBounced(deps, bounced) : end(deps, id, outcome));
  deps.callbacks.wake();
}
