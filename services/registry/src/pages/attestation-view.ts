import type { Implementation } from '../domain/entities.ts';
import { findAttestations } from '../usecases/manage-attestations.ts';
import type { PageDeps } from './visit.ts';

/** Whether an implementation has passed the conformance gate, as a tag and a line beside it. */
export interface AttestationView {
  readonly tag: { readonly text: string; readonly colour: string };
  readonly detail?: string;
  /** When it passed last. */
  readonly at?: string;
}

/** The newest attestation that counts, else the newest. */
export async function attestationOf({ deps }: PageDeps, { id }: Implementation): Promise<AttestationView> {
  const all = (await findAttestations(deps, id)) ?? [];
  const fresh = all.find((one) => one.fresh);
  const newest = fresh ?? all[0];
  if (!newest) return { tag: { text: 'None', colour: 'grey' } };
  const { profile, passed, issued_at, version } = newest;
  const detail = `${profile} profile, ${passed} ${passed === 1 ? 'case' : 'cases'}`;
  if (fresh) return { tag: { text: 'Passed', colour: 'green' }, detail, at: issued_at };
  return {
    tag: { text: 'Does not count', colour: 'orange' },
    detail: `too old, or of another version (${version}), address or contract`,
    at: issued_at,
  };
}
