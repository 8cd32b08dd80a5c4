import { readFile } from 'node:fs/promises';
import type { Log } from '@ashlar/component';
import { SignJWT } from 'jose';
import { type Mail, type MailLanguage, notices } from '../domain/mail.ts';
import type { Mailer } from '../domain/ports.ts';

/** What the file of the configuration says. */
interface Settings {
  readonly url: string;
  readonly serviceId: string;
  readonly secret: Uint8Array;
  readonly templates: Readonly<Record<'code' | 'notice', Template>> & {
    readonly phone_code: Template | undefined;
  };
}

type Template = Readonly<Record<MailLanguage, string>>;

/**
 * Hands e-mail and text messages to messaging by its v2 API. The file with its address, API key and templates is read each time, so that it may come, and change, while the process
 * runs; without a file nothing is ever ready.
 */
export function createMessagingMailer(options: {
  file: string | undefined;
  timeoutMs: number;
  log: Log;
}): Mailer {
  const { file, timeoutMs, log } = options;
  const settings = async () => (file === undefined ? undefined : readSettings(file, log));
  return {
    isReady: async () => (await settings()) !== undefined,
    canText: async () => (await settings())?.templates.phone_code !== undefined,
    async send(id, mail) {
      const { url, serviceId, secret, templates } = (await settings()) ?? never('it is not configured');
      const token = await new SignJWT().setProtectedHeader({ typ: 'JWT', alg: 'HS256' }).setIssuer(serviceId);
      const template = templates[mail.kind] ?? never('it has no template for text messages');
      const isText = mail.kind === 'phone_code';
      const answer = await fetch(`${url}/v2/notifications/${isText ? 'sms' : 'email'}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await token.setIssuedAt().sign(secret)}`,
          'content-type': 'application/json',
          'idempotency-key': `identity-${id}`,
        },
        body: JSON.stringify({
          [isText ? 'phone_number' : 'email_address']: mail.to,
          template_id: template[mail.language],
          personalisation:
            mail.kind === 'notice' ? { what: notices[mail.language][mail.about] } : { code: mail.code },
          reference: id,
        }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      await answer.body?.cancel();
      // 409: the key was used before with other words, so that mail is there.
      if (answer.ok || answer.status === 409) return 'accepted';
      return answer.status === 400 ? 'refused' : never(`it answers ${answer.status}`);
    },
  };
}

function never(why: string): never {
  throw new Error(`messaging takes no mail: ${why}`);
}

async function readSettings(file: string, log: Log): Promise<Settings | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    // It has not come yet.
    return undefined;
  }
  try {
    return settingsOf(JSON.parse(text));
  } catch {
    log.warn({}, 'the file about messaging is not as it should be');
    return undefined;
  }
}

/** An API key of the messaging standard ends in the id of its service and its secret, each a UUID. */
function settingsOf(value: Readonly<Record<string, unknown>>): Settings {
  const { url, api_key: key, templates } = value;
  const [, serviceId = '', secret = ''] = /([\da-f-]{36})-([\da-f-]{36})$/.exec(textOf(key)) ?? [];
  if (serviceId === '') throw new TypeError('no API key');
  const of = (kind: Mail['kind']) => {
    const { en, cy } = membersOf(membersOf(templates)[kind]);
    return { en: textOf(en), cy: textOf(cy ?? en) };
  };
  return {
    url: new URL(textOf(url)).href.replace(/\/$/, ''),
    serviceId,
    secret: new TextEncoder().encode(secret),
    templates: {
      code: of('code'),
      notice: of('notice'),
      phone_code: 'phone_code' in membersOf(templates) ? of('phone_code') : undefined,
    },
  };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
  return Object.fromEntries(Object.entries(value));
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError('not a text');
  return value;
}
