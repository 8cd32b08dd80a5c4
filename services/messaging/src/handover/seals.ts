import type { Seal } from '@ashlar/component';
import type { Vault } from '../store/vault.ts';

/** How sealed columns are shown in records. Each is sealed again by who stores it. */
export function sealsOf(vault: Vault) {
  const json: Seal = {
    open: (sealed) => JSON.stringify(vault.open(sealed)),
    seal: (text) => vault.seal(JSON.parse(text)),
  };
  const text: Seal = { open: (sealed) => vault.open<string>(sealed), seal: (plain) => vault.seal(plain) };
  const bytes: Seal = {
    open: (sealed) => vault.openBytes(sealed).toString('base64'),
    seal: (base64) => vault.sealBytes(Buffer.from(base64, 'base64')),
  };
  return { json, text, bytes } as const;
}
