import { randomUUID } from 'node:crypto';
import type { Outgoing } from '../../src/domain/ports.ts';

/** A message as a carrier is given it. */
export function outgoing(channel: 'email' | 'sms'): Outgoing {
  const isMail = channel === 'email';
  return {
    key: randomUUID(),
    channel,
    to: isMail ? 'anna@example.org' : '+447700900321',
    from: isMail ? 'licences@messages.example' : 'ASHLAR',
    senderName: 'Fishing licences',
    subject: isMail ? 'Your licence' : null,
    text: 'You may fish – ½ price & more.',
    html: null,
    unsubscribeUrl: null,
    replyTo: null,
  };
}
