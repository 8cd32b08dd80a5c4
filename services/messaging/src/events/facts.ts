/**
 * What a notification's public events say, as SQL over a row of `notification`: ids and its state. No address, number, reference or text, since a
 * department's own people need not read those in an event.
 */
export function notificationFact(row: string): string {
  return `jsonb_build_object('notification_id', ${row}.id, 'messaging_service_id', ${row}.service_id, 'template_id', ${row}.template_id,
    'template_version', ${row}.template_version, 'type', ${row}.type, 'key_type', ${row}.key_type, 'provider', ${row}.provider,
    'status', ${row}.status)`;
}

/** The same of a secure message, over a row of `secure_message`: ids and its state. */
export function secureMessageFact(row: string): string {
  return `jsonb_build_object('message_uuid', ${row}.id, 'thread_uuid', ${row}.thread_id, 'messaging_service_id', ${row}.service_id,
    'direction', ${row}.direction, 'state', ${row}.state)`;
}
