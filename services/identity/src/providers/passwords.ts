import { hash, verify } from '@node-rs/argon2';
import type { Passwords } from '../domain/ports.ts';

/** Argon2id with the parameters that OWASP's Password Storage Cheat Sheet names first: 19 MiB, two passes, one lane. */
export function createPasswords(): Passwords {
  const decoy = hashed('a password that nobody has');
  // Whoever asks first is told; until then it must not end the process.
  decoy.catch(() => {});
  return {
    hash: hashed,
    async verify(stored, password) {
      const right = await verify(stored ?? (await decoy), password);
      return stored !== undefined && right;
    },
  };
}

// The library's own algorithm is Argon2id.
function hashed(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}
