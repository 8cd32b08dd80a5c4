/** How well a person proved to be the owner of the account: alone by what they know, or by a second factor too. */
export type Credential = 'Cl' | 'Cl.Cm';

/** How well it is known who the person is: not at all (P0), or as well as GPG 45 says. */
export type Confidence = 'P0' | 'P1' | 'P2' | 'P3';

/** A level in the words of those who ask for it, from the lowest. */
export interface Level<Name> {
  readonly name: Name;
  /** The value of `acr` that stands for it. */
  readonly acr: string;
  /** GOV.UK's Good Practice Guide 44 for credentials and 45 for identity. */
  readonly gpg: string;
  /** Regulation (EU) No 910/2014, article 8; null where it knows none. */
  readonly eidas: 'low' | 'substantial' | 'high' | null;
}

/** Every level of credentials, the lowest first. */
export const credentials: readonly Level<Credential>[] = [
  { name: 'Cl', acr: 'urn:ashlar:acr:Cl', gpg: 'GPG 44 low protection', eidas: null },
  { name: 'Cl.Cm', acr: 'urn:ashlar:acr:Cl.Cm', gpg: 'GPG 44 medium protection', eidas: null },
];

/** Every level of confidence, the lowest first. */
export const confidences: readonly Level<Confidence>[] = [
  { name: 'P0', acr: 'urn:ashlar:acr:P0', gpg: 'none', eidas: null },
  { name: 'P1', acr: 'urn:ashlar:acr:P1', gpg: 'GPG 45 low confidence', eidas: 'low' },
  { name: 'P2', acr: 'urn:ashlar:acr:P2', gpg: 'GPG 45 medium confidence', eidas: 'substantial' },
  { name: 'P3', acr: 'urn:ashlar:acr:P3', gpg: 'GPG 45 high confidence', eidas: 'high' },
];

/** Whether what was reached is enough for what is wanted, both of one scale. */
export function reaches(reached: Credential | Confidence, wanted: Credential | Confidence): boolean {
  return rankOf(reached) >= rankOf(wanted);
}

/** What a session's authentication methods (RFC 8176) are worth: the one place where that is decided. */
export function credentialOf(methods: readonly string[] = []): Credential {
  return methods.some((method) => secondFactors.includes(method)) ? 'Cl.Cm' : 'Cl';
}

/** Whether a session's authentication methods are two factors. */
export function isTwoFactors(methods: readonly string[] = []): boolean {
  return reaches(credentialOf(methods), 'Cl.Cm');
}

/** The value of `acr` for a level of credentials. */
export function acrOf(credential: Credential): string {
  return credentials.find(({ name }) => name === credential)?.acr ?? '';
}

/** The method of a sandbox's sign-in where nobody was asked for a second factor. */
export const pretended = 'pretended_mfa';

/** Several factors, or one that counts as several: a key whose owner was verified by it, and what only comes after a password. */
const secondFactors = ['mfa', 'otp', 'sms', 'hwk', 'swk', pretended];

function rankOf(name: Credential | Confidence): number {
  const scale: readonly { name: string }[] = name.startsWith('P') ? confidences : credentials;
  return scale.findIndex((level) => level.name === name);
}
