import type { Scanner } from '../domain/ports.ts';

/** Knows the EICAR test file (eicar.org) and nothing else: it stands where a department puts a scanner of its own. */
export function createEicarScanner(): Scanner {
  return { isHarmful: async (file) => file.includes(eicar) };
}

// In parts, so that no scanner takes this file for it.
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('');
