import { Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Recipient } from '../../domain/recipients.ts';
import { readEmailAddress, withoutSpace } from '../../domain/recipients.ts';
import type { NoticeKind } from '../../domain/secure-message/entities.ts';
import type { SentDocument } from '../../usecases/secure-message/accept-files.ts';
import type { SendSecureMessage } from '../../usecases/secure-message/send-secure-message.ts';
import { readAnyPhoneNumber } from '../phone-numbers.ts';

interface Notice {
  readonly email_address?: string;
  readonly phone_number?: string;
}

type Body = SendSecureMessage['header'] & {
  readonly messaging_service_id: string;
  readonly expires_at?: string;
  readonly notice?: Notice;
  readonly fallback?: { readonly unread_by: string; readonly notice: Notice };
  readonly main_document: SentDocument;
  readonly additional_documents?: readonly SentDocument[];
};

/** Reads the body of a message that is sent. Throws the problem of a time, address or number that is none. */
export function readSending(
  request: FastifyRequest,
): Pick<
  SendSecureMessage,
  'serviceId' | 'header' | 'mainDocument' | 'additionalDocuments' | 'notices' | 'expiresAt'
> {
  const {
    messaging_service_id: serviceId,
    expires_at: expiresAt,
    notice,
    fallback,
    main_document: mainDocument,
    additional_documents: additionalDocuments = [],
    ...header
  } = request.body as Body;
  refuseTimes(request.body as Body);
  return {
    serviceId,
    header,
    mainDocument,
    additionalDocuments,
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
    notices: [
      ...readNotices('notice', '#/notice', notice, undefined),
      ...(fallback
        ? readNotices('fallback', '#/fallback/notice', fallback.notice, new Date(fallback.unread_by))
        : []),
    ],
  };
}

/** RFC 3339 knows leap seconds, which no `Date` has: they are refused here, so that every stored time is one. */
function refuseTimes(body: Body): void {
  const documents = [
    ['#/main_document', body.main_document] as const,
    ...(body.additional_documents ?? []).map(
      (document, at) => [`#/additional_documents/${at}`, document] as const,
    ),
  ];
  const times = [
    ['#/reply_by_date_time', body.reply_by_date_time],
    ['#/expires_at', body.expires_at],
    ['#/fallback/unread_by', body.fallback?.unread_by],
    ...documents.flatMap(([pointer, { actions = [] }]) =>
      actions.flatMap((action, at) => [
        [`${pointer}/actions/${at}/start_date_time`, action.start_date_time],
        [`${pointer}/actions/${at}/end_date_time`, action.end_date_time],
      ]),
    ),
  ] as const;
  const errors = times
    .filter(([, time]) => time !== undefined && Number.isNaN(Date.parse(time)))
    .map(([pointer]) => ({ pointer: String(pointer), detail: 'is no time that can be stored' }));
  if (errors.length > 0) throw invalid(errors);
}

/** A value that the contract allows is not acceptable. */
export function invalid(errors: readonly { pointer: string; detail: string }[]): Problem {
  return new Problem(422, 'invalid', 'A value is not acceptable', undefined, { errors });
}

function readNotices(
  kind: NoticeKind,
  pointer: string,
  { email_address: email, phone_number: phone }: Notice = {},
  dueAt: Date | undefined,
): SendSecureMessage['notices'] {
  const read = (
    channel: 'email' | 'sms',
    member: string,
    text: string | undefined,
    reader: (text: string) => Recipient,
  ) => {
    if (text === undefined) return [];
    const found = reader(text);
    if (!('problem' in found)) return [{ kind, channel, recipient: withoutSpace(text), ...found, dueAt }];
    throw invalid([{ pointer: `${pointer}/${member}`, detail: found.problem }]);
  };
  return [
    ...read('email', 'email_address', email, readEmailAddress),
    ...read('sms', 'phone_number', phone, readAnyPhoneNumber),
  ];
}
