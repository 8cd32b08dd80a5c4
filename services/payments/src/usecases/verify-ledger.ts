import {
  findLedgerFaults,
  type LedgerExtent,
  type LedgerFault,
  measureLedger,
} from '../store/ledger-faults.ts';
import type { Deps } from './deps.ts';

/** Checks that the ledger balances, agrees with every payment and refund, and that nothing is missing from the change log. An empty list is good. */
export function verifyLedger(deps: Pick<Deps, 'db'>): Promise<LedgerFault[]> {
  return findLedgerFaults(deps.db);
}

/** How much {@link verifyLedger} looks at. */
export function ledgerExtent(deps: Pick<Deps, 'db'>): Promise<LedgerExtent> {
  return measureLedger(deps.db);
}
