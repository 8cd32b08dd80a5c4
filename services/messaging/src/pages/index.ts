import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyInstance } from 'fastify';
import type { readMailbox } from '../usecases/read-mailbox.ts';
import { govukStyles, pageHeaders, render } from './render.ts';

export { pageErrors } from './errors.ts';

/** What the page reaches the sandbox through; undefined where there is no mailbox. */
export interface PageDeps {
  readonly readMailbox: (() => ReturnType<typeof readMailbox>) | undefined;
}

/** The operations that answer with pages, by operationId. */
export function pageHandlers({ readMailbox }: PageDeps): Record<'showMailbox', Handler> {
  return {
    async showMailbox(request, reply) {
      if (!readMailbox) throw new FaultError('not_found');
      const messages = await readMailbox();
      const page = render(request, 'mailbox', {
        title: 'Mailbox',
        messages: messages.map(({ message, outcome, createdAt }) => ({
          ...message,
          outcome,
          kind: message.channel === 'email' ? 'Email' : 'Text message',
          time: createdAt.toISOString(),
        })),
      });
      return reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page);
    },
  };
}

/** Registers the page's stylesheet. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  app.get('/assets/govuk-frontend.css', (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=86400', 'x-content-type-options': 'nosniff' })
      .type('text/css; charset=utf-8')
      .send(govukStyles),
  );
}
