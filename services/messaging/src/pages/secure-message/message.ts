import { randomUUID } from 'node:crypto';
import { FaultError, type Handler } from '@ashlar/service-kit';
import { attachment } from '../../api/secure-message/attachment.ts';
import { type Assurance, filesOf, takesReply } from '../../domain/secure-message/entities.ts';
import {
  type OpenMessage,
  openFileOf,
  openMessage,
  shownText,
} from '../../usecases/secure-message/read-inbox.ts';
import { longestReply, replyToMessage } from '../../usecases/secure-message/reply-to-message.ts';
import { sendPage } from '../render.ts';
import { actionView, dateOf, documentView, isMessageId } from './shown.ts';
import { form, goTo, type InboxDeps, page, sendMessage, signInPath, textOf, type Visit } from './visit.ts';

/** `showSecureMessage`: a message with its thread, which opens it. */
export function showSecureMessage(deps: InboxDeps): Handler {
  return page(deps, async (at) => {
    const opened = await opening(deps, at);
    return 'required' in opened ? askForMore(at, opened.required) : sendOpened(deps, at, opened);
  });
}

/** `downloadSecureFile`: a file of a message, under the rules of the message. */
export function downloadSecureFile(deps: InboxDeps): Handler {
  return page(deps, async (at) => {
    const opened = await opening(deps, at);
    if ('required' in opened) return askForMore(at, opened.required);
    const number = Number(textOf(at.request.params, 'number'));
    const file = filesOf(opened.content).find((one) => one.number === number);
    const bytes = file && (await openFileOf(deps.secure, opened, file));
    if (!file || !bytes) throw new FaultError('not_found');
    return at.reply.headers(attachment(file)).send(bytes);
  });
}

/** `replyToSecureMessage`: stores a reply once, however often its form is sent. */
export function replyToSecureMessage(deps: InboxDeps): Handler {
  return form(deps, async (at) => {
    const { request, reply } = at;
    const text = plainText(textOf(request.body, 'text'));
    const once = textOf(request.body, 'once');
    const problem = problemOf(text, once);
    if (problem !== undefined) {
      const opened = await opening(deps, at);
      if ('required' in opened) return askForMore(at, opened.required);
      return sendOpened(deps, { ...at, reply: reply.code(422) }, opened, { text, problem });
    }
    const id = idOf(at);
    const { traceparent } = request;
    const sent = await replyToMessage(deps.secure, at.person, { id, text, once, traceparent });
    if (sent === 'replied') return goTo(request, reply, `/messages/${id}?replied=yes`);
    if (sent === 'not_found') throw new FaultError('not_found');
    if (sent !== 'closed') return askForMore(at, sent.required);
    return sendMessage(request, reply.code(422), {
      title: 'Your reply was not sent',
      text: 'This message takes no replies, or not any more.',
      link: { text: 'Go back to the message', href: `/messages/${id}` },
    });
  });
}

async function opening(deps: InboxDeps, at: Visit): Promise<OpenMessage | { required: Assurance }> {
  const opened = await openMessage(deps.secure, at.person, idOf(at), at.request.traceparent);
  if (opened === 'not_found') throw new FaultError('not_found');
  return opened;
}

/** Says that the message needs a surer sign-in, and nothing of the message. */
function askForMore({ request, reply, csrfToken, ...at }: Visit, required: Assurance) {
  return sendPage(request, reply.code(403), {
    view: 'secure-message/step-up',
    title: 'Prove who you are to read this message',
    signIn: `${signInPath(`/messages/${idOf({ request })}`)}&assurance=${required}`,
    has: at.person.assurance,
    required,
    csrfToken,
  });
}

function sendOpened(
  deps: InboxDeps,
  { request, reply, csrfToken }: Pick<Visit, 'request' | 'reply' | 'csrfToken'>,
  { message, content, thread }: OpenMessage,
  refused?: { text: string; problem: string },
) {
  const shown = shownText(content);
  const { main_document: main, additional_documents: additional } = content;
  const documents = [main, ...additional].map((document) => documentView(document, shown));
  return sendPage(request, reply, {
    view: 'secure-message/message',
    title: `${refused ? 'Error: ' : ''}${content.label}`,
    id: message.id,
    content,
    language: shown?.language,
    text: thread.find((one) => one.message.id === message.id)?.text,
    delivered: message.deliveredAt && dateOf(message.deliveredAt),
    documents: documents.filter(({ files }) => files.length > 0),
    actions: [main, ...additional].flatMap(({ actions = [] }) => actions.map(actionView)),
    thread: thread
      .filter((one) => one.message.id !== message.id)
      .map((one) => ({
        id: one.message.id,
        isOwn: one.message.direction === 'from_recipient',
        label: one.content.label,
        text: one.message.direction === 'from_recipient' ? one.text : undefined,
        at: dateOf(one.message.deliveredAt ?? one.message.createdAt),
      })),
    takesReply: takesReply(message, deps.secure.now()),
    replyBy: message.replyBy && dateOf(message.replyBy),
    replied: textOf(request.query, 'replied') === 'yes',
    once: randomUUID(),
    longestReply,
    written: refused?.text,
    problem: refused?.problem,
    csrfToken,
  });
}

function problemOf(text: string, once: string): string | undefined {
  if (!isMessageId(once)) return 'This page is an old one. Send your reply again';
  if (text === '') return 'Enter your reply';
  if ([...text].length > longestReply) return `Your reply must be ${longestReply} characters or fewer`;
  return undefined;
}

/** A text as a form sends it, with the line ends and without the control characters. */
function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n|\t)\p{Cc}/gu, '')
    .trim();
}

function idOf({ request }: Pick<Visit, 'request'>): string {
  const id = textOf(request.params, 'message_uuid');
  if (!isMessageId(id)) throw new FaultError('not_found');
  return id;
}
