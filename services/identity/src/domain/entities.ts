import type { ClientSettings } from './client-settings.ts';

/** A person who can sign in. */
export interface Account {
  readonly id: string;
  /** In lower case. */
  readonly email: string;
  /** E.164, proven; null while it has none. */
  readonly phone: string | null;
  readonly createdAt: Date;
  /** Since when it signs in nowhere; null while it does. */
  readonly disabledAt: Date | null;
  /** Why, where an operator locked it. */
  readonly lock: Lock | null;
}

/** Why an account is locked, and until when; no word of the person. */
export interface Lock {
  readonly reason: string;
  /** The number of a case. */
  readonly reference?: string;
  /** RFC 3339; without it until an operator unlocks it. */
  readonly until?: string;
}

/** What a person signs in with beside the password. */
export type FactorKind = 'passkeys' | 'authenticator_app' | 'recovery_codes';

/** A program of a department. With redirect addresses it signs people in; with scopes it gets access tokens of its own. */
export interface Client {
  readonly id: string;
  readonly department: string;
  readonly service: string;
  /** What people see when they sign in. */
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly settings: ClientSettings;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  /** Until when the secret before the present one works, if it does. */
  readonly previousSecretEndsAt: Date | null;
}

/** What a client registers itself with (RFC 7591 section 1.2). */
export interface InitialAccessToken {
  readonly id: string;
  readonly department: string;
  readonly service: string;
  /** What a client that registers with it may have at components. */
  readonly scopes: readonly string[];
  readonly usesLeft: number;
  readonly createdAt: Date;
  readonly endsAt: Date;
}
