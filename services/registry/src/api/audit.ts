import type { Handler } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { readAudit } from '../usecases/read-audit.ts';
import { visibleTo } from './callers.ts';
import { pageAsk, pageBody } from './replies.ts';

/** Who changed what. A department sees what concerns it. */
export function auditHandlers(deps: Pick<Deps, 'db'>): Record<'listAudit', Handler> {
  return {
    async listAudit(request) {
      const page = await readAudit(deps, { ...pageAsk(request), department: visibleTo(request) });
      return pageBody('entries', page);
    },
  };
}
