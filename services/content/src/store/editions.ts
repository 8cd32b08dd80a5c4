import type { Queryable } from '@ashlar/postgres';
import type {
  DocumentName,
  Edition,
  PathStanding,
  Placed,
  ShownEdition,
  Standing,
} from '../domain/entities.ts';

/** The columns of `edition` under the names of {@link Edition}. */
export const editionColumns = `edition.id, edition.document_id as "documentId", edition.version, edition.state, edition.store,
  edition.base_path as "basePath", edition.document_type as "documentType", edition.update_type as "updateType", edition.content,
  edition.unpublishing, edition.schema_version as "schemaVersion", edition.first_published_at as "firstPublishedAt", edition.public_updated_at as "publicUpdatedAt",
  edition.published_at as "publishedAt", edition.created_at as "createdAt", edition.updated_at as "updatedAt"`;

/** The columns of a document that are read with its edition. */
export const documentColumns = `document.content_id as "contentId", document.locale, document.lock_version as "lockVersion"`;

/** An edition as it is read with its document. */
export type PlacedRow = Edition & DocumentName & { readonly lockVersion: number };

/** A document with its draft and live editions. */
export async function readStanding(db: Queryable, department: string, name: DocumentName): Promise<Standing> {
  const { rows } = await db.query<StandingRow>({
    name: 'read-standing',
    text: `select document.id as "ofDocument", ${documentColumns}, ${editionColumns},
                  coalesce((select max(version) from edition where document_id = document.id), 0) as latest
             from document left join edition on edition.document_id = document.id and edition.store is not null
            where document.department = $1 and document.content_id = $2::uuid and document.locale = $3`,
    values: [department, name.contentId, name.locale],
  });
  const [first] = rows;
  const document = first && { id: first.ofDocument, lockVersion: first.lockVersion, ...name };
  return {
    name,
    document,
    draft: editionIn(rows, 'draft'),
    live: editionIn(rows, 'live'),
    latest: first?.latest ?? 0,
  };
}

/** What is at a path, apart from the document that `but` names. */
export async function readPath(
  db: Queryable,
  department: string,
  basePath: string | null,
  but: DocumentName,
): Promise<PathStanding> {
  if (basePath === null) return { owner: undefined, others: [] };
  const { rows } = await db.query<Partial<PlacedRow> & { owner: string | null }>({
    name: 'read-path',
    text: `select reservation.publishing_app as owner, other.*
             from (select) as one
             left join path_reservation as reservation on reservation.department = $1 and reservation.base_path = $2
             left join (select ${documentColumns}, ${editionColumns}
                          from edition join document on document.id = edition.document_id
                         where edition.department = $1 and edition.base_path = $2 and edition.store is not null
                           and (document.content_id, document.locale) <> ($3::uuid, $4)) as other on true`,
    values: [department, basePath, but.contentId, but.locale],
  });
  return {
    owner: rows[0]?.owner ?? undefined,
    others: rows.filter((row): row is PlacedRow & { owner: string | null } => row.id != null).map(placed),
  };
}

/** Finds the edition that is asked for; without a store or version the draft, else the live edition, else the newest. */
export async function readEdition(
  db: Queryable,
  department: string,
  ask: DocumentName & { store: string | null; version: number | null },
): Promise<ShownEdition | undefined> {
  const { rows } = await db.query<PlacedRow & Omit<ShownEdition, keyof Placed>>({
    name: 'read-edition',
    text: `select ${documentColumns}, ${editionColumns},
                  (select json_object_agg(version, state order by version) from edition where document_id = document.id) as history,
                  (select content_id from edition as other join document as holder on holder.id = other.document_id
                    where edition.store = 'draft' and other.department = $1 and other.base_path = edition.base_path
                      and other.store = 'live' and other.document_id <> document.id) as "blockedBy"
             from document join edition on edition.document_id = document.id
            where document.department = $1 and document.content_id = $2::uuid and document.locale = $3
              and ($4::text is null or edition.store = $4) and ($5::integer is null or edition.version = $5)
            order by edition.store = 'draft' desc nulls last, edition.store = 'live' desc nulls last, version desc limit 1`,
    values: [department, ask.contentId, ask.locale, ask.store, ask.version],
  });
  const [row] = rows;
  return row && { ...placed(row), history: row.history, blockedBy: row.blockedBy };
}

