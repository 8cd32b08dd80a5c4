import { createHmac } from 'node:crypto';
import type { Platform } from '@ashlar/local';
import { compare, type Throughput } from './throughput.ts';

/** Measures accepting e-mails, while the delivery worker hands them on by SMTP as in the demo. */
export async function measureEmail(platform: Platform, rounds: number, seconds: number): Promise<Throughput> {
  const { key, body } = await mailSender(platform, 'smtp');
  return compare(
    platform,
    {
      url: `${platform.serviceUrl('messaging')}/v2/notifications/email`,
      headers: () => ({ authorization: `Bearer ${tokenOf(key)}` }),
      body,
    },
    rounds,
    seconds,
  );
}

/** Who sends e-mails, and the body of one. */
export interface MailSender {
  readonly key: string;
  readonly body: string;
}

/** A messaging service of its own, whose limit no measurement meets. */
export async function mailSender(platform: Platform, carrier: 'sandbox' | 'smtp'): Promise<MailSender> {
  const root = `${platform.serviceUrl('messaging')}/ashlar/v1/messaging-services`;
  const token = await platform.token({ scope: 'messaging:admin', audience: 'messaging', department: 'demo' });
  const create = async (path: string, body: object) => {
    const answer = await fetch(root + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string; key: string };
  };
  const { id } = await create('', {
    service: 'bench',
    name: 'Bench',
    email_from: 'bench@messages.example',
    email_provider: carrier,
    rate_limit: 10_000_000,
    daily_limits: { email: 1_000_000_000 },
  });
  const { key } = await create(`/${id}/api-keys`, { name: 'bench', type: 'live' });
  const template = await create(`/${id}/templates`, {
    type: 'email',
    name: 'Licence granted',
    subject: 'Your fishing licence, ((name))',
    body: 'Dear ((name)),\n\nYou may fish from today. Your reference is ((reference)).',
  });
  const body = {
    email_address: 'bench@example.org',
    template_id: template.id,
    personalisation: { name: 'Izaak', reference: 'FL-1653' },
    reference: 'BENCH',
  };
  return { key, body: JSON.stringify(body) };
}

/** A token of the messaging standard, good for half a minute: from the key that its service was given. */
export function tokenOf(key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: key.slice(-73, -37), iat: Math.floor(Date.now() / 1000) };
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', key.slice(-36)).update(signed).digest('base64url')}`;
}
