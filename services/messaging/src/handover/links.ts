import { createSecretKey } from 'node:crypto';
import type { HandedKeys } from '@ashlar/component';
import { seal, unseal } from '@ashlar/service-kit';
import type { Vault } from '../store/vault.ts';
import type { Links } from '../usecases/deps.ts';

/**
 * Makes and reads the tokens of links. A predecessor's counts for things of the department that it handed over, and for no other. What `before` sealed counts too: links
 * had its key once.
 */
export function createLinks(
  own: Buffer,
  { handed, before }: { handed: HandedKeys<'link'>; before: Pick<Vault, 'open'> },
): Links {
  const key = createSecretKey(own);
  return {
    seal: (value) => seal(key, Buffer.from(JSON.stringify(value))).toString('base64url'),
    async open<Value>(token: string, departmentOf: (value: Value) => Promise<string | undefined>) {
      const sealed = Buffer.from(token, 'base64url');
      const read = (by: () => string): Value | undefined => {
        try {
          return JSON.parse(by()) as Value;
        } catch {
          return undefined;
        }
      };
      const ours =
        read(() => unseal(key, sealed).toString()) ?? read(() => JSON.stringify(before.open<Value>(sealed)));
      if (ours !== undefined) return ours;
      return handed.find('link', async ({ department, key: theirs }) => {
        const value = read(() => unseal(theirs, sealed).toString());
        return value !== undefined && (await departmentOf(value)) === department ? value : undefined;
      });
    },
  };
}
