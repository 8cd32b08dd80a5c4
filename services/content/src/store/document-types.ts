import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { DocumentType, TypeVersion } from '../domain/entities.ts';

const versionColumns = `id, name, version, breaking, created_at as "createdAt"`;

/** Stores a version of a department's type. False when the idempotency key was used before, `taken` when there is such a version. */
export async function insertType(
  db: Queryable,
  type: DocumentType,
  change: Creation,
): Promise<boolean | 'taken'> {
  try {
    const { rowCount } = await db.query({
      name: 'insert-document-type',
      text: `with ${onceClause}, made as (
               insert into document_type (id, created_at, department, name, version, breaking, schema, links, sequence)
               select $4::uuid, $5::timestamptz, $6, $7, $8::integer, $9::boolean, $10::json, $11::json, 1 from go
               returning *
             ), logged as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
               select uuidv7(), id::text, sequence, fenced(department, :fence), 'publishing', null, created_at,
                      jsonb_build_object('document_type_id', id, 'name', name, 'version', version), $12::text from made
               returning ${receiptSql} as receipt
             )
             select receipt from logged`,
      values: [
        ...onceParameters(change.once, type.id, change.at),
        type.department,
        type.name,
        type.version,
        type.breaking,
        JSON.stringify(type.schema),
        JSON.stringify(type.links),
        change.traceparent ?? null,
      ],
    });
    return rowCount === 1;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return 'taken';
    throw error;
  }
}

/** A version of a department's type, or its newest; undefined when there is none. */
export async function readType(
  db: Queryable,
  department: string,
  name: string,
  version: number | null,
): Promise<DocumentType | undefined> {
  const { rows } = await db.query<DocumentType>({
    name: 'read-document-type',
    text: `select ${versionColumns}, department, schema, links from document_type
            where department = $1 and name = $2 and ($3::integer is null or version = $3)
            order by version desc limit 1`,
    values: [department, name, version],
  });
  return rows[0];
}

/** A type by the id of one of its versions. */
export async function readTypeById(db: Queryable, id: string): Promise<DocumentType | undefined> {
  const { rows } = await db.query<DocumentType>({
    name: 'read-document-type-by-id',
    text: `select ${versionColumns}, department, schema, links from document_type where id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** Which is the newest version of a department's type, without its schemas; undefined when there is none. */
export async function readNewestVersion(
  db: Queryable,
  department: string,
  name: string,
): Promise<TypeVersion | undefined> {
  const { rows } = await db.query<TypeVersion>({
    name: 'read-newest-version',
    text: `select ${versionColumns} from document_type where department = $1 and name = $2 order by version desc limit 1`,
    values: [department, name],
  });
  return rows[0];
}

/** Every version of a department's types, or of one of them, by name and version. */
export async function listTypeVersions(
  db: Queryable,
  department: string,
  name: string | null,
): Promise<TypeVersion[]> {
  const { rows } = await db.query<TypeVersion>({
    name: 'list-type-versions',
    text: `select ${versionColumns} from document_type where department = $1 and ($2::text is null or name = $2)
            order by name, version`,
    values: [department, name],
  });
  return rows;
}

/** The schemas of the newest version of each of a department's types, by name. */
export async function listNewestTypes(db: Queryable, department: string): Promise<DocumentType[]> {
  const { rows } = await db.query<DocumentType>({
    name: 'list-newest-types',
    text: `select distinct on (name) ${versionColumns}, department, schema, links from document_type
            where department = $1 order by name, version desc`,
    values: [department],
  });
  return rows;
}
