import type { Handler } from '@ashlar/service-kit';
import type { ShownEdition } from '../domain/entities.ts';
import { contentOrders, editionOrders, type Place } from '../domain/listing.ts';
import type { Deps } from '../usecases/deps.ts';
import { listContent, listEditions } from '../usecases/list-content.ts';
import { publisherOf } from './callers.ts';
import { editionView } from './edition-view.ts';
import {
  type Fields,
  readContentFilter,
  readEditionFilter,
  readFields,
  readOrder,
  readPage,
  readWindow,
} from './list-queries.ts';

/** The standard's lists of documents and of editions. */
export function listHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<'listContent' | 'listEditions', Handler> {
  return {
    async listContent(request) {
      const query = request.query as Record<string, unknown>;
      const { department } = publisherOf(request, siteDepartment);
      const fields = readFields(query);
      const page = readPage(query);
      const { total, found } = await listContent(
        deps,
        readContentFilter(query, department),
        readOrder(query, contentOrders, '-public_updated_at'),
        page,
      );
      const pages = Math.ceil(total / page.size);
      const link = (rel: string, number: number) => ({
        href: addressWith(request, { page: String(number) }),
        rel,
      });
      return {
        total,
        pages,
        current_page: page.number,
        links: [
          ...(page.number < pages ? [link('next', page.number + 1)] : []),
          ...(page.number > 1 && pages > 0 ? [link('previous', Math.min(page.number - 1, pages))] : []),
          link('self', page.number),
        ],
        results: found.map((edition) => onlyFields(edition, fields)),
      };
    },

    async listEditions(request) {
      const query = request.query as Record<string, unknown>;
      const { department } = publisherOf(request, siteDepartment);
      const fields = readFields(query);
      const { found, hasNext, hasPrevious } = await listEditions(
        deps,
        readEditionFilter(query, department),
        readOrder(query, editionOrders, 'updated_at'),
        readWindow(query),
      );
      const [first, last] = [found.at(0), found.at(-1)];
      const link = (rel: string, side: 'before' | 'after', { at, number }: Place) => ({
        href: addressWith(request, { [side]: `${at},${number}` }),
        rel,
      });
      return {
        results: found.map((edition) => onlyFields(edition, fields)),
        links: [
          ...(hasNext && last ? [link('next', 'after', last.place)] : []),
          { href: `${request.publicUrl}${request.url}`, rel: 'self' },
          ...(hasPrevious && first ? [link('previous', 'before', first.place)] : []),
        ],
      };
    },
  };
}

function onlyFields(edition: ShownEdition, fields: Fields | undefined): Record<string, unknown> {
  const { warnings: _onlyOfOne, ...view } = editionView(edition);
  return fields ? Object.fromEntries(fields.map((field) => [field, view[field] ?? null])) : view;
}

/** The address of a request with another place in the list, which comes last. */
function addressWith(
  { publicUrl, url }: { publicUrl: string; url: string },
  place: Record<string, string>,
): string {
  const [path = '', query = ''] = url.split('?', 2);
  const params = new URLSearchParams(query);
  for (const name of ['page', 'before', 'after']) params.delete(name);
  for (const [name, value] of Object.entries(place)) params.append(name, value);
  return `${publicUrl}${path}?${params}`;
}
