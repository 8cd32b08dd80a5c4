import type { Books } from './books.ts';
import { deriveKey } from './ids.ts';

/** What a key is for. The names are those of the hand-over contract. */
export type Purpose = 'page_token' | 'page_session' | 'api_key';

/** The keys by which tokens are made and known: this process's own, and those of whoever had a department before. */
export interface Keyring {
  /** The key that new tokens are made with. */
  own(purpose: Purpose): Buffer;
  /** Every key whose tokens are taken, own first; of one department, or of all. */
  taken(purpose: Purpose, department?: string): readonly Buffer[];
}

const purposes: Readonly<Record<Purpose, string>> = {
  page_token: 'payments-page-token',
  page_session: 'page-session',
  api_key: 'payments-api-key',
};

/** The keys of this process, with those that are kept as entities of kind `secret`. */
export function openKeyring(books: Books, dataKey: Buffer): Keyring {
  const own = new Map(Object.entries(purposes).map(([purpose, name]) => [purpose, deriveKey(dataKey, name)]));
  let known:
    | { version: number; keys: readonly { purpose: unknown; department: string; key: Buffer }[] }
    | undefined;
  const handed = () => {
    const version = Number(
      books.one(`select count(*) + coalesce(sum(sequence), 0) as version from thing where kind = 'secret'`)
        ?.version,
    );
    if (known?.version === version) return known.keys;
    const keys = books.all(`select department, record from thing where kind = 'secret'`).map((row) => {
      const { use, key } = JSON.parse(String(row.record)) as { use: unknown; key: string };
      return { purpose: use, department: String(row.department), key: Buffer.from(key, 'hex') };
    });
    known = { version, keys };
    return keys;
  };
  const ownOf = (purpose: Purpose) => own.get(purpose) as Buffer;
  return {
    own: ownOf,
    taken: (purpose, department) => [
      ownOf(purpose),
      ...handed()
        .filter(
          (one) => one.purpose === purpose && (department === undefined || one.department === department),
        )
        .map(({ key }) => key),
    ],
  };
}
