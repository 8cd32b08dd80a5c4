import { type Credential, reaches } from './levels.ts';

/** How a person proves who it is, in the words of RFC 8176. */
export type Method = 'pwd' | 'otp' | 'hwk' | 'swk' | 'user' | 'mfa' | 'fed';

/** How a person proves who it is before a second factor: by a password, or at an upstream identity provider. `fed` is ours: RFC 8176 knows no word for it. */
export type FirstMethod = 'pwd' | 'fed';

/** A password alone. */
export const byPassword: readonly Method[] = ['pwd'];

/** The first method, and a code of an authenticator app or a recovery code. */
export function withCode(first: FirstMethod): readonly Method[] {
  return [first, 'otp', 'mfa'];
}

/** At an upstream identity provider, whose sign-in is worth so much here. */
export function byUpstream(worth: Credential): readonly Method[] {
  return reaches(worth, 'Cl.Cm') ? ['fed', 'mfa'] : ['fed'];
}

/** A passkey whose owner was verified by it, so that it counts as two factors; one that is synced is no hardware's. */
export function byPasskey(synced: boolean): readonly Method[] {
  return [synced ? 'swk' : 'hwk', 'user', 'mfa'];
}
