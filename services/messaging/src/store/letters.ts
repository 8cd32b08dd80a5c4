import type { Queryable } from '@ashlar/postgres';
import { noted } from './noted.ts';
import type { Vault } from './vault.ts';

/** Reads a letter's PDF; undefined while there is none. */
export async function readLetterPdf(db: Queryable, vault: Vault, id: string): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ pdf: Buffer }>({
    name: 'read-letter-pdf',
    text: 'select pdf from letter where notification_id = $1::uuid',
    values: [id],
  });
  return rows[0] && vault.openBytes(rows[0].pdf);
}

/** Stores the PDF that was made of a letter, once. */
export async function keepLetterPdf(
  db: Queryable,
  vault: Vault,
  { id, pdf, pages }: { id: string; pdf: Buffer; pages: number },
): Promise<void> {
  await db.query({
    name: 'keep-letter-pdf',
    text: `with kept as (
             insert into letter (notification_id, pdf)
             select id, $2::bytea from notification where id = $1::uuid and fenced(department, :fence) is not null
             on conflict (notification_id) do nothing
             returning notification_id
           ), moved as (
             update notification set pages = $3::integer, sequence = sequence + 1 from kept where notification.id = kept.notification_id
             returning notification.*
           ), ${noted('moved', 'clock_timestamp()')}
           select 1 from moved`,
    values: [id, vault.sealBytes(pdf), pages],
  });
}
