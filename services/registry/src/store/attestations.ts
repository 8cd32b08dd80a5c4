import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Attestation } from '../domain/entities.ts';
import { type Creation, type Moved, recorded, utc } from './recorded.ts';

/** From when on an attestation is young enough. */
export interface Age {
  readonly at: Date;
  readonly maxAgeS: number;
}

/** Whether the attestation is of the implementation as it is registered, and issued at or after `since` (a parameter), as SQL. */
const counts = (attestation: string, implementation: string, since: string) => `(
  ${attestation}.issued_at >= ${since}::timestamptz and (${attestation}.contract_hash, ${attestation}.version, ${attestation}.base_url)
    is not distinct from (${implementation}.contract_hash, ${implementation}.version, ${implementation}.base_url)
  and (${implementation}.profile is null or ${implementation}.profile = 'core' or ${attestation}.profile = 'full'))`;

const view = (
  row: string,
  fresh: string,
) => `jsonb_strip_nulls(jsonb_build_object('id', ${row}.id, 'implementation_id', ${row}.implementation_id,
  'attestation', ${row}.token, 'profile', ${row}.profile, 'contract_hash', ${row}.contract_hash, 'suite_hash', ${row}.suite_hash,
  'version', ${row}.version, 'base_url', ${row}.base_url, 'passed', ${row}.passed, 'sections', ${row}.sections,
  'issued_at', ${utc(`${row}.issued_at`)}, 'stored_at', ${utc(`${row}.stored_at`)}, 'fresh', ${fresh}))`;

/** Stores an attestation that was checked. Undefined when the idempotency key was used before. */
export async function insertAttestation(
  db: Queryable,
  attestation: Omit<Attestation, 'issued_at' | 'stored_at' | 'fresh'> & { readonly issuedAt: Date },
  { once, at, by }: Creation,
): Promise<Attestation | undefined> {
  const { rows } = await db.query<Moved<Attestation>>({
    name: 'insert-attestation',
    text: `with ${onceClause}, made as (
             insert into attestation (id, implementation_id, token, profile, contract_hash, suite_hash, version, base_url, passed, sections,
                                      issued_at, stored_at)
             select $4::uuid, $7::uuid, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16::timestamptz, $5::timestamptz from go
             returning *
           ), moved as (
             select id as aggregate, 1 as sequence, '*' as department, '*' as service,
                    'implementations/' || implementation_id || '/attestations/' || id as resource, null::jsonb as before,
                    ${view('made', 'true')} as after from made
           ),
           ${recorded({ kind: 'attestation', past: 'stored', at: '$5', by: '$6', routing: true })}`,
    values: [
      ...onceParameters(once, attestation.id, at),
      by,
      attestation.implementation_id,
      attestation.attestation,
      attestation.profile,
      attestation.contract_hash,
      attestation.suite_hash ?? null,
      attestation.version,
      attestation.base_url,
      attestation.passed,
      JSON.stringify(attestation.sections),
      attestation.issuedAt,
    ],
  });
  return rows[0]?.after;
}

/** The attestations of an implementation, newest first. */
export async function listAttestations(
  db: Queryable,
  implementation: string,
  { at, maxAgeS }: Age,
): Promise<Attestation[]> {
  const { rows } = await db.query<{ resource: Attestation }>({
    name: 'list-attestations',
    text: `select ${view('attestation', counts('attestation', 'implementation', '$2'))} as resource
             from attestation join implementation on implementation.id = attestation.implementation_id
            where attestation.implementation_id = $1::uuid order by issued_at desc, stored_at desc limit 50`,
    values: [implementation, new Date(at.getTime() - maxAgeS * 1000)],
  });
  return rows.map(({ resource }) => resource);
}

/** The newest attestation of an implementation that counts: young enough, and of it as it is registered now. Undefined when there is none. */
export async function freshAttestation(
  db: Queryable,
  implementation: string,
  age: Age,
): Promise<Attestation | undefined> {
  return (await listAttestations(db, implementation, age)).find(({ fresh }) => fresh);
}
