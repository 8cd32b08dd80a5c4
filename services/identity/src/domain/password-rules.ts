/** The longest password that is taken. Far longer ones would only cost time. */
export const longestPassword = 200;

/** Why a password cannot be had. */
export type PasswordProblem = 'too_short' | 'too_long' | 'too_common' | 'like_email';

/**
 * Why a password cannot be had; undefined when it can. NIST SP 800-63B-4 section 3.1.1.2: a least length, a list of passwords that everybody tries first, what is
 * known of the person, and no rule about kinds of characters. `isCommon` tells whether a password stands on the list.
 */
export function passwordProblem(
  password: string,
  about: { email: string; leastLength: number; isCommon(password: string): boolean },
): PasswordProblem | undefined {
  const length = [...password].length;
  if (length < about.leastLength) return 'too_short';
  if (password.length > longestPassword) return 'too_long';
  const lower = password.toLowerCase();
  const [name = ''] = about.email.split('@');
  if (lower === about.email || lower === name) return 'like_email';
  return about.isCommon(lower) ? 'too_common' : undefined;
}
