import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Fenced, type Grant } from './fence.ts';
import { same } from './ids.ts';
import type { Act } from './journal.ts';

/** A request, as handlers read it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** The whole body as text. */
  body(): Promise<string>;
  /** Where the caller sees this service: without a slash at the end. */
  readonly publicUrl: string;
  /** The path before the service's own, from the gateway. */
  readonly basePath: string;
  /** The department of the entry point, when the gateway said one. */
  readonly entry: string | undefined;
  readonly fromGateway: boolean;
  readonly grant: Grant | undefined;
  /** What the changes of this request are made with. */
  readonly act: Act;
  /** The connection, for answers that stay open. */
  readonly raw: { readonly request: IncomingMessage; readonly response: ServerResponse };
}

/** An answer. A body that is no text is sent as JSON; `kept` says that the handler has answered by itself. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly kept?: true;
}

/** Thrown by whatever finds that a request cannot go on. */
export class Refused extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** An operation: its method, its path as a pattern, and what answers. */
export type Route = readonly [
  method: string,
  path: RegExp,
  answer: (asked: Asked) => Promise<Answer> | Answer,
];

/** What a server goes by. */
export interface ServerSetup {
  readonly routes: readonly Route[];
  readonly gatewayKey: string | undefined;
  readonly publicUrl: string | undefined;
  /** Reads a grant. Throws `Refused` for one that does not verify. */
  grantOf(token: string): Promise<Grant | undefined>;
  /** What answers when nothing does, and when something threw. */
  notFound(asked: Asked, allowed: boolean): Answer;
  failed(asked: Asked, error: unknown): Answer;
}

const largestBody = 1024 * 1024;
const onlyFromGateway = [
  'ashlar-department',
  'ashlar-grant',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-prefix',
];

/** A problem document (RFC 9457). */
export function problem(
  status: number,
  code: string,
  title: string,
  detail?: string,
  headers?: Answer['headers'],
): Answer {
  const body = { type: 'about:blank', title, status, code, ...(detail !== undefined && { detail }) };
  return { status, body, type: 'application/problem+json', ...(headers && { headers }) };
}

/** The answer to a call that the fence refuses. */
export function fencedAnswer({ fence }: Fenced): Answer {
  const header = `${fence.department};epoch=${fence.epoch};role=${fence.role}`;
  const detail = `${fence.department} is ${fence.role} here. Nothing was done: send the call to the implementation that is bound now.`;
  return problem(421, 'fenced', 'Misdirected Request', detail, { 'ashlar-fenced': header });
}

/** Makes the server. */
export function serve(setup: ServerSetup): Server {
  const server = createServer((request, response) => {
    void answer(setup, request, response);
  });
  server.keepAliveTimeout = 65_000;
  return server;
}

async function answer(setup: ServerSetup, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://service');
  const asked = askedOf(setup, request, response, url);
  let reply: Answer;
  try {
    const grant = asked.headers['ashlar-grant'];
    const known = typeof grant === 'string' ? await setup.grantOf(grant) : undefined;
    reply = await run(setup, { ...asked, grant: known, act: Object.assign(asked.act, { grant: known }) });
  } catch (error) {
    reply =
      error instanceof Refused
        ? error.answer
        : error instanceof Fenced
          ? fencedAnswer(error)
          : setup.failed(asked, error);
  }
  if (!reply.kept) send(request, response, reply, asked.act);
}

async function run(setup: ServerSetup, asked: Asked): Promise<Answer> {
  const method = asked.method === 'HEAD' ? 'GET' : asked.method;
  let allowed = false;
  for (const [verb, path, handle] of setup.routes) {
    const match = path.exec(asked.path);
    if (match && verb === method) return handle({ ...asked, params: match.slice(1).map(decoded) });
    allowed ||= match !== null;
  }
  return setup.notFound(asked, allowed);
}

function askedOf(setup: ServerSetup, request: IncomingMessage, response: ServerResponse, url: URL): Asked {
  const { headers } = request;
  const claimed = headers['ashlar-gateway'];
  const fromGateway =
    setup.gatewayKey !== undefined && typeof claimed === 'string' && same(claimed, setup.gatewayKey);
  delete headers['ashlar-gateway'];
  if (!fromGateway) for (const name of onlyFromGateway) delete headers[name];
  const publicUrl = publicUrlOf(setup, request);
  const given = headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
  const trace = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(String(headers.traceparent ?? ''));
  const span = randomBytes(8).toString('hex');
  const traceparent = `00-${trace?.[1] ?? randomBytes(16).toString('hex')}-${span}-${trace?.[2] ?? '01'}`;
  return {
    ...{ method: request.method ?? 'GET', path: url.pathname, params: [], query: url.searchParams, headers },
    body: () => bodyOf(request),
    publicUrl,
    basePath: new URL(publicUrl).pathname.replace(/\/$/, ''),
    entry: text(headers['ashlar-department']),
    fromGateway,
    grant: undefined,
    act: { request: id, traceparent },
    raw: { request, response },
  };
}

function publicUrlOf({ publicUrl }: ServerSetup, { headers }: IncomingMessage): string {
  const host = text(headers['x-forwarded-host']);
  if (host !== undefined) {
    const protocol = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
    return `${protocol}://${host}${text(headers['x-forwarded-prefix']) ?? ''}`.replace(/\/+$/, '');
  }
  if (publicUrl !== undefined) return publicUrl;
  // A link to another machine must never come from a header that anybody can send.
  const own = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.exec(headers.host ?? '')?.[0];
  return `http://${own ?? 'localhost'}`;
}

/** Reads a body to its end. Throws `Refused` (413) when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody)
      throw new Refused({ status: 413, body: { code: 413, message: 'HTTP 413 Request Entity Too Large' } });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(request: IncomingMessage, response: ServerResponse, reply: Answer, act: Act): void {
  const isText = typeof reply.body === 'string';
  const body = reply.body === undefined ? '' : isText ? (reply.body as string) : JSON.stringify(reply.body);
  const type = reply.type ?? (isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8');
  response.writeHead(reply.status, {
    'x-request-id': act.request ?? '',
    'x-content-type-options': 'nosniff',
    ...(reply.body !== undefined && { 'content-type': type }),
    ...(reply.status !== 204 && { 'content-length': String(Buffer.byteLength(body)) }),
    ...(reply.status < 400 && act.receipt && { 'ashlar-receipt': receiptHeader(act) }),
    ...(reply.headers as Record<string, string>),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  request.resume();
}

function receiptHeader({ request, receipt }: Act): string {
  if (!receipt) return '';
  const { entity, sequence, event, epoch } = receipt;
  return `request="${request}", entity="${entity}", sequence=${sequence}, event="${event}", epoch=${epoch ?? 0}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
