import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { accountAreaHandlers } from './account.ts';
import { accountPage } from './account-page.ts';
import { identityHandlers } from './identity.ts';
import { ownLinkHandlers } from './own-links.ts';
import { ownPhoneHandlers } from './own-phone.ts';
import { passkeyOfferHandlers } from './passkey-offer.ts';
import { passkeyHandlers } from './passkeys.ts';
import { proveEmailHandlers } from './prove-email.ts';
import { govukStyles, ownStyles, passkeyScript, scriptPath } from './render.ts';
import { secondFactorHandlers } from './second-factor.ts';
import { passwordPage, signInHandlers } from './sign-in.ts';
import { upstreamHandlers } from './upstreams.ts';
import type { PageDeps } from './visits.ts';

export { byPostHandlers } from './by-post.ts';
export { enginePages } from './engine-pages.ts';
export { pageErrors } from './errors.ts';

/** The operations that answer with pages, by operationId. */
export function pageHandlers(pages: PageDeps) {
  return {
    ...signInHandlers(pages),
    ...proveEmailHandlers(pages, passwordPage(pages)),
    ...accountAreaHandlers(pages, accountPage(pages)),
    ...ownPhoneHandlers(pages),
    ...ownLinkHandlers(pages, accountPage(pages)),
    ...upstreamHandlers(pages, passwordPage(pages)),
    ...passkeyHandlers(pages, passwordPage(pages), accountPage(pages)),
    ...passkeyOfferHandlers(pages, passwordPage(pages)),
    ...secondFactorHandlers(pages),
    ...identityHandlers(pages),
  };
}

/** Registers what the pages need: their two stylesheets and the one script. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: ownStyles,
    prefix: '/assets/',
    allowedPath: (path) => path === '/pages.css',
    maxAge: '365d',
    immutable: true,
    decorateReply: false,
  });
  const send = (path: string, type: string, content: string) =>
    app.get(path, (_request, reply) =>
      reply
        .headers({
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        })
        .type(`${type}; charset=utf-8`)
        .send(content),
    );
  send('/assets/govuk-frontend.css', 'text/css', govukStyles);
  send(scriptPath, 'text/javascript', passkeyScript);
}
