import { type Entity, tableEntity } from '@ashlar/component';
import { recipientDigest } from '../usecases/mailbox-digests.ts';
import { withDigests } from './digests.ts';
import { byId, counted, ofService, type Tools } from './tools.ts';

/** Notifications with what belongs to them, what is told of them, and what the sandbox's carrier remembers of them. */
export function notificationEntities({ seals, mac }: Tools): Entity[] {
  return [
    withDigests(
      tableEntity({
        name: 'notification',
        table: 'notification',
        key: 'id',
        keyType: 'uuid',
        sequence: 'sequence',
        of: 'root.department = $1',
        goes: true,
        sealed: { message: seals.json },
        parts: [byId],
      }),
      ['reference_mac'],
      ({ service_id, message }) => {
        const { reference } = JSON.parse(String(message)) as { reference: string | null };
        return {
          reference_mac: reference === null ? null : mac(String(service_id), reference).toString('hex'),
        };
      },
    ),
    tableEntity({
      name: 'bulk_job',
      table: 'bulk_job',
      key: 'id',
      keyType: 'uuid',
      sequence: 'sequence',
      of: 'root.department = $1',
      goes: true,
      sealed: { settings: seals.json },
      parts: [byId],
    }),
    counted({
      table: 'bulk_job_slice',
      key: 'slice_id',
      keyType: 'uuid',
      of: 'root.job_id in (select id from bulk_job where department = $1)',
      goes: true,
      most: 50,
      // A lease: it ends by itself, and the rows are made into notifications once in any case.
      stays: ['not_before'],
      sealed: { content: seals.json },
    }),
    counted({
      table: 'letter',
      key: 'notification_id',
      keyType: 'uuid',
      of: 'root.notification_id in (select id from notification where department = $1)',
      goes: true,
      most: 8,
      sealed: { pdf: seals.bytes },
    }),
    counted({
      table: 'document',
      key: 'id',
      keyType: 'uuid',
      of: ofService,
      goes: true,
      most: 8,
      sealed: { details: seals.json, bytes: seals.bytes },
    }),
    counted({
      table: 'callback_message',
      key: 'id',
      keyType: 'uuid',
      of: ofService,
      stays: ['in_hand'],
      goes: true,
      parts: [
        {
          member: 'attempts',
          table: 'callback_attempt',
          parent: 'message_id',
          order: 'part.started_at, part.duration_ms, part.result',
        },
        byId,
      ],
    }),
    withDigests(
      counted({
        table: 'sandbox_message',
        key: 'key',
        of: 'root.department = $1',
        // Only mail that came by SMTP has these, and that is nobody's.
        stays: ['same', 'raw'],
        goes: true,
        sealed: { content: seals.json },
      }),
      ['recipients'],
      ({ content }) => {
        const { to } = JSON.parse(String(content)) as { to: string };
        return { recipients: [`\\x${recipientDigest({ mac }, to).toString('hex')}`] };
      },
    ),
  ];
}
