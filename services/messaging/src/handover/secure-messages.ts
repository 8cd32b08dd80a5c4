import type { Entity, Stored } from '@ashlar/component';
import type { SecureContent } from '../domain/secure-message/entities.ts';
import { type Keyring, openSealedContent } from '../store/secure-message/envelope.ts';
import { mailboxOf } from '../usecases/secure-message/deps.ts';
import { byId, counted, type Tools } from './tools.ts';

/** Secure messages with their evidence, files and notices. */
export function secureMessageEntities({ seals, mac, keyring }: Tools & { keyring: Keyring }): Entity[] {
  const ofMessage = 'root.message_id in (select id from secure_message where department = $1)';
  return [
    rewrapped(
      counted({
        table: 'secure_message',
        key: 'id',
        keyType: 'uuid',
        of: 'root.department = $1',
        goes: true,
        parts: [
          {
            member: 'evidence',
            table: 'secure_evidence',
            parent: 'message_id',
            order: 'part.number',
            sealed: { jws: seals.text },
          },
          byId,
        ],
      }),
      { mac, keyring },
    ),
    counted({ table: 'secure_file', key: 'file_id', keyType: 'uuid', of: ofMessage, goes: true, most: 4 }),
    counted({
      table: 'secure_notice',
      key: 'notification_id',
      keyType: 'uuid',
      of: ofMessage,
      goes: true,
      sealed: { recipient: seals.json },
    }),
  ];
}

/** The same with each message's data key in the open, and the person's own name in place of our digest of it: the successor wraps and digests with its own keys. */
function rewrapped(entity: Entity, keys: { mac: Tools['mac']; keyring: Keyring }): Entity {
  const show = ({ record, ...stored }: Stored): Stored => ({
    ...stored,
    record: shown(record, keys.keyring),
  });
  return {
    ...entity,
    page: async (...ask) => (await entity.page(...ask)).map(show),
    read: async (...ask) => (await entity.read(...ask)).map(show),
    store: (db, department, things) =>
      entity.store(
        db,
        department,
        things.map(({ record, ...stored }) => ({ ...stored, record: kept(record, keys) })),
      ),
  };
}

type Body = Stored['record'];

function shown({ recipient: _, kek_id, wrapped_key, ...rest }: Body, keyring: Keyring): Body {
  if (typeof wrapped_key !== 'string' || typeof rest.content !== 'string') {
    return { ...rest, data_key: null, recipient_id: null };
  }
  const key = keyring.unwrap(String(kek_id), Buffer.from(wrapped_key, 'hex'));
  const content: SecureContent = openSealedContent(key, Buffer.from(rest.content, 'hex'));
  return { ...rest, data_key: key.toString('hex'), recipient_id: content.recipient.recipient_id };
}

function kept(
  { data_key, recipient_id, ...rest }: Body,
  { mac, keyring }: { mac: Tools['mac']; keyring: Keyring },
): Body {
  const sealing =
    typeof data_key === 'string'
      ? { kek_id: keyring.current, wrapped_key: keyring.wrap(Buffer.from(data_key, 'hex')).toString('hex') }
      : { kek_id: null, wrapped_key: null };
  // Of a message whose content was erased nothing says whose it was: it is in nobody's mailbox, only in its department's lists.
  const whose = typeof recipient_id === 'string' ? recipient_id : `erased.${String(rest.id)}`;
  return { ...rest, ...sealing, recipient: mailboxOf({ mac }, whose).toString('hex') };
}
