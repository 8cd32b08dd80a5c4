import type { Queryable } from '@ashlar/postgres';
import { type RawRow, rowColumns, toRow } from '../../src/change-rows.ts';
import { type ReadChanges, type ReadQuery, type ReadResult, readChanges } from '../../src/changes/read.ts';
import { isPublic } from '../../src/envelope.ts';
import type { Fault } from './fault.ts';

/** Defects of the feed. */
export const changesFaults: Fault[] = [
  {
    name: 'the feed reads rows without a position',
    caughtBy: 'the feed shows no change before it has its position',
    complaint: /toEqual/,
    plant: (sound) => ({ ...sound, read: (db, query) => readBySeq(db, query, '') }),
  },
  {
    name: 'the feed has a cursor on seq',
    caughtBy: 'a reader at the head misses no change that commits late',
    complaint: /in vain for every change to be seen/,
    plant: (sound) => ({ ...sound, read: (db, query) => readBySeq(db, query, 'and position is not null') }),
  },
  {
    name: 'a page that was cut short moves the cursor to the head',
    caughtBy: 'page after page a reader sees all of its department and nothing else',
    complaint: /toEqual/,
    plant: (sound) => ({ ...sound, read: changed((found) => ({ ...found, position: found.head })) }),
  },
  {
    name: 'the feed shows every department',
    caughtBy: 'page after page a reader sees all of its department and nothing else',
    complaint: /toEqual/,
    plant: (sound) => ({ ...sound, read: (db, query) => readChanges(db, { ...query, department: '*' }) }),
  },
  {
    name: 'an empty page leaves the cursor where it was',
    caughtBy: 'the cursor of a quiet department moves on over what it may not see',
    complaint: /toEqual/,
    plant: (sound) => ({
      ...sound,
      read: changed((found, { after }) => ({ ...found, position: found.rows.at(-1)?.position ?? after })),
    }),
  },
  {
    name: 'a cursor that is too old is answered with what is left',
    caughtBy: 'a cursor older than what is kept is gone, and so is one that was never handed out',
    complaint: /toBe/,
    plant: (sound) => ({
      ...sound,
      async read(db, query) {
        const found = await readChanges(db, query);
        if (found !== 'gone') return found;
        const { rows } = await db.query<{ pruned: number }>({ text: 'select pruned from relay_state' });
        return readChanges(db, { ...query, after: rows[0]?.pruned ?? 0 });
      },
    }),
  },
];

function changed(change: (found: Exclude<ReadResult, 'gone'>, query: ReadQuery) => ReadResult): ReadChanges {
  return async (db, query) => {
    const found = await readChanges(db, query);
    return found === 'gone' ? found : change(found, query);
  };
}

async function readBySeq(db: Queryable, { after, limit }: ReadQuery, condition: string): Promise<ReadResult> {
  const { rows } = await db.query<RawRow & { seq: number }>({
    text: `select seq, ${rowColumns} from change_log where seq > $1 ${condition} order by seq limit $2`,
    values: [after, limit],
  });
  const found = rows.map((row) => toRow({ ...row, position: row.seq }));
  const position = found.at(-1)?.position ?? after;
  return { rows: found.filter(isPublic), position, head: position };
}
