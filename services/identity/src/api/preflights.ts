import type { RawHandler } from '@ashlar/service-kit';
import type { FastifyInstance } from 'fastify';

/** What scripts at other origins ask of an issuer. */
const askedByScripts: ReadonlySet<string> = new Set([
  '/.well-known/openid-configuration',
  '/.well-known/jwks.json',
  '/token',
  '/userinfo',
  '/revoke',
]);

/** Has the engine answer what a browser asks before a script's request (Fetch standard, CORS-preflight); no contract has operations for it. */
export function answerPreflights(app: FastifyInstance, handle: RawHandler): void {
  app.addHook('onRequest', async ({ raw, method, url }, reply) => {
    if (method !== 'OPTIONS' || !askedByScripts.has(url.split('?')[0] ?? '')) return;
    reply.hijack();
    await handle(raw, reply.raw);
  });
}
