import type { Adapter } from 'oidc-provider';
import type { ProofingOutcome } from '../../domain/proofing.ts';

/** What came of proofing, kept for a session and no longer: who a person is, is not this component's to collect. */
export interface Outcomes {
  keep(sessionUid: string, accountId: string, outcome: ProofingOutcome): Promise<void>;
  /** Undefined when nothing came of it yet in this session, or it was another account's. */
  find(sessionUid: string | undefined, accountId: string | undefined): Promise<ProofingOutcome | undefined>;
}

/** Keeps outcomes as the engine's records are kept: sealed, under a digest, for so many seconds. */
export function createOutcomes(records: Adapter, keepForS: number): Outcomes {
  return {
    keep: async (sessionUid, accountId, outcome) => {
      await records.upsert(sessionUid, { accountId, outcome }, keepForS);
    },
    async find(sessionUid, accountId) {
      if (sessionUid === undefined || accountId === undefined) return undefined;
      const kept = await records.find(sessionUid);
      return kept && kept.accountId === accountId ? (kept.outcome as ProofingOutcome) : undefined;
    },
  };
}
