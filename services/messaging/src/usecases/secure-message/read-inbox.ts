import {
  type Assurance,
  isEnough,
  type SecureContent,
  type SecureFile,
  type SecureMessage,
} from '../../domain/secure-message/entities.ts';
import {
  listSecureMessages,
  readContents,
  readFile,
  readSecureMessage,
} from '../../store/secure-message/messages.ts';
import { mailboxOf, type Person, type SecureDeps } from './deps.ts';
import { recordEvent } from './record-event.ts';

/** A message in a person's list. Of one that needs a surer sign-in than the person's, what is in it is left out. */
export interface InboxEntry {
  readonly message: SecureMessage;
  readonly content: SecureContent | undefined;
}

/** A message that a person has opened. */
export interface OpenMessage {
  readonly message: SecureMessage;
  readonly content: SecureContent;
  /** The first text of each message of the thread, and this one, oldest first. */
  readonly thread: readonly (InboxEntry & {
    readonly content: SecureContent;
    readonly text: string | undefined;
  })[];
}

/** What came of opening: it is not there for this person, or needs a surer sign-in. */
export type Opening = OpenMessage | 'not_found' | { readonly required: Assurance };

const inMailbox = ['delivered', 'opened', 'replied'] as const;

/** Reads one page of a person's mailbox, newest first. */
export async function findInbox(
  deps: SecureDeps,
  person: Person,
  ask: { before: string | undefined; limit: number },
): Promise<InboxEntry[]> {
  const messages = await listSecureMessages(deps.db, {
    owner: { recipient: mailboxOf(deps, person.subject) },
    states: inMailbox,
    direction: 'to_recipient',
    threadId: null,
    before: ask.before ?? null,
    limit: ask.limit,
  });
  return entriesOf(
    deps,
    person,
    messages.filter((message) => isShown(deps, message)),
  );
}

/** Opens a message for a person. The first time is attested, with who it was and how sure that is; a message that needs a surer sign-in is neither shown nor opened. */
export async function openMessage(
  deps: SecureDeps,
  person: Person,
  id: string,
  traceparent: string,
): Promise<Opening> {
  const message = await openedBy(deps, person, id, traceparent);
  if (message === 'not_found' || 'required' in message) return message;
  const [opened] = await entriesOf(deps, person, [message]);
  if (!opened?.content) return 'not_found';
  return { message, content: opened.content, thread: await threadOf(deps, person, message) };
}

/** A file of a message that a person opens by it; undefined when it has none of this number. */
export async function openFileOf(
  { db, keyring }: SecureDeps,
  { message, content }: { message: SecureMessage; content: SecureContent },
  file: SecureFile,
): Promise<Buffer | undefined> {
  return content.message_uuid === message.id ? readFile(db, keyring, message.id, file) : undefined;
}

async function openedBy(
  deps: SecureDeps,
  person: Person,
  id: string,
  traceparent: string,
): Promise<SecureMessage | 'not_found' | { required: Assurance }> {
  const message = await readSecureMessage(deps.db, id, { recipient: mailboxOf(deps, person.subject) });
  if (message?.direction !== 'to_recipient' || !isShown(deps, message)) return 'not_found';
  if (!isEnough(person.assurance, message.requiredAssurance)) return { required: message.requiredAssurance };
  if (message.state !== 'delivered') return message;
  const detail = { subject: person.subject, assurance: person.assurance };
  if (await recordEvent(deps, deps.db, message, { event: 'opened', detail, traceparent })) deps.logged();
  // Read again either way: something else may have happened to it first, such as its opening in another window.
  return openedBy(deps, person, id, traceparent);
}

/** Whether a message is in the mailbox now. */
function isShown({ now }: Pick<SecureDeps, 'now'>, { state, expiresAt, erasedAt }: SecureMessage): boolean {
  const isOver = expiresAt !== null && expiresAt <= now();
  return inMailbox.some((one) => one === state) && !isOver && erasedAt === null;
}

async function threadOf(
  deps: SecureDeps,
  person: Person,
  { threadId }: SecureMessage,
): Promise<OpenMessage['thread']> {
  const messages = await listSecureMessages(deps.db, {
    owner: { recipient: mailboxOf(deps, person.subject) },
    states: ['submitted', ...inMailbox],
    direction: null,
    threadId,
    before: null,
    limit: 100,
  });
  const shown = messages.filter(
    (message) =>
      message.direction === 'from_recipient' || (isShown(deps, message) && message.state !== 'delivered'),
  );
  const entries = await entriesOf(deps, person, shown.reverse());
  const readable = entries.flatMap(({ message, content }) => (content ? [{ message, content }] : []));
  return Promise.all(readable.map(async (entry) => ({ ...entry, text: await textOf(deps, entry) })));
}

async function textOf(
  deps: SecureDeps,
  entry: { message: SecureMessage; content: SecureContent },
): Promise<string | undefined> {
  const file = shownText(entry.content);
  return file && (await openFileOf(deps, entry, file))?.toString();
}

/** The file of a message that its page shows: the first text of its main document. */
export function shownText({ main_document }: SecureContent): SecureFile | undefined {
  return main_document.files.find(({ encoding_format }) => encoding_format === 'text/plain');
}

async function entriesOf(
  { db, keyring }: SecureDeps,
  person: Person,
  messages: readonly SecureMessage[],
): Promise<InboxEntry[]> {
  const readable = messages.filter(({ requiredAssurance }) => isEnough(person.assurance, requiredAssurance));
  const contents = await readContents(
    db,
    keyring,
    readable.map(({ id }) => id),
  );
  return messages.map((message) => ({ message, content: contents.get(message.id) }));
}
