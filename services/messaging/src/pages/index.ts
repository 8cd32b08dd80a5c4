import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyInstance } from 'fastify';
import type { Deps } from '../usecases/deps.ts';
import { showMailbox, showMailboxMessage, showMailboxSource } from './mailbox.ts';
import { govukStyles, ownStyles } from './render.ts';

export { pageErrors } from './errors.ts';

type PageOperation = 'showMailbox' | 'showMailboxMessage' | 'showMailboxSource';

/** The operations that answer with pages, by operationId. `isOpen`: whether this process has a mailbox. */
export function pageHandlers(
  deps: Pick<Deps, 'db' | 'vault'>,
  isOpen: boolean,
): Record<PageOperation, Handler> {
  const closed = () => {
    throw new FaultError('not_found');
  };
  return {
    showMailbox: isOpen ? showMailbox(deps) : closed,
    showMailboxMessage: isOpen ? showMailboxMessage(deps) : closed,
    showMailboxSource: isOpen ? showMailboxSource(deps) : closed,
  };
}

/** Registers the pages' stylesheets. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  for (const [name, styles] of Object.entries({ 'govuk-frontend': govukStyles, pages: ownStyles })) {
    app.get(`/assets/${name}.css`, (_request, reply) =>
      reply
        .headers({
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        })
        .type('text/css; charset=utf-8')
        .send(styles),
    );
  }
}
