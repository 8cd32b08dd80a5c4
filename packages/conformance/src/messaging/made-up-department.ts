import { randomBytes, randomUUID } from 'node:crypto';
import type { Item, MadeUpDepartment } from '../gate/plan.ts';
import { recipients, tokenOf } from './subject.ts';

/**
 * A department with a messaging service, a key, a template, three messages that have come to their end and their events, as a predecessor would hand it over. Its key is
 * good: tokens are signed with the secret that is handed over. Records say every member, so that what comes back can be compared with them.
 */
export function makeUpMessaging(department: string): MadeUpDepartment {
  const [service, template, secret] = [randomUUID(), randomUUID(), randomUUID()];
  const key = `gate-${service}-${secret}`;
  const messages = [1, 2, 3].map((position) => message({ department, service, template, position }));
  const [first] = messages;
  if (!first) throw new Error('no messages');
  const headers = () => ({ authorization: `Bearer ${tokenOf(key)}` });
  return {
    items: [
      item('secret', `${department}-link`, {
        ...{ use: 'link', algorithm: 'A256GCM', key: randomBytes(32).toString('hex') },
      }),
      item('messaging_service', service, serviceRecord(department, service)),
      keyItem(service, secret),
      templateItem(service, template),
      ...messages.flatMap(({ thing, event }) => [thing, event]),
    ],
    changed: {
      ...first.thing,
      sequence: 5,
      record: { ...first.thing.record, status: 'temporary-failure', completed_at: later },
    },
    untold: (receiver) => untold(service, first, receiver),
    creates: 'notification',
    create: () => ({
      path: '/v2/notifications/email',
      ask: {
        method: 'POST',
        headers: headers(),
        body: { email_address: recipients.email, template_id: template, personalisation: { name: 'Anna' } },
      },
      entity: (answer) => String((answer.json as { id?: unknown } | undefined)?.id),
    }),
    read: (id) => ({ path: `/v2/notifications/${id}`, ask: { headers: headers() } }),
  };
}

// A moment ago: what is older is deleted as soon as somebody is primary for it.
const made = new Date(Date.now() - 60_000).toISOString();
const later = new Date(Date.now() - 30_000).toISOString();

function item(entity: string, id: string, record: Record<string, unknown>, at = {}): Item {
  return { entity, id, sequence: 1, position: 0, record, ...at };
}

function serviceRecord(department: string, id: string): Record<string, unknown> {
  return {
    ...{ id, department, service: 'licences', name: 'Licences', email_from: 'licences@gate.example' },
    ...{ sms_sender: 'GATE', email_provider: 'sandbox', sms_provider: 'sandbox', letter_provider: 'sandbox' },
    ...{ international_sms: false, international_letters: false, trial_mode: false, rate_limit: 1_000_000 },
    channels: ['email', 'sms', 'letter'],
    daily_limits: { email: 1_000_000, sms: 1_000_000, international_sms: 100, letter: 100 },
    ...{ guest_list: '[]', team_members: '[]', files_contact_link: null },
    ...{ created_at: made, archived_at: null, idempotency_records: [] },
  };
}

function keyItem(service: string, secret: string): Item {
  const id = randomUUID();
  const named = { id, service_id: service, name: 'gate', type: 'live', secret };
  return item('api_key', id, { ...named, created_at: made, revoked_at: null, idempotency_records: [] });
}

function templateItem(service: string, id: string): Item {
  const version = {
    ...{ id: randomUUID(), version: 1, name: 'Granted', subject: 'Your licence, ((name))' },
    ...{ body: 'Hello ((name))', created_by: 'gate', created_at: made, has_unsubscribe_link: false },
    ...{ postage: null, contact_block: null, lane: 'normal' },
  };
  return item('template', id, {
    ...{ id, service_id: service, type: 'email', version: 1, archived: false, created_at: made, sequence: 1 },
    ...{ versions: [version], idempotency_records: [] },
  });
}

/** A message that was delivered, and the event of its creation. */
function message(its: { department: string; service: string; template: string; position: number }): {
  thing: Item;
  event: Item;
} {
  const id = randomUUID();
  const { department, service, template, position } = its;
  const said = {
    ...{ recipient: recipients.email, to: recipients.email, from: 'licences@gate.example', replyTo: null },
    ...{ subject: 'Your licence', body: `Hello ${position}`, reference: `GATE-${position}`, sanitised: {} },
    ...{ unsubscribeUrl: null, ownUnsubscribeUrl: null, senderName: 'Licences' },
  };
  const record = {
    ...{ id, service_id: service, department, service: 'licences', type: 'email', key_type: 'live' },
    ...{ template_id: template, template_version: 1, provider: 'sandbox', status: 'delivered' },
    ...{ fragments: null, message: JSON.stringify(said), attempt: 1, repeats: 0, in_flight: false },
    ...{ not_before: null, created_at: made, sent_at: made, completed_at: made, postage: null, pages: null },
    ...{ lane: 1, scheduled_for: null, held: false, idempotency_records: [] },
  };
  return { thing: item('notification', id, record, { sequence: 4 }), event: eventOf(record, position) };
}

function eventOf(
  record: { id: string; department: string; service_id: string; template_id: string },
  position: number,
): Item {
  const id = randomUUID();
  const type = 'messaging.notification.created.v1';
  const event = {
    ...{ specversion: '1.0', id, source: '/messaging', type, subject: record.id, time: made },
    ...{ datacontenttype: 'application/json', dataschema: `urn:ashlar:event:${type}` },
    ...{ department: record.department, service: 'licences', sequence: 1, position },
    data: {
      ...{ notification_id: record.id, messaging_service_id: record.service_id, type: 'email' },
      ...{ template_id: record.template_id, template_version: 1, key_type: 'live', provider: 'sandbox' },
      status: 'created',
    },
  };
  return item('event', id, event, { position });
}

/** A callback, and what is due to be told by it. */
function untold(service: string, { thing }: { thing: Item }, receiver: string): Item[] {
  const id = randomUUID();
  const settings = { url: receiver, bearerToken: 'a-token', secret: randomBytes(32).toString('base64') };
  return [
    item('service_callback', `${service}/delivery_status`, {
      ...{ id: `${service}/delivery_status`, service_id: service, type: 'delivery_status' },
      ...{ settings: JSON.stringify(settings), created_at: made },
    }),
    item('callback_message', id, {
      ...{ id, service_id: service, type: 'delivery_status', subject_id: thing.id, status: 'pending' },
      ...{ tries: 0, not_before: made, created_at: made, ended_at: null, attempts: [] },
      idempotency_records: [],
    }),
  ];
}
