import type { Queryable } from '@ashlar/postgres';
import { type Adapter, type AdapterPayload, type ClientMetadata, errors } from 'oidc-provider';
import {
  consumeRecord,
  deleteRecord,
  deleteRecordsOfGrant,
  type EngineRecord,
  insertRecord,
  readRecord,
  upsertRecord,
} from '../store/engine-records.ts';

/** What the engine is told of a client; undefined when there is none of that id. */
export type FindClient = (id: string) => Promise<ClientMetadata | undefined>;

/** Keeps the engine's records of one kind in the database. Clients are our own, and only read. */
export function createAdapter(db: Queryable, kind: string, findClient: FindClient): Adapter {
  return {
    async upsert(id, payload, expiresIn) {
      const record = recordOf(kind, id, payload, expiresIn);
      if (kind !== 'ReplayDetection') return upsertRecord(db, record);
      // The engine has looked before, but another process may have stored it since.
      if (!(await insertRecord(db, record))) throw new errors.InvalidRequest('it was used before');
    },
    find: (id) => (kind === 'Client' ? findClient(id) : readRecord(db, kind, { id })),
    findByUid: (uid) => readRecord(db, kind, { uid }),
    findByUserCode: async () => undefined,
    async consume(id) {
      // Two that came at once have both read it as unused; the database lets one through.
      if (!(await consumeRecord(db, kind, id))) throw new errors.InvalidGrant('it was used before');
    },
    destroy: (id) => deleteRecord(db, kind, id),
    revokeByGrantId: (grantId) => deleteRecordsOfGrant(db, kind, grantId),
  };
}

/** A record without an end of its own is kept for a day. */
const usualLifetimeS = 86_400;

function recordOf(
  kind: string,
  id: string,
  payload: AdapterPayload,
  expiresIn: number | undefined,
): EngineRecord {
  return {
    kind,
    id,
    payload,
    uid: payload.uid,
    grantId: payload.grantId,
    expiresIn: expiresIn ?? usualLifetimeS,
  };
}
