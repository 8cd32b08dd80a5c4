import type { AuditEntry } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import { listAudit } from '../store/audit.ts';
import type { Deps } from './deps.ts';

/** What was changed, newest first; what concerns one department if it is not `*`. */
export function readAudit(deps: Pick<Deps, 'db'>, ask: PageAsk): Promise<Page<AuditEntry>> {
  return listAudit(deps.db, ask);
}
