import { type KeyRotation, rotateKeys } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { type Creation, recordedParts, utc } from './recorded.ts';

/** Rotates the signing keys, with the event and the audit; see `rotateKeys` of @ashlar/component. */
export function rotateRecordedKeys(
  db: Queryable,
  change: KeyRotation,
  creation: Creation,
): Promise<boolean | 'lost'> {
  return rotateKeys(db, change, creation, {
    parts: `moved as (
              select $4::text as aggregate, sequence, '*' as department, '*' as service, 'keys/' || $4::text as resource, null::jsonb as before,
                     jsonb_build_object('kid', $4::text, 'since', ${utc('$5::timestamptz')}) as after from promoted
            ),
            ${recordedParts({ kind: 'signing_key', past: 'activated', at: '$5', by: '$9' })}`,
    with: creation.by,
  });
}
