import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { type Answer, type Ask, send } from '../http.ts';

/** The implementation under test: an address, and a token that may publish there. */
export interface ContentSubject {
  /** A root without a path or trailing slash. */
  readonly baseUrl: string;
  /** A publishing token. */
  readonly apiKey: string;
}

/** A JSON object. */
export type Fields = Record<string, unknown>;

const validator = createSchemaValidator(loadContract('content').document);

/** Calls an operation with the subject's token, and checks that the answer is one that its contract allows. */
export async function call(
  { baseUrl, apiKey }: ContentSubject,
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

/** A valid start page at a path, with members replaced or (undefined) left out. */
export function aPage(basePath: string, changes: Fields = {}): Fields {
  return {
    base_path: basePath,
    title: 'Apply for a fishing licence',
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

/** Writes a draft. */
export function put(subject: ContentSubject, id: string, body: Fields): Promise<Answer> {
  return call(subject, 'putContent', `/v2/content/${id}`, { method: 'PUT', body });
}

const commands = {
  publish: 'publishContent',
  unpublish: 'unpublishContent',
  republish: 'republishContent',
  'discard-draft': 'discardDraft',
} as const;

/** Carries out a command on a document. */
export function command(
  subject: ContentSubject,
  id: string,
  name: keyof typeof commands,
  body: Fields = {},
): Promise<Answer> {
  return call(subject, commands[name], `/v2/content/${id}/${name}`, { body });
}

/** Gets an edition. */
export async function edition(subject: ContentSubject, id: string, query = ''): Promise<Fields> {
  const answer = await call(subject, 'getContent', `/v2/content/${id}${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as Fields;
}

/** Reads a page as the public does. A page that was asked for before may be shown as it was for two seconds at most. */
export function read(subject: ContentSubject, path: string): Promise<Answer> {
  return call(subject, 'readContentItem', `/content${path}`, { key: null });
}

/** Writes and publishes a page; throws unless both are done. */
export async function published(
  subject: ContentSubject,
  path: string,
  changes: Fields = {},
): Promise<string> {
  const id = randomUUID();
  done(await put(subject, id, aPage(path, changes)));
  done(await command(subject, id, 'publish'));
  return id;
}

/** Asserts that a command was carried out. */
export function done(answer: Answer): Answer {
  assert.equal(answer.status, 200, answer.text);
  return answer;
}

/** Asserts a command error: its status, its code within, and the fields that it names. */
export function assertRefused(answer: Answer, status: number, fields: readonly string[] = []): void {
  const { error } = (answer.json ?? {}) as { error?: { code: number; message: string; fields?: Fields } };
  assert.deepEqual(
    [answer.status, error?.code, Object.keys(error?.fields ?? {})],
    [status, status, [...fields]],
    answer.text,
  );
  assert.ok(error?.message, 'an error has a message');
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
}
