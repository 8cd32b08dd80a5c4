import type { Queryable } from '@ashlar/postgres';
import { seal, unseal } from '@ashlar/service-kit';
import { type Adapter, type AdapterPayload, type ClientMetadata, errors, Provider } from 'oidc-provider';
import { insertAuditEntry } from '../store/audit.ts';
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

/** How records are kept so that a copy of the database opens nothing: ids are tokens, codes and cookies, payloads repeat them. */
export interface Protection {
  readonly sealing: Buffer;
  digest(id: string): string;
  /** Names the account that a record is of. */
  owner(accountId: string): string;
}

/** Keeps the engine's records of one kind in the database. Clients are our own, and only read. */
export function createAdapter(
  { db, protection, findClient }: { db: Queryable; protection: Protection; findClient: FindClient },
  kind: string,
): Adapter {
  const { digest, sealing } = protection;
  const noteReplay = () =>
    insertAuditEntry(db, {
      what: `${kind === 'RefreshToken' ? 'refresh_token' : 'code'}.replayed`,
      subject: Provider.ctx?.oidc?.client?.clientId,
      outcome: 'refused',
      at: new Date(),
    });
  const find = async (key: { id: string } | { uid: string }): Promise<AdapterPayload | undefined> => {
    const record = await readRecord(db, kind, key);
    if (!record) return undefined;
    const payload: AdapterPayload = JSON.parse(unseal(sealing, record.sealed).toString());
    // Whoever redeems it again may have stolen it, or its successor was; the engine ends the whole grant.
    if (record.consumed !== null && Provider.ctx?.oidc?.route === 'token') await noteReplay();
    return record.consumed === null ? payload : { ...payload, consumed: record.consumed };
  };

  return {
    async upsert(id, payload, expiresIn) {
      const record = recordOf(kind, id, withBrowser(kind, payload), expiresIn, protection);
      if (kind !== 'ReplayDetection') return upsertRecord(db, record);
      // The engine has looked before, but another process may have stored it since.
      if (!(await insertRecord(db, record))) throw new UsedBefore('it was used before');
    },
    find: (id) => (kind === 'Client' ? findClient(id) : find({ id: digest(id) })),
    findByUid: (uid) => find({ uid: digest(uid) }),
    findByUserCode: async () => undefined,
    async consume(id) {
      // Two that came at once have both read it as unused; the database lets one through.
      if (await consumeRecord(db, kind, digest(id))) return;
      await noteReplay();
      throw new errors.InvalidGrant('it was used before');
    },
    destroy: (id) => deleteRecord(db, kind, digest(id)),
    revokeByGrantId: (grantId) => deleteRecordsOfGrant(db, kind, digest(grantId)),
  };
}

/** A session remembers its browser, so that its owner knows it again in a list. */
function withBrowser(kind: string, payload: AdapterPayload): AdapterPayload {
  const agent = kind === 'Session' ? Provider.ctx?.get('user-agent') : undefined;
  return agent ? { ...payload, agent: agent.slice(0, 400) } : payload;
}

/** What may be used once was stored by somebody else first. */
export class UsedBefore extends errors.InvalidRequest {}

/** A record without an end of its own is kept for a day. */
const usualLifetimeS = 86_400;

function recordOf(
  kind: string,
  id: string,
  payload: AdapterPayload,
  expiresIn: number | undefined,
  { sealing, digest, owner }: Protection,
): EngineRecord {
  // A sign-in whose person has proven who it is, but has not come back to the engine yet, ends with the account's sessions.
  const accountId = payload.accountId ?? payload.result?.login?.accountId;
  return {
    kind,
    id: digest(id),
    sealed: seal(sealing, Buffer.from(JSON.stringify(payload))),
    uid: payload.uid === undefined ? undefined : digest(payload.uid),
    grantId: payload.grantId === undefined ? undefined : digest(payload.grantId),
    account: accountId === undefined ? undefined : owner(accountId),
    expiresIn: expiresIn ?? usualLifetimeS,
  };
}
