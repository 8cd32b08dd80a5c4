import { createOnce, type Once } from '@ashlar/component';
import { v7 } from 'uuid';
import type { LetterContent, NewNotification, Notification, Template } from '../domain/entities.ts';
import type { Lane } from '../domain/lanes.ts';
import {
  addressLines,
  mostPages,
  mostQrBytes,
  type Postage,
  qrCodes,
  readAddress,
} from '../domain/letter.ts';
import { pretence } from '../domain/ports.ts';
import { fill, oneLine, type Personalisation } from '../domain/template.ts';
import { insertNotification, readNotification } from '../store/notifications.ts';
import type { TokenHolder } from './check-token.ts';
import type { Deps } from './deps.ts';
import { refuseTemplate } from './refuse-template.ts';

interface Ask {
  readonly holder: TokenHolder;
  readonly reference: string | null;
  readonly once: Once | undefined;
  readonly traceparent: string;
  /** When it is to be made and printed; null for as soon as letters are. */
  readonly scheduledFor: Date | null;
  readonly lane: Lane | undefined;
}

/** A letter as a service asks for it, its schema checked. */
export interface SendLetter extends Ask {
  readonly templateId: string;
  readonly personalisation: Personalisation;
}

/** A letter whose PDF the caller made. `pdf` is undefined where it was no base64. */
export interface SendPrecompiled extends Ask {
  readonly pdf: Buffer | undefined;
  readonly postage: Postage;
}

/** What came of it. A refusal is the standard's own, with its status, name and text. */
export type SentLetter =
  | { readonly notification: NewNotification; readonly replayed: boolean }
  | Refusal
  | 'key_reused';

