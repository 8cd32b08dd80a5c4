import type { ShownEdition } from '../domain/entities.ts';
import { timestamp } from '../domain/item.ts';

/** An edition as publishing applications see it. */
export function editionView({
  document,
  edition,
  history,
  blockedBy,
}: ShownEdition): Record<string, unknown> {
  const { content, unpublishing } = edition;
  const since = (at: Date | null) => at && timestamp(at);
  return {
    ...content,
    base_path: edition.basePath,
    change_note: edition.updateType === 'major' ? (content.change_note ?? null) : null,
    content_id: document.contentId,
    created_at: timestamp(edition.createdAt),
    description: content.description ?? null,
    details: content.details ?? {},
    first_published_at: since(edition.firstPublishedAt) ?? content.first_published_at ?? null,
    links: content.links ?? {},
    locale: document.locale,
    lock_version: document.lockVersion,
    phase: content.phase ?? 'live',
    public_updated_at: since(edition.publicUpdatedAt) ?? content.public_updated_at ?? null,
    publication_state: edition.state,
    published_at: since(edition.publishedAt),
    redirects: content.redirects ?? [],
    rendering_app: content.rendering_app ?? null,
    routes: content.routes ?? [],
    state_history: history,
    title: content.title ?? null,
    unpublishing,
    update_type: edition.updateType,
    updated_at: timestamp(edition.updatedAt),
    user_facing_version: edition.version,
    warnings: blockedBy ? { content_item_blocking_publish: blocked(edition.basePath, blockedBy) } : {},
  };
}

function blocked(basePath: string | null, contentId: string): string {
  return `The item ${contentId} is live at ${basePath}: this draft cannot be published while it is`;
}
