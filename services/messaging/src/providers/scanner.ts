import type { Scanner } from '../domain/ports.ts';
import { isInfected } from '../domain/secure-message/files.ts';

/** Knows the EICAR test file (eicar.org) and nothing else: it stands where a department puts a scanner of its own. */
export function createTestFileScanner(): Scanner {
  return { isHarmful: async (file) => isInfected(file) };
}
