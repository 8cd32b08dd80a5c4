import { type Mapping, type OwnSecret, sealOf, secretEntity } from '@ashlar/component';
import type { JWK } from 'jose';
import type { Keyring } from '../store/secure-message/envelope.ts';
import type { Vault } from '../store/vault.ts';
import type { Deps } from '../usecases/deps.ts';
import { dailyCountEntity } from './daily-counts.ts';
import { evidenceKeyEntity } from './evidence-keys.ts';
import { notificationEntities } from './notifications.ts';
import { sealsOf } from './seals.ts';
import { secureMessageEntities } from './secure-messages.ts';
import { serviceEntities } from './services.ts';

/** What a key of ours is for: the tokens of links, and the digests of requests that made secure messages. */
export type SecretUse = 'link' | 'once';

/** What things are sealed, and found, with here. */
export interface HandoverKeys {
  readonly dataKey: string;
  readonly vault: Vault;
  readonly mac: Deps['mac'];
  readonly keyring: Keyring;
  /** What this service derives, and gives away. */
  readonly own: readonly OwnSecret<SecretUse>[];
  /** The public keys that evidence is signed with here. */
  evidenceKeys(): Promise<readonly JWK[]>;
  /** Stores the counts of the day that are in memory. */
  flushCounts(): Promise<void>;
}

/** What messaging hands to its successor, and takes from its predecessor: see `openapi/handover/messaging.yaml`. */
export function messagingMapping(keys: HandoverKeys): Mapping {
  const { vault, mac } = keys;
  const tools = { seals: sealsOf(vault), mac };
  return {
    component: 'messaging',
    entities: [
      secretEntity(keys.own, sealOf(keys.dataKey, 'messaging-handed-secret')),
      evidenceKeyEntity(keys.evidenceKeys),
      ...serviceEntities(tools),
      ...notificationEntities(tools),
      dailyCountEntity,
      ...secureMessageEntities({ ...tools, keyring: keys.keyring }),
    ],
    subjectOf,
    toldAt: { frozen: ['daily_count', 'email_hour'], primary: ['secret', 'evidence_key'] },
    beforeFrozen: keys.flushCounts,
  };
}

/** Private rows of triggers are called `<entity>:<id>`; the others say whose they are in their data. */
const subjectOf: Mapping['subjectOf'] = ({ aggregate, data }) => {
  const at = aggregate.indexOf(':');
  if (at > 0) return { entity: aggregate.slice(0, at), id: aggregate.slice(at + 1) };
  if ('message_uuid' in data) return { entity: 'secure_message', id: aggregate };
  // Its trigger tells it.
  if ('suppression_id' in data) return undefined;
  if ('recipient' in data) return { entity: 'recipient', id: aggregate };
  if ('bulk_job_id' in data) return { entity: 'bulk_job', id: aggregate };
  if ('notification_id' in data) return { entity: 'notification', id: aggregate };
  if ('messaging_service_id' in data) return { entity: 'messaging_service', id: aggregate };
  return undefined;
};
