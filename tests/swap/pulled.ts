import { loadHandover } from '@ashlar/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import type { RegistryDouble } from './registry-double.ts';

/** A thing as it is handed over. */
export interface Pulled {
  readonly entity: string;
  readonly id: string;
  readonly sequence: number;
  readonly record: Record<string, unknown> | null;
}

/** Reads a department's whole snapshot with a key of its own. */
export async function pullSnapshot(
  registry: RegistryDouble,
  url: string,
  department: string,
): Promise<Pulled[]> {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  const token = await registry.token(department, 'pull', await exportJWK(publicKey));
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/ashlar/v1/handover/${department}/snapshot`, { headers });
  const lines = (await response.text()).trim().split('\n');
  const items: Pulled[] = [];
  for (const line of lines) {
    const { jwe } = JSON.parse(line) as { jwe?: string };
    if (jwe === undefined) continue;
    items.push(...JSON.parse(new TextDecoder().decode((await compactDecrypt(jwe, privateKey)).plaintext)));
  }
  return items;
}

/** What of things does not fit its schema in the contract, a line each. */
export function misfits(items: readonly Pulled[]): string[] {
  const { entities } = loadHandover('payments');
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const checks = new Map(Object.entries(entities).map(([name, { schema }]) => [name, ajv.compile(schema)]));
  return items.flatMap(({ entity, id, record }) => {
    const check = checks.get(entity);
    if (!check) return [`${entity} is not in the contract`];
    return check(record) ? [] : [`${entity} ${id}: ${ajv.errorsText(check.errors)}`];
  });
}
