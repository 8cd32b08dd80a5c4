import type { Confidence } from './levels.ts';

/** What is known of a person once it is known who they are, each member in the shape in which it is told on. */
export interface ProvenPerson {
  readonly name: readonly NameOverTime[];
  readonly birthDate: readonly { readonly value: string }[];
  readonly address?: readonly object[];
  readonly passport?: readonly object[];
  readonly drivingPermit?: readonly object[];
}

/** A name and when it was the person's. */
export interface NameOverTime {
  readonly nameParts: readonly { readonly type: 'GivenName' | 'FamilyName'; readonly value: string }[];
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/**
 * What came of asking a person who they are. `not_proven` has the codes by which the provider says why, whose meaning is between it and
 * the relying party; `denied` is for a person who broke off; `unavailable` is nobody's fault.
 */
export type ProofingOutcome =
  | { readonly kind: 'proven'; readonly level: Confidence; readonly person: ProvenPerson }
  | { readonly kind: 'not_proven'; readonly returnCodes: readonly string[] }
  | { readonly kind: 'denied' }
  | { readonly kind: 'unavailable' };

/** What a provider is asked: at least which level, for which sign-in, and where the person comes back to. */
export interface ProofingAsk {
  readonly uid: string;
  readonly level: Confidence;
  readonly language: 'en' | 'cy';
  /** The address that an outside provider leads back to, with whatever it adds to the query. */
  readonly returnTo: string;
}

/** What a person does next: choose on a page of ours (a sandbox), or go to the provider's own address. */
export type ProofingStep =
  | { readonly kind: 'choices'; readonly choices: readonly ProofingChoice[] }
  | { readonly kind: 'elsewhere'; readonly address: string };

/** Something that can be chosen, by the value that the form then sends. */
export interface ProofingChoice {
  readonly value: string;
  readonly text: Readonly<Record<'en' | 'cy', string>>;
}

/** Finds out who a person is. The person's part happens between the two calls; what came back is whatever the browser sent. */
export interface ProofingProvider {
  readonly id: string;
  begin(ask: ProofingAsk): Promise<ProofingStep>;
  /** Undefined when what came back says nothing: the person is asked again. */
  finish(ask: ProofingAsk, returned: Readonly<Record<string, string>>): Promise<ProofingOutcome | undefined>;
}
