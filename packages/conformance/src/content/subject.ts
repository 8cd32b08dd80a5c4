import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { type Answer, type Ask, send } from '../http.ts';
import type { Case } from '../suite.ts';

/** The implementation under test: an address, and a token that may publish there. */
export interface ContentSubject {
  /** A root without a path or trailing slash. */
  readonly baseUrl: string;
  /** A publishing token. */
  readonly apiKey: string;
  /** Another department's address and publishing token; the section "tenancy" needs it. */
  readonly other?: { readonly baseUrl: string; readonly apiKey: string };
}

/** A JSON object. */
export type Fields = Record<string, unknown>;

/** A document that a case made: its id, its path, and the body that was sent last. */
export interface Page {
  readonly id: string;
  readonly path: string;
  readonly body: Fields;
}

/** Makes the cases of a section. */
export function section(
  name: string,
): (promise: string, run: Case<ContentSubject>['run']) => Case<ContentSubject> {
  return (promise, run) => ({ section: name, name: promise, run });
}

const validator = createSchemaValidator(loadContract('content').document);

/** Calls an operation with the subject's token, and checks that the answer is one that its contract allows. */
export async function call(
  { baseUrl, apiKey }: Pick<ContentSubject, 'baseUrl' | 'apiKey'>,
  operationId: string,
  path: string,
  { key = apiKey, ...ask }: Ask & { key?: string | null } = {},
): Promise<Answer> {
  const headers = { ...(key !== null && { authorization: `Bearer ${key}` }), ...ask.headers };
  const answer = await send(`${baseUrl}${path}`, { ...ask, headers });
  // A redirect has no body that is promised.
  const faults = answer.status === 303 ? [] : validator.response(operationId, answer.status, answer.json);
  const what = `${operationId} answered ${answer.status} outside its contract: ${answer.text.slice(0, 400)}`;
  assert.deepEqual(faults, [], what);
  return answer;
}

/** A path that nothing is at yet. */
export function freshPath(): string {
  return `/conformance/${randomUUID()}`;
}

/** Words that were never used before. */
export function freshWords(): string {
  return `Apply for a fishing licence (${randomUUID().slice(0, 13)})`;
}

/** A valid start page at a path, with a title of its own, and members replaced or (undefined) left out. */
export function aPage(basePath: string, changes: Fields = {}): Fields {
  return {
    base_path: basePath,
    title: freshWords(),
    description: 'You need one to fish.',
    document_type: 'transaction',
    schema_name: 'transaction',
    publishing_app: 'publisher',
    rendering_app: 'frontend',
    locale: 'en',
    update_type: 'major',
    routes: [{ path: basePath, type: 'exact' }],
    details: {
      introductory_paragraph: [{ content_type: 'text/html', content: '<p>You need one.</p>' }],
      start_button_text: 'Apply now',
    },
    ...changes,
  };
}

/** A valid redirect at a path. */
export function aRedirect(basePath: string, destination: string, changes: Fields = {}): Fields {
  return {
    base_path: basePath,
    document_type: 'redirect',
    schema_name: 'redirect',
    publishing_app: 'publisher',
    update_type: 'major',
    redirects: [{ path: basePath, type: 'exact', destination }],
    ...changes,
  };
}

/** Writes a draft. What is accepted is answered with the document's own id. */
export async function put(subject: ContentSubject, id: string, body: unknown): Promise<Answer> {
  return named(id, await call(subject, 'putContent', `/v2/content/${id}`, { method: 'PUT', body }));
}

const commands = {
  publish: 'publishContent',
  unpublish: 'unpublishContent',
  republish: 'republishContent',
  'discard-draft': 'discardDraft',
} as const;

/** The name of a command. */
export type Command = keyof typeof commands;

/** Carries out a command on a document. What is accepted is answered with the document's own id. */
export async function command(
  subject: ContentSubject,
  id: string,
  name: Command,
  body: unknown = {},
): Promise<Answer> {
  return named(id, await call(subject, commands[name], `/v2/content/${id}/${name}`, { body }));
}

function named(id: string, answer: Answer): Answer {
  if (answer.status === 200) assert.equal((answer.json as Fields).content_id, id);
  return answer;
}

/** Reserves a path for a publishing application. */
export function reserve(subject: ContentSubject, path: string, body: unknown): Promise<Answer> {
  return call(subject, 'reservePath', `/paths${path}`, { method: 'PUT', body });
}

/** Releases a path of a publishing application. */
export function release(subject: ContentSubject, path: string, body: unknown): Promise<Answer> {
  return call(subject, 'releasePath', `/paths${path}`, { method: 'DELETE', body });
}

/** Asks which documents are at paths. */
export function lookUp(subject: ContentSubject, body: unknown): Promise<Answer> {
  return call(subject, 'lookUpByBasePath', '/lookup-by-base-path', { body });
}

