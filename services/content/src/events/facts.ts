import type { Happening, Touched } from '../domain/change.ts';

/** The type of the event of something that happened to an edition. */
export function eventType(happening: Happening): string {
  return `content.edition.${happening}.v1`;
}

/** What an edition's public events say, apart from its payload version, which the store draws: ids, its path and kinds, no text. */
export function editionFact({ document, edition }: Touched): Record<string, unknown> {
  return {
    content_id: document.contentId,
    locale: document.locale,
    base_path: edition.basePath,
    document_type: edition.documentType,
    schema_name: edition.content.schema_name,
    update_type: edition.updateType,
    version: edition.version,
    ...(edition.unpublishing && { unpublishing_type: edition.unpublishing.type }),
  };
}
