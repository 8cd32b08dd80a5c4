import type { Queryable } from '@ashlar/postgres';
import type { ShownEdition } from '../domain/entities.ts';
import type {
  ContentFilter,
  contentOrders,
  EditionFilter,
  editionOrders,
  ListedEdition,
  Order,
  PageAsked,
  WindowAsked,
} from '../domain/listing.ts';
import { documentColumns, editionColumns, type PlacedRow, placed } from './editions.ts';

// Statements without a name: each is planned for its very values, and a condition on nothing falls away.

const filtered = `edition.department = $1
  and ($2::text is null or edition.document_type = $2)
  and ($3::text is null or document.locale = $3)
  and ($4::text is null or edition.content ->> 'publishing_app' = $4)
  and ($5::text[] is null or edition.state = any ($5))`;

const found = `${filtered}
  and not exists (select from edition as newer where newer.document_id = edition.document_id and newer.version > edition.version
                     and newer.state = any ($5))
  and ($6::text is null or exists (
        select from jsonb_array_elements($7::jsonb) as place(path)
         where position(lower($6) in lower(edition.content #>> array(select jsonb_array_elements_text(place.path)))) > 0))
  and ($8::jsonb is null or not exists (
        select from jsonb_to_recordset($8::jsonb) as asked(type text, target uuid)
         where not exists (select from link where link.department = $1 and link.source = document.content_id and link.link_type = asked.type
                              and link.target = asked.target and (link.edition_id is null or link.edition_id = edition.id))))
  and ($9::text[] is null or edition.content ->> 'content_id_alias' = any ($9))`;

const from = 'from edition join document on document.id = edition.document_id';

const shown = `${documentColumns}, ${editionColumns}, null as "blockedBy",
  (select json_object_agg(version, state order by version) from edition as each where each.document_id = document.id) as history`;

const orderColumns: Readonly<Record<(typeof contentOrders)[number], string>> = {
  public_updated_at: 'edition.public_updated_at',
  updated_at: 'edition.updated_at',
  created_at: 'edition.created_at',
  first_published_at: 'edition.first_published_at',
  published_at: 'edition.published_at',
  base_path: 'edition.base_path',
  document_type: 'edition.document_type',
  title: `(edition.content ->> 'title')`,
  content_id: 'document.content_id',
  locale: 'document.locale',
};

/** How many documents there are. */
export async function countContent(db: Queryable, filter: ContentFilter): Promise<number> {
  const { rows } = await db.query<{ total: number }>({
    text: `select count(*)::integer as total ${from} where ${found}`,
    values: contentValues(filter),
  });
  return rows[0]?.total ?? 0;
}

/** A page of documents, each shown by its newest edition in one of the states. */
export async function findContent(
  db: Queryable,
  filter: ContentFilter,
  order: Order<(typeof contentOrders)[number]>,
  page: PageAsked,
): Promise<ShownEdition[]> {
  const { rows } = await db.query<ShownRow>(findContentStatement(filter, order, page));
  return rows.map(shownEdition);
}

/** The statement of {@link findContent}, for those who want to see its plan. */
export function findContentStatement(
  filter: ContentFilter,
  { by, descending }: Order<(typeof contentOrders)[number]>,
  { number, size }: PageAsked,
): Parameters<Queryable['query']>[0] {
  const way = descending ? 'desc' : 'asc';
  return {
    text: `select ${shown} ${from} where ${found}
            order by ${orderColumns[by]} ${way} nulls last, edition.number ${way} limit $10 offset $11`,
    values: [...contentValues(filter), size, (number - 1) * size],
  };
}

/** Up to one more edition than a window has, in the window's direction, each with its place. */
export async function findEditions(
  db: Queryable,
  filter: EditionFilter,
  order: Order<(typeof editionOrders)[number]>,
  window: WindowAsked,
): Promise<ListedEdition[]> {
  const { rows } = await db.query<ShownRow & { at: string; number: string }>(
    findEditionsStatement(filter, order, window),
  );
  return rows.map((row) => ({ ...shownEdition(row), place: { at: row.at, number: row.number } }));
}

/** The statement of {@link findEditions}, for those who want to see its plan. */
export function findEditionsStatement(
  filter: EditionFilter,
  { by, descending }: Order<(typeof editionOrders)[number]>,
  { size, from: place, backwards }: WindowAsked,
): Parameters<Queryable['query']>[0] {
  const falling = descending !== backwards;
  const way = falling ? 'desc' : 'asc';
  return {
    text: `select ${shown}, edition.number::text as number,
                  to_char(edition.${by} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
           ${from} where ${filtered}
              and ($6::timestamptz is null or (edition.${by}, edition.number) ${falling ? '<' : '>'} ($6, $7::bigint))
            order by edition.${by} ${way}, edition.number ${way} limit $8`,
    values: [...editionValues(filter), place?.at ?? null, place?.number ?? null, size + 1],
  };
}

type ShownRow = PlacedRow & Pick<ShownEdition, 'history' | 'blockedBy'>;

function shownEdition(row: ShownRow): ShownEdition {
  return { ...placed(row), history: row.history, blockedBy: row.blockedBy };
}

function editionValues(filter: EditionFilter): unknown[] {
  return [filter.department, filter.documentType, filter.locale, filter.publishingApp, filter.states];
}

function contentValues(filter: ContentFilter): unknown[] {
  return [
    ...editionValues(filter),
    filter.q,
    JSON.stringify(filter.searchIn),
    filter.links.length === 0 ? null : JSON.stringify(filter.links),
    filter.aliases,
  ];
}
