import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { accountAreaHandlers } from './account.ts';
import { identityHandlers } from './identity.ts';
import { proveEmailHandlers } from './prove-email.ts';
import { govukStyles, ownStyles } from './render.ts';
import { signInHandlers } from './sign-in.ts';
import type { PageDeps } from './visits.ts';

export { byPostHandlers } from './by-post.ts';
export { enginePages } from './engine-pages.ts';
export { pageErrors } from './errors.ts';

/** The operations that answer with pages, by operationId. */
export function pageHandlers(pages: PageDeps) {
  return {
    ...signInHandlers(pages),
    ...proveEmailHandlers(pages),
    ...accountAreaHandlers(pages),
    ...identityHandlers(pages),
  };
}

/** Registers what the pages need: their two stylesheets. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: ownStyles,
    prefix: '/assets/',
    allowedPath: (path) => path === '/pages.css',
    maxAge: '365d',
    immutable: true,
    decorateReply: false,
  });
  app.get('/assets/govuk-frontend.css', (_request, reply) =>
    reply
      .headers({
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      })
      .type('text/css; charset=utf-8')
      .send(govukStyles),
  );
}
