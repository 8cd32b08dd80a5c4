import { type Entity, idempotencyPart, tableEntity } from '@ashlar/component';
import { apiSecretDigest } from '../usecases/manage-api-keys.ts';
import { suppressionDigest } from '../usecases/suppressions.ts';
import { unsubscriberDigest } from '../usecases/unsubscribe.ts';
import { withDigests } from './digests.ts';
import { byId, counted, ofService, type Tools } from './tools.ts';

// A version has a key of its own where it was asked for with one.
const byTemplate = idempotencyPart(
  'array(select root.id::text union all select version.id::text from template_version as version where version.template_id = root.id)',
);

/** Messaging services, and what administrators and the public make of them. */
export function serviceEntities({ seals, mac }: Tools): Entity[] {
  return [
    tableEntity({
      name: 'messaging_service',
      table: 'messaging_service',
      key: 'id',
      keyType: 'uuid',
      sequence: 'sequence',
      of: 'root.department = $1',
      sealed: { guest_list: seals.json, team_members: seals.json },
      parts: [byId],
    }),
    withDigests(
      counted({
        table: 'api_key',
        key: 'id',
        keyType: 'uuid',
        of: ofService,
        sealed: { secret: seals.text },
        parts: [byId],
      }),
      ['secret_digest'],
      ({ secret }) => ({ secret_digest: apiSecretDigest({ mac }, String(secret)).toString('hex') }),
    ),
    counted({
      table: 'template',
      key: 'id',
      keyType: 'uuid',
      of: ofService,
      parts: [
        { member: 'versions', table: 'template_version', parent: 'template_id', order: 'part.version' },
        byTemplate,
      ],
    }),
    counted({ table: 'sender', key: 'id', keyType: 'uuid', of: ofService, parts: [byId] }),
    counted({
      table: 'service_callback',
      key: 'id',
      of: ofService,
      goes: true,
      sealed: { settings: seals.json },
    }),
    counted({
      table: 'received_text',
      key: 'id',
      keyType: 'uuid',
      of: ofService,
      goes: true,
      sealed: { text: seals.json },
      parts: [byId],
    }),
    tableEntity({
      name: 'recipient',
      table: 'recipient',
      key: 'id',
      keyType: 'uuid',
      sequence: 'sequence',
      of: 'root.department = $1',
      goes: true,
      sealed: { preferences: seals.json },
    }),
    withDigests(
      counted({
        table: 'suppression',
        key: 'id',
        keyType: 'uuid',
        of: ofService,
        goes: true,
        sealed: { recipient: seals.text },
      }),
      ['recipient_mac'],
      ({ service_id, recipient }) => ({
        recipient_mac: suppressionDigest({ mac }, String(service_id), String(recipient)).toString('hex'),
      }),
    ),
    counted({ table: 'email_hour', key: 'id', of: ofService, goes: true }),
    withDigests(
      counted({
        table: 'unsubscribe_request',
        key: 'id',
        keyType: 'uuid',
        of: ofService,
        goes: true,
        sealed: { recipient: seals.text },
      }),
      ['recipient_mac'],
      ({ service_id, recipient }) => ({
        recipient_mac: unsubscriberDigest({ mac }, String(service_id), String(recipient)).toString('hex'),
      }),
    ),
  ];
}
