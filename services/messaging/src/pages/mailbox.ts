import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { MailboxEntry, MailboxMessage } from '../domain/mailbox.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  findMailboxEntries,
  findMailboxRecipients,
  getMailboxMessage,
  getMailboxSource,
} from '../usecases/read-mailbox.ts';
import { sendPage } from './render.ts';

/** What the mailbox's pages are read through. */
type MailboxDeps = Pick<Deps, 'db' | 'vault'>;

const pageSize = 25;
const isKey = /^[0-9a-f]{32}$/;
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `showMailbox`: the newest messages, or those to one recipient, or older ones. */
export function showMailbox(deps: MailboxDeps): Handler {
  return async (request, reply) => {
    const recipient = queried(request, 'recipient', isKey);
    const before = queried(request, 'before', isId);
    const [{ entries, more }, recipients] = await Promise.all([
      findMailboxEntries(deps, { recipientKey: recipient, before, limit: pageSize }),
      findMailboxRecipients(deps),
    ]);
    return sendPage(request, reply, {
      view: 'mailbox',
      title: 'Messages',
      messages: entries.map(entryView),
      recipients,
      recipient,
      earlier: before !== undefined,
      older: more ? entries.at(-1)?.id : undefined,
    });
  };
}

/** `showMailboxMessage`: one message, as its recipient would see it. */
export function showMailboxMessage(deps: MailboxDeps): Handler {
  return async (request, reply) => {
    const message = await getMailboxMessage(deps, idOf(request));
    if (!message) throw new FaultError('not_found');
    const view = messageView(message);
    const content = { view: 'mailbox-message', title: view.title, message: view } as const;
    const { html } = message;
    if (html === null) return sendPage(request, reply, content);
    return sendPage(request, reply, { ...content, document: framed(html) }, true);
  };
}

/** `showMailboxSource`: mail as it arrived, byte for byte. */
export function showMailboxSource(deps: MailboxDeps): Handler {
  return async (request, reply) => {
    const source = await getMailboxSource(deps, idOf(request));
    if (!source) throw new FaultError('not_found');
    return reply.headers({ 'cache-control': 'no-store' }).type('text/plain; charset=utf-8').send(source);
  };
}

/** One value of the query; undefined when it is not of its form, which only a made-up address is. */
function queried(request: FastifyRequest, name: string, form: RegExp): string | undefined {
  const { [name]: value } = request.query as Record<string, unknown>;
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

function idOf(request: FastifyRequest): string {
  const { message_id: id } = request.params as { message_id: string };
  if (!isId.test(id)) throw new FaultError('not_found');
  return id;
}

/** A mail's HTML for the frame: its links open elsewhere, since a frame without scripts cannot leave itself. */
function framed(html: string): string {
  return `<!DOCTYPE html><base target="_blank">${html.replace(/^\s*<!doctype[^>]*>/i, '')}`;
}

function entryView(entry: MailboxEntry) {
  const { channel, subject, receivedAt } = entry;
  const title = channel === 'sms' ? 'Text message' : subject || 'No subject';
  return { ...entry, title, received: readable(receivedAt), receivedAt: receivedAt.toISOString() };
}

function messageView(message: MailboxMessage) {
  return {
    ...message,
    ...entryView(message),
    written: message.writtenAt && readable(message.writtenAt),
    attachments: message.attachments.map((file) => ({ ...file, size: sizeOf(file.bytes) })),
  };
}

function readable(at: Date): string {
  return dateFormat.format(at);
}

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'medium',
  timeZone: 'Europe/London',
});

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`;
}
