import { createHmac } from 'node:crypto';
import { department, service } from '../department.ts';
import { expectJson } from '../http.ts';
import type { Ground, Part } from '../world.ts';

/** A service of messaging, and what it asks with. */
export interface MessagingAccount {
  readonly serviceId: string;
  /** An API key of the standard. */
  readonly key: string;
  /** An access token that may change the service and send secure messages. */
  readonly token: string;
  readonly emailTemplate: string;
  readonly smsTemplate: string;
  /** A template that no message is made from, to be edited. */
  readonly editedTemplate: string;
}

/** Opens a service that sends mail by SMTP and texts by the carrier in Twilio's shape, without limits that the traffic meets, and is told of both by callbacks below `callbacks`. */
export async function openService(
  { tokens }: Ground,
  { url }: Pick<Part, 'url'>,
  callbacks: string,
): Promise<MessagingAccount> {
  const scope = 'messaging:admin messaging:secure-messages';
  const token = await tokens.mint({ audience: 'messaging', scope, department, expiresInS: 14_400 });
  const headers = { authorization: `Bearer ${token}` };
  const root = `${url}/ashlar/v1/messaging-services`;
  const { id } = await expectJson<{ id: string }>(root, {
    headers,
    body: {
      service,
      name: 'Fishing licences',
      email_from: 'licences@messages.example',
      email_provider: 'smtp',
      sms_provider: 'twilio',
      rate_limit: 1_000_000,
    },
  });
  const make = <Body>(path: string, body: object) =>
    expectJson<Body>(`${root}/${id}/${path}`, { headers, body });
  const template = async (body: object) => (await make<{ id: string }>('templates', body)).id;
  for (const type of ['delivery_status', 'received_text'])
    await expectJson(`${root}/${id}/callbacks/${type}`, {
      method: 'PUT',
      headers,
      body: { url: `${callbacks}/${type}`, bearer_token: 'a-token-of-the-drill' },
    });
  const { key } = await make<{ key: string }>('api-keys', { name: 'drill', type: 'live' });
  return {
    serviceId: id,
    key,
    token,
    emailTemplate: await template({
      type: 'email',
      name: 'Granted',
      subject: 'Licence ((reference))',
      body: 'You may fish. Your reference is ((reference)).',
    }),
    smsTemplate: await template({ type: 'sms', name: 'Granted', body: 'Licence ((reference)) is granted.' }),
    editedTemplate: await template({ type: 'sms', name: 'Edited', body: 'Nothing yet.' }),
  };
}

/** The header by which a service asks for a path: the standard's token, made of its key at this moment, or an access token. */
export function authorizationOf({ key, token }: MessagingAccount): (path: string) => string {
  const byKey = ['/v2/', '/ashlar/v1/notifications', '/ashlar/v1/changes'];
  return (path) => `Bearer ${byKey.some((begin) => path.startsWith(begin)) ? notifyToken(key) : token}`;
}

/** The last 36 characters of a key sign the standard's token, the 36 before them name the service. */
function notifyToken(key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: key.slice(-73, -37), iat: Math.floor(Date.now() / 1000) };
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', key.slice(-36)).update(signed).digest('base64url')}`;
}