/** The editions of a document with a version below `before`, if that is given: the newest first, `most` of them. */
export async function readVersions(
  db: Queryable,
  ask: DocumentName & { department: string; before: number | undefined; most: number },
): Promise<Edition[]> {
  const { rows } = await db.query<Edition>({
    name: 'read-versions',
    text: `select ${editionColumns} from document join edition on edition.document_id = document.id
            where document.department = $1 and document.content_id = $2::uuid and document.locale = $3
              and ($4::integer is null or edition.version < $4) order by edition.version desc limit $5`,
    values: [ask.department, ask.contentId, ask.locale, ask.before ?? null, ask.most],
  });
  return rows;
}

/** What the draft store may show at some paths: drafts, and live editions of documents without one. */
export async function readShownInDraft(
  db: Queryable,
  department: string,
  basePaths: readonly string[],
): Promise<Placed[]> {
  const { rows } = await db.query<PlacedRow>({
    name: 'read-shown-in-draft',
    text: `select ${documentColumns}, ${editionColumns}
             from edition join document on document.id = edition.document_id
            where edition.department = $1 and edition.base_path = any ($2::text[])
              and (edition.store = 'draft'
                   or (edition.store = 'live'
                       and not exists (select from edition as draft where draft.document_id = document.id and draft.store = 'draft')))`,
    values: [department, basePaths],
  });
  return rows.map(placed);
}

/** The content id of the edition at each path, the live one before the draft. */
export async function readContentIds(
  db: Queryable,
  department: string,
  ask: {
    basePaths: readonly string[];
    withDrafts: boolean;
    documentTypes: readonly string[];
    unpublishingTypes: readonly string[];
  },
): Promise<Record<string, string>> {
  const { rows } = await db.query<{ basePath: string; contentId: string }>({
    name: 'read-content-ids',
    text: `select distinct on (edition.base_path) edition.base_path as "basePath", document.content_id as "contentId"
             from edition join document on document.id = edition.document_id
            where edition.department = $1 and edition.base_path = any ($2::text[])
              and (edition.store = 'live' or ($3::boolean and edition.store = 'draft'))
              and edition.document_type <> all ($4::text[])
              and coalesce(edition.unpublishing ->> 'type', '') <> all ($5::text[])
            order by edition.base_path, edition.store desc`,
    values: [department, ask.basePaths, ask.withDrafts, ask.documentTypes, ask.unpublishingTypes],
  });
  return Object.fromEntries(rows.map(({ basePath, contentId }) => [basePath, contentId]));
}

type StandingRow = { [Column in keyof PlacedRow]: PlacedRow[Column] | null } & {
  readonly ofDocument: string;
  readonly lockVersion: number;
  readonly latest: number;
};

function editionIn(rows: readonly StandingRow[], store: 'draft' | 'live'): Edition | undefined {
  const row = rows.find((one): one is StandingRow & PlacedRow => one.store === store);
  return row && placed(row).edition;
}

/** An edition with its document, from the row it was read as. */
export function placed(row: PlacedRow): Placed {
  const { contentId, locale, lockVersion } = row;
  const edition: Edition = {
    id: row.id,
    documentId: row.documentId,
    version: row.version,
    state: row.state,
    store: row.store,
    basePath: row.basePath,
    documentType: row.documentType,
    updateType: row.updateType,
    content: row.content,
    unpublishing: row.unpublishing,
    schemaVersion: row.schemaVersion,
    firstPublishedAt: row.firstPublishedAt,
    publicUpdatedAt: row.publicUpdatedAt,
    publishedAt: row.publishedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
  return { document: { id: row.documentId, contentId, locale, lockVersion }, edition };
}
