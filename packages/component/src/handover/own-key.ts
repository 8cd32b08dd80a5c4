import type { Queryable } from '@ashlar/postgres';
import type { JWK } from 'jose';
import type { Seal } from './columns.ts';
import { type HandoverKey, makeKey, readKey } from './crypto.ts';

/** This implementation's own key: the one that is configured, or one that the first start makes and keeps sealed. Processes that start at once agree. */
export async function ownKey(
  db: Queryable,
  configured: string | undefined,
  seal: Seal,
): Promise<HandoverKey> {
  if (configured !== undefined) return readKey(JSON.parse(configured) as JWK);
  const stored = await readStored(db);
  if (stored) return readKey(JSON.parse(seal.open(stored)) as JWK);
  const made = await makeKey();
  await db.query({
    name: 'handover-store-key',
    text: 'insert into handover_key (jwk) values ($1) on conflict do nothing',
    values: [seal.seal(JSON.stringify(made.secret))],
  });
  const agreed = await readStored(db);
  if (!agreed) throw new Error('The hand-over key was stored and is not there');
  return readKey(JSON.parse(seal.open(agreed)) as JWK);
}

async function readStored(db: Queryable): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ jwk: Buffer }>({
    name: 'handover-read-key',
    text: 'select jwk from handover_key',
  });
  return rows[0]?.jwk;
}
