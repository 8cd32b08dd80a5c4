import { type Handler, Problem } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { findItems } from '../usecases/list-items.ts';

/** All that the public reads, for whoever keeps a copy of it. */
export function snapshotHandlers(deps: Deps): Record<'listContentItems', Handler> {
  return {
    async listContentItems(request) {
      const own = String(request.caller?.department);
      const {
        after,
        limit = 200,
        department = own,
      } = request.query as {
        after?: string;
        limit?: number;
        department?: string;
      };
      if (own !== '*' && department !== own) {
        throw new Problem(403, 'forbidden', 'The token is for another department');
      }
      const { items, position, next } = await findItems(deps, { department, after, limit });
      return {
        position,
        ...(next !== undefined && { next }),
        items: items.map((item) => ({
          department: item.department,
          base_path: item.base_path,
          payload_version: item.payload_version,
          status: item.status,
          exact_routes: item.exact_routes,
          prefix_routes: item.prefix_routes,
          body: item.body,
        })),
      };
    },
  };
}
