/** How a person proves who it is, in the words of RFC 8176. */
export type Method = 'pwd' | 'otp' | 'hwk' | 'swk' | 'user' | 'mfa';

/** A password alone. */
export const byPassword: readonly Method[] = ['pwd'];

/** A password, and a code of an authenticator app or a recovery code. */
export const byPasswordAndCode: readonly Method[] = ['pwd', 'otp', 'mfa'];

/** A passkey whose owner was verified by it, so that it counts as two factors; one that is synced is no hardware's. */
export function byPasskey(synced: boolean): readonly Method[] {
  return [synced ? 'swk' : 'hwk', 'user', 'mfa'];
}
