import type { HandedKeys } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { type Mac, readPageToken } from '../domain/ids.ts';
import { readPayment } from '../store/payments.ts';

/** What makes page tokens, and what checks those of predecessors. */
interface TokenKeys {
  readonly own: Mac;
  readonly handed: HandedKeys;
  macOf(key: Buffer): Mac;
}

/** Makes the reader of page tokens. A predecessor's counts for payments of the department that it handed over, and for no other. */
export function createTokenReader(db: Queryable, { own, handed, macOf }: TokenKeys) {
  return async (token: string): Promise<{ payment: string; use: number } | undefined> => {
    const ours = readPageToken(token, own);
    if (ours) return ours;
    return handed.find('page_token', async ({ department, key }) => {
      const link = readPageToken(token, macOf(key));
      return link && (await readPayment(db, link.payment))?.department === department ? link : undefined;
    });
  };
}
