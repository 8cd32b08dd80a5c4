import { findLedgerFaults, type LedgerFault } from '../store/ledger.ts';
import type { Deps } from './deps.ts';

/** Checks that the ledger balances and agrees with the payments. An empty list is good. */
export function verifyLedger(deps: Pick<Deps, 'db'>): Promise<LedgerFault[]> {
  return findLedgerFaults(deps.db);
}