/** A refusal in the standard's words. `facts` stand beside them. */
export interface Refusal {
  readonly refused: string;
  readonly error: 'BadRequestError' | 'ValidationError';
  readonly status: 400 | 403;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Accepts letters. */
export interface LetterSending {
  fromTemplate(input: SendLetter): Promise<SentLetter>;
  precompiled(input: SendPrecompiled): Promise<SentLetter>;
}

/** Makes the acceptance of letters: each is checked in the standard's order and stored with its event in one statement. */
export function createSendLetter(
  deps: Deps,
  templateOf: (serviceId: string, id: string) => Promise<Template | undefined>,
): LetterSending {
  return {
    async fromTemplate(input) {
      const { service } = input.holder;
      const notAllowed = refuseChannel(input);
      if (notAllowed) return notAllowed;
      const template = await templateOf(service.id, input.templateId);
      const refused = refuseTemplate(template, 'letter', input.personalisation);
      if (refused !== undefined || !template) return bad(refused ?? 'Template not found');
      return refuseQr(template, input) ?? refuseSender(input) ?? acceptTemplated(deps, input, template);
    },

    async precompiled(input) {
      const refused = refuseChannel(input) ?? refuseSender(input);
      if (refused) return refused;
      const { pdf } = input;
      if (!pdf) return bad('Cannot decode letter content (invalid base64 encoding)');
      if (await deps.scanner.isHarmful(pdf)) return bad('File did not pass the virus scan');
      const facts = await deps.pdfReader.read(pdf);
      if (!facts || facts.pages === 0) return bad('Letter content is not a valid PDF');
      if (facts.pages > mostPages) {
        return bad(`Letters must be ${mostPages} pages or less. Your letter is ${facts.pages} pages long.`);
      }
      if (facts.notA4.length > 0) {
        return bad(`Your letter is not A4 portrait size on page ${facts.notA4.join(', ')}`);
      }
      return store(deps, input, newPrecompiled(deps, input, facts.pages), pdf);
    },
  };
}

function acceptTemplated(deps: Deps, input: SendLetter, template: Template): Promise<SentLetter> | Refusal {
  const { service } = input.holder;
  const given = addressLines(input.personalisation);
  const address = readAddress(given, service.internationalLetters);
  if ('problem' in address) return { refused: address.problem, error: 'ValidationError', status: 400 };
  const fromHome = address.zone === 'united-kingdom';
  const notification = newLetter(deps, input, {
    template,
    lane: template.lane,
    postage: fromHome ? (template.postage ?? 'second') : (address.zone as Postage),
    subject: oneLine(fill(template.subject ?? '', input.personalisation, 'sentence')),
    body: fill(template.body, input.personalisation, 'bullets'),
    letter: { address: given, printed: address.lines, contactBlock: template.contactBlock },
    pages: null,
  });
  return store(deps, input, notification);
}

function newPrecompiled(deps: Deps, input: SendPrecompiled, pages: number): NewNotification {
  return newLetter(deps, input, {
    // It has no template; the service's own id stands where one is shown.
    template: { id: input.holder.service.id, version: 1 },
    lane: 'normal',
    postage: input.postage,
    subject: 'Pre-compiled PDF',
    body: '',
    letter: {
      address: ['Provided as PDF', null, null, null, null, null, null],
      printed: [],
      contactBlock: null,
    },
    pages,
  });
}

interface Made {
  readonly template: Pick<Template, 'id' | 'version'>;
  readonly lane: Lane;
  readonly postage: Postage;
  readonly subject: string;
  readonly body: string;
  readonly letter: LetterContent;
  readonly pages: number | null;
}

function newLetter(deps: Deps, input: Ask, made: Made): NewNotification {
  const { reference, lane, scheduledFor } = input;
  const { service, key } = input.holder;
  const createdAt = deps.now();
  return {
    id: v7(),
    serviceId: service.id,
    department: service.department,
    service: service.service,
    type: 'letter',
    keyType: key.type,
    templateId: made.template.id,
    templateVersion: made.template.version,
    provider: key.type === 'test' ? pretence : service.letterProvider,
    fragments: null,
    postage: made.postage,
    pages: made.pages,
    message: {
      recipient: '',
      to: '',
      from: '',
      subject: made.subject,
      body: made.body,
      reference,
      unsubscribeUrl: null,
      senderName: service.name,
      sanitised: {},
      letter: made.letter,
    },
    lane: lane ?? made.lane,
    scheduledFor,
    createdAt,
  };
}

async function store(
  deps: Deps,
  input: Ask,
  notification: NewNotification,
  pdf?: Buffer,
): Promise<SentLetter> {
  const { reference, holder } = input;
  const { service, key } = holder;
  const made = await createOnce<NewNotification | Notification>(deps, input.once, {
    async make(once) {
      const stored = await insertNotification(deps.db, deps.vault, notification, {
        referenceMac: reference === null ? null : deps.mac(service.id, reference),
        traceparent: input.traceparent,
        once,
        notBefore: new Date(notification.createdAt.getTime() + deps.times.releaseLetterAfter * 1000),
        ...(pdf && { pdf }),
      });
      return stored ? notification : undefined;
    },
    read: (id) => readNotification(deps.db, deps.vault, { id, serviceId: service.id }),
  });
  if (made === 'key_reused') return made;
  if (!made.replayed) deps.daily.count(service.id, key.type, 'letter');
  return { notification: made.thing, replayed: made.replayed };
}

function refuseChannel({ holder: { service } }: Ask): Refusal | undefined {
  return service.channels.includes('letter') ? undefined : bad('Service is not allowed to send letters');
}

function refuseSender({ holder: { service, key } }: Ask): Refusal | undefined {
  if (key.type === 'team') return bad('Cannot send letters with a team api key', 403);
  return service.trialMode && key.type !== 'test'
    ? bad('Cannot send letters when service is in trial mode', 403)
    : undefined;
}

function refuseQr({ body }: Template, { personalisation }: SendLetter): Refusal | undefined {
  for (const data of qrCodes(fill(body, personalisation, 'bullets'))) {
    const bytes = Buffer.byteLength(data);
    if (bytes > mostQrBytes) {
      const facts = { data, num_bytes: bytes, max_bytes: mostQrBytes };
      const refused = 'Cannot create a usable QR code - the link is too long';
      return { refused, error: 'ValidationError', status: 400, facts };
    }
  }
  return undefined;
}

function bad(refused: string, status: 400 | 403 = 400): Refusal {
  return { refused, error: 'BadRequestError', status };
}
