import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { Edition } from '../domain/entities.ts';
import { timestamp } from '../domain/item.ts';
import type { Deps } from '../usecases/deps.ts';
import { findVersions } from '../usecases/find-versions.ts';
import { publisherOf } from './callers.ts';

/** What a document was in each of its versions. */
export function versionHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<'listVersions', Handler> {
  return {
    async listVersions(request) {
      const { content_id: contentId } = request.params as { content_id: string };
      const { locale = 'en', before, limit = 20 } = request.query as Query;
      const { department } = publisherOf(request, siteDepartment);
      const found = await findVersions(deps, { department, contentId, locale, before, limit });
      if (!found) throw noSuch('document');
      const versions = found.versions.map(({ edition, changed }) => versionView(edition, changed));
      return { versions, ...(found.next !== undefined && { next: found.next }) };
    },
  };
}

interface Query {
  readonly locale?: string;
  readonly before?: number;
  readonly limit?: number;
}

function versionView(edition: Edition, changed: readonly string[]): Record<string, unknown> {
  const { content, unpublishing, publishedAt, publicUpdatedAt } = edition;
  return {
    version: edition.version,
    state: edition.state,
    ...(edition.basePath !== null && { base_path: edition.basePath }),
    ...(content.title && { title: content.title }),
    ...(edition.updateType !== null && { update_type: edition.updateType }),
    ...(edition.updateType === 'major' && content.change_note && { change_note: content.change_note }),
    created_at: timestamp(edition.createdAt),
    updated_at: timestamp(edition.updatedAt),
    ...(publishedAt && { published_at: timestamp(publishedAt) }),
    ...(publicUpdatedAt && { public_updated_at: timestamp(publicUpdatedAt) }),
    ...(content.last_edited_at && { last_edited_at: timestamp(new Date(content.last_edited_at)) }),
    ...(unpublishing && { unpublishing_type: unpublishing.type }),
    changed,
  };
}