/** Asks for an edition, which may not be there. */
export function ask(subject: ContentSubject, id: string, query = ''): Promise<Answer> {
  return call(subject, 'getContent', `/v2/content/${id}${query}`);
}

/** Gets an edition. Throws when there is none. */
export async function edition(subject: ContentSubject, id: string, query = ''): Promise<Fields> {
  const answer = await ask(subject, id, query);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as Fields;
}

/** Reads a page as the public does. A page that was asked for before may be shown as it was for two seconds at most. */
export function read(subject: ContentSubject, path: string): Promise<Answer> {
  return call(subject, 'readContentItem', `/content${path}`, { key: null });
}

/** What the public reads at a path, as soon as it is as `isThere` wants it; throws when it is not within two seconds. */
export async function shows(
  subject: ContentSubject,
  path: string,
  isThere: (answer: Answer, item: Fields) => boolean,
): Promise<Fields> {
  let last: Answer | undefined;
  const isShown = await within(2000, async () => {
    last = await read(subject, path);
    return isThere(last, (last.json ?? {}) as Fields);
  });
  assert.ok(isShown, `after two seconds ${path} still answers ${last?.status} ${last?.text.slice(0, 300)}`);
  return (last?.json ?? {}) as Fields;
}

/** Asserts that the public reads a document's title at its path. */
export function showsTitle(subject: ContentSubject, path: string, title: unknown): Promise<Fields> {
  return shows(subject, path, ({ status }, item) => status === 200 && item.title === title);
}

/** Writes a draft of a new document, at a path of its own unless `changes` has another. Throws unless it is accepted. */
export async function drafted(subject: ContentSubject, changes: Fields = {}): Promise<Page> {
  const { base_path: path = freshPath() } = changes as { base_path?: string };
  const [id, body] = [randomUUID(), aPage(path, changes)];
  done(await put(subject, id, body));
  return { id, path, body };
}

/** Writes and publishes a new document. Throws unless both are done. */
export async function published(subject: ContentSubject, changes: Fields = {}): Promise<Page> {
  const page = await drafted(subject, changes);
  done(await command(subject, page.id, 'publish', localeOf(page.body)));
  return page;
}

/** Replaces a document's draft by the same page with changes, and publishes it. */
export async function changed(subject: ContentSubject, page: Page, changes: Fields = {}): Promise<Page> {
  const { base_path: path = page.path } = changes as { base_path?: string };
  const body = aPage(path, changes);
  done(await put(subject, page.id, body));
  done(await command(subject, page.id, 'publish', localeOf(body)));
  return { ...page, path, body };
}

function localeOf({ locale }: Fields): Fields {
  return locale === 'en' ? {} : { locale };
}

/** Asserts that a command was carried out. */
export function done(answer: Answer): Answer {
  assert.equal(answer.status, 200, answer.text);
  return answer;
}

/** What an error has to name beside its status. */
export interface Named {
  readonly fields?: readonly string[];
  /** Of 422s. */
  readonly code?: string;
}

/** Asserts a command error: its status, its code within, a message, and what it names. */
export function assertRefused(answer: Answer, status: number, { fields = [], code }: Named = {}): void {
  const { error } = (answer.json ?? {}) as { error?: Fields };
  assert.deepEqual(
    [answer.status, error?.code, Object.keys(error?.fields ?? {}), error?.error_code],
    [status, status, [...fields], code],
    answer.text,
  );
  assert.ok(error?.message, 'an error has a message');
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
}

/** Asserts the standard's list of schema errors: which keyword failed where, and nothing else. */
export function assertMisfit(answer: Answer, ...expected: readonly string[]): void {
  assert.equal(answer.status, 422, answer.text);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.ok(Array.isArray(answer.json), `a list stands alone: ${answer.text}`);
  const told = (answer.json as { fragment: string; failed_attribute: string; message: string }[]).map(
    ({ fragment, failed_attribute, message }) => {
      assert.ok(message.includes(fragment), `a message names its place: ${message}`);
      return `${fragment} ${failed_attribute}`;
    },
  );
  assert.deepEqual(told.toSorted(), expected.toSorted());
}

/** Asserts that a document and what the public reads of it are after `work` as they were before. */
export async function leaves(
  subject: ContentSubject,
  { id, path }: Page,
  work: () => Promise<void>,
): Promise<void> {
  const look = async () => [await edition(subject, id), (await read(subject, path)).text];
  const before = await look();
  await work();
  assert.deepEqual(await look(), before);
}

/** Asks until `check` holds; false when it does not within the time. */
export async function within(ms: number, check: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (;;) {
    if (await check()) return true;
    if (performance.now() > deadline) return false;
    await setTimeout(50);
  }
}
