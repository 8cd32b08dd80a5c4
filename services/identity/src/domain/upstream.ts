import { type Credential, reaches } from './levels.ts';

/**
 * `enabled`: people are offered it. `closing`: no longer, but sign-ins that are under way there are finished. `disabled`: it signs nobody in.
 */
export type UpstreamState = 'enabled' | 'closing' | 'disabled';

/** How we prove ourselves at an upstream identity provider (RFC 7591 section 2). */
export type UpstreamAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** What one value of `acr` or `amr` is worth; it has one of the two. Stored as it is here. */
export interface UpstreamLevel {
  readonly acr?: string;
  readonly amr?: string;
  readonly level: Credential;
}

/** Another OpenID provider by which people sign in. */
export interface Upstream {
  readonly id: string;
  readonly names: { readonly en: string; readonly cy: string };
  readonly issuer: string;
  readonly clientId: string;
  readonly authMethod: UpstreamAuthMethod;
  /** The public key that we prove ourselves with, where it is by a key. */
  readonly publicKey: Readonly<Record<string, unknown>> | null;
  /** What is asked for beside `openid`. */
  readonly scopes: readonly string[];
  readonly levels: readonly UpstreamLevel[];
  /** Whether somebody who is not known here may get an account. */
  readonly admitsNewcomers: boolean;
  /** Whether an e-mail address that it calls verified counts as proven. */
  readonly trustsEmail: boolean;
  readonly state: UpstreamState;
  readonly createdAt: Date;
}

/** Who signed in at an upstream identity provider, as far as it says so. */
export interface Arrival {
  /** `sub` there. */
  readonly subject: string;
  /** In lower case; undefined where it names none. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  /** What its way of signing in is worth here. */
  readonly worth: Credential;
}

/** What an ID token's `acr` and `amr` are worth: the best of what fits, and `Cl` where nothing does. */
export function worthOf(
  levels: readonly UpstreamLevel[],
  { acr, amr }: { acr: unknown; amr: unknown },
): Credential {
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : [];
  const fits = levels.filter((one) => (one.acr === undefined ? methods.includes(one.amr) : one.acr === acr));
  return fits.some(({ level }) => reaches(level, 'Cl.Cm')) ? 'Cl.Cm' : 'Cl';
}

/** The values of `acr` to ask an upstream identity provider for where two factors are needed. */
export function acrsOfTwoFactors(levels: readonly UpstreamLevel[]): string[] {
  return levels.flatMap(({ acr, level }) => (acr !== undefined && reaches(level, 'Cl.Cm') ? [acr] : []));
}
