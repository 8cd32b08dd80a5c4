import type { Receipt } from '../domain/ports.ts';
import { readProvider, recordOutcome } from '../store/work.ts';
import type { Deps } from './deps.ts';

/**
 * Takes a provider's word on what became of a message. One that comes late, twice, or against an earlier one changes nothing. False when it does not come
 * from the provider, or this provider was not given such a message.
 */
export async function receiveReceipt(
  deps: Deps,
  { provider, receipt }: { provider: string; receipt: Receipt },
): Promise<boolean> {
  if (!deps.providers.idsFor('sms').includes(provider)) return false;
  const carried = await readProvider(deps.db, receipt.key);
  if (carried?.provider !== provider) return false;
  const read = deps.providers.get(provider).readReceipt?.({ ...receipt, department: carried.department });
  if (!read) return false;
  const { outcome } = read;
  if (outcome && (await recordOutcome(deps.db, receipt.key, outcome, deps.now()))) {
    deps.logged();
    deps.callbacks.wake();
  }
  return true;
}
