import { isUtf8 } from 'node:buffer';
import type { Operation } from '@ashlar/contracts';
import formbody from '@fastify/formbody';
import type { FastifyBodyParser, FastifyInstance, FastifyRequest } from 'fastify';
import { FaultError } from './errors.ts';
import { bodyTypes } from './validation.ts';

/**
 * Sets how bodies are read: JSON and forms, where the operation declares that media type (415 otherwise). An operation without a
 * body ignores what is sent along, since clients send an empty JSON body or its type with a bare POST.
 */
export async function registerBodies(app: FastifyInstance): Promise<void> {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  const readJson: FastifyBodyParser<Buffer> = (request, body, done) => {
    const absent = body.length === 0 && request.operation?.definition.requestBody?.required !== true;
    if (absent || !takesBody(request)) return done(null, undefined);
    // JSON is UTF-8 (RFC 8259 section 8.1): decoding anything else would quietly store other characters than were meant.
    if (!isUtf8(body)) return done(new FaultError('malformed'));
    // What is signed is the bytes: JSON that was read and written again has others.
    if (request.operation?.definition['x-raw-body'] === true) request.rawBody = body;
    const text = body.toString();
    if (isTooDeep(text)) return done(new FaultError('malformed'));
    parseJson(request, text, done);
  };
  for (const type of jsonTypes) app.addContentTypeParser(type, { parseAs: 'buffer' }, readJson);
  await app.register(formbody);
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, _body: Buffer, done) => {
    if (takesBody(request)) done(new FaultError('unsupported_media_type'));
    else done(null, undefined);
  });
}

/**
 * Makes the check that a body has a media type of the contract (415), before it is read; `undefined` if there is no body. An existing standard may read
 * JSON whatever its type is called (`x-any-media-type`).
 */
export function createMediaTypeCheck(operation: Operation): ((request: FastifyRequest) => void) | undefined {
  const accepted = bodyTypes(operation);
  if (accepted === undefined) return undefined;
  if (operation.definition['x-any-media-type'] === true) {
    return ({ raw }) => {
      raw.headers['content-type'] = 'application/json';
    };
  }
  return (request) => {
    const type = request.raw.headers['content-type'];
    if (type === undefined || accepted.includes(type)) return;
    const essence = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (!accepted.includes(essence)) throw new FaultError('unsupported_media_type');
  };
}

/** What follows a value down to its leaves, one call a level, must not run out of stack. */
const deepest = 1000;

function isTooDeep(json: string): boolean {
  // So many levels take twice as many brackets: most bodies are too short for it.
  if (json.length <= deepest * 2) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length && depth <= deepest; at += 1) {
    const character = json[at];
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return depth > deepest;
}

const jsonTypes = ['application/json', /^application\/[\w.-]+\+json/];

function takesBody(request: FastifyRequest): boolean {
  return request.operation === undefined || request.operation.definition.requestBody !== undefined;
}
