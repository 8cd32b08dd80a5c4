/** Where a credential is. Payments begin with the `ACTIVE` one of their account; what began with one that is `RETIRED` still finishes there. */
export type CredentialStatus = 'CREATED' | 'ENTERED' | 'VERIFIED' | 'ACTIVE' | 'RETIRED';

/** What was looked at when a credential was verified, in this order. */
export type CheckName = 'connect' | 'authorise' | 'query' | 'cancel' | 'released';

/** How one check went. */
export interface Check {
  readonly check: CheckName;
  readonly passed: boolean;
  /** What was wrong, for the people who have to put it right. Never a secret. */
  readonly detail?: string | undefined;
}

/** A check of a credential at its provider. */
export interface Verification {
  /** Part of the keys under which the provider was asked. */
  readonly run: string;
  readonly startedAt: string;
  /** Undefined while it is under way, and when whoever made it died. */
  readonly finishedAt?: string | undefined;
  /** In order, up to the first that failed; letting go of what was begun is checked in any case. */
  readonly checks: readonly Check[];
}

/** What an account is known by at a provider. */
export interface Credential {
  readonly id: string;
  readonly gatewayAccountId: string;
  readonly provider: string;
  readonly status: CredentialStatus;
  readonly verification: Verification | null;
  readonly createdAt: Date;
  readonly enteredAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

/** Which provider something is at, and with which credential; null for the service's own settings. */
export interface ProviderPlace {
  readonly provider: string;
  readonly credentialId: string | null;
}

/** A provider's secrets by their names. */
export type Secrets = Readonly<Record<string, string>>;

/**
 * Every legal step. Secrets may be entered again, and checked again, until the credential is used; from then on they stay as they are, since
 * payments depend on them. An active credential is retired only by activating another in its place.
 */
export const credentialMoves: Readonly<Record<CredentialStatus, readonly CredentialStatus[]>> = {
  CREATED: ['ENTERED', 'RETIRED'],
  ENTERED: ['ENTERED', 'VERIFIED', 'RETIRED'],
  VERIFIED: ['ENTERED', 'VERIFIED', 'ACTIVE', 'RETIRED'],
  ACTIVE: ['RETIRED'],
  RETIRED: [],
};

/** Whether a credential may go from one status to the other. */
export function canBecome(from: CredentialStatus, to: CredentialStatus): boolean {
  return credentialMoves[from].includes(to);
}

/** What a finished check says of its credential: where it belongs. Undefined for one that is not finished. */
export function verdict({ finishedAt, checks }: Verification): 'VERIFIED' | 'ENTERED' | undefined {
  if (finishedAt === undefined) return undefined;
  return checks.length > 0 && checks.every(({ passed }) => passed) ? 'VERIFIED' : 'ENTERED';
}

/**
 * Why secrets are not what a provider wants, by the name at fault; undefined when they are. `wanted` has the form of each.
 */
export function secretsFault(
  secrets: Secrets,
  wanted: Readonly<Record<string, RegExp>>,
): { name: string; detail: string } | undefined {
  for (const name of Object.keys(secrets)) {
    if (!Object.hasOwn(wanted, name))
      return { name, detail: `is none of: ${Object.keys(wanted).join(', ')}` };
  }
  for (const [name, form] of Object.entries(wanted)) {
    const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (value === undefined) return { name, detail: 'is required' };
    if (!form.test(value)) return { name, detail: 'does not have the form of one' };
  }
  return undefined;
}
