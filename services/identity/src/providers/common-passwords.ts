import { dictionary } from '@zxcvbn-ts/language-common';
import type { IsCommonPassword } from '../domain/ports.ts';

/** Knows some 49,000 passwords that were found most often in breaches, in lower case. */
export function createCommonPasswords(): IsCommonPassword {
  const known = new Set(dictionary['passwords-common']);
  return (password) => known.has(password);
}
