import type { Operation } from '@ashlar/contracts';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FaultError } from './errors.ts';
import { bodyTypes } from './validation.ts';

/**
 * Sets how bodies are read: JSON and forms, where the operation declares that media type (415 otherwise). An operation without a
 * body ignores what is sent along, since clients send an empty JSON body or its type with a bare POST.
 */
export async function registerBodies(app: FastifyInstance): Promise<void> {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  for (const type of jsonTypes) {
    app.addContentTypeParser<string>(type, { parseAs: 'string' }, (request, body, done) => {
      const absent = body.length === 0 && request.operation?.definition.requestBody?.required !== true;
      if (absent || !takesBody(request)) done(null, undefined);
      else parseJson(request, body, done);
    });
  }
  await app.register(formbody);
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, _body, done) => {
    if (takesBody(request)) done(new FaultError('unsupported_media_type'));
    else done(null, undefined);
  });
}

/** Makes the check that a body has a media type of the contract (415), before it is read; `undefined` if there is no body. */
export function createMediaTypeCheck(operation: Operation): ((request: FastifyRequest) => void) | undefined {
  const accepted = bodyTypes(operation);
  if (accepted === undefined) return undefined;
  return (request) => {
    const type = request.raw.headers['content-type'];
    if (type === undefined || accepted.includes(type)) return;
    const essence = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (!accepted.includes(essence)) throw new FaultError('unsupported_media_type');
  };
}

const jsonTypes = ['application/json', /^application\/[\w.-]+\+json/];

function takesBody(request: FastifyRequest): boolean {
  return request.operation === undefined || request.operation.definition.requestBody !== undefined;
}
