import type { Document, Edition, ExpandedLinks, Item, Placed, Redirect, Route } from './entities.ts';
import { neverLinked } from './link-rules.ts';

/** Whether a store shows an edition that it has: not without a path, nor when it vanished. */
export function isShown({ store, basePath, unpublishing }: Edition): boolean {
  return store !== null && basePath !== null && unpublishing?.type !== 'vanish';
}

/** Whether an edition's item has links: what only says that a page is gone or elsewhere has none. */
export function hasLinks({ documentType, unpublishing }: Edition): boolean {
  return !neverLinked.includes(documentType) && (!unpublishing || unpublishing.type === 'withdrawal');
}

/** What readers of a store read of an edition; undefined when they are to read nothing. `at` is when it was made. */
export function itemOf({ document, edition }: Placed, links: ExpandedLinks, at: Date): Item | undefined {
  const { basePath } = edition;
  if (basePath === null || !isShown(edition)) return undefined;
  const shown = sorted({ ...fieldsOf(document, edition, at), links, ...unpublishedFields(edition) });
  const routes = edition.content.routes ?? edition.content.redirects ?? [];
  const beside = routes.filter(({ path, type }) => type === 'exact' && path !== basePath);
  return {
    documentId: document.id,
    basePath,
    status: isGone(shown) ? 410 : 200,
    body: JSON.stringify(shown),
    exactRoutes: beside.map(({ path }) => path),
    prefixRoutes: routes.filter(({ type }) => type === 'prefix').map(({ path }) => path),
  };
}

/** Redirects from each way into a page to the same place below another path. */
export function redirectsTo(routes: readonly Route[], from: string, to: string): Redirect[] {
  return routes.map(({ path, type }) => ({
    path,
    type,
    destination: path.startsWith(from) ? to + path.slice(from.length) : to,
  }));
}

/** A time as the standard writes it: UTC, whole seconds. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** Whether text names a time that {@link timestamp} and the database can hold: one of the years 1 to 9999, and no leap second. */
export function isTime(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return at >= Date.parse('0001-01-01T00:00:00Z') && at <= Date.parse('9999-12-31T23:59:59.999Z');
}

function fieldsOf(document: Document, edition: Edition, at: Date): Record<string, unknown> {
  const { content } = edition;
  return {
    ...(content.analytics_identifier && { analytics_identifier: content.analytics_identifier }),
    base_path: edition.basePath,
    content_id: document.contentId,
    description: content.description ?? null,
    details: presented(content.details ?? {}),
    document_type: edition.documentType,
    ...(edition.firstPublishedAt && { first_published_at: timestamp(edition.firstPublishedAt) }),
    locale: document.locale,
    phase: content.phase ?? 'live',
    ...(edition.publicUpdatedAt && { public_updated_at: timestamp(edition.publicUpdatedAt) }),
    publishing_app: content.publishing_app,
    ...(edition.documentType === 'redirect' && { redirects: content.redirects ?? [] }),
    rendering_app: content.rendering_app ?? null,
    schema_name: content.schema_name,
    title: content.title ?? null,
    updated_at: timestamp(at),
  };
}

/** What an unpublished page shows in place of what it was. */
function unpublishedFields({ unpublishing, publishedAt, content }: Edition): Record<string, unknown> {
  const { explanation = null, alternative_path = null } = unpublishing ?? {};
  switch (unpublishing?.type) {
    case 'withdrawal':
      return {
        withdrawn_notice: {
          explanation,
          withdrawn_at: unpublishing.unpublished_at ?? (publishedAt && timestamp(publishedAt)),
        },
      };
    case 'gone':
      return { ...emptied('gone', content.publishing_app), details: { alternative_path, explanation } };
    case 'redirect':
      return { ...emptied('redirect', content.publishing_app), redirects: unpublishing.redirects ?? [] };
    default:
      return {};
  }
}

function emptied(type: string, publishingApp: string): Record<string, unknown> {
  return {
    analytics_identifier: undefined,
    description: null,
    details: {},
    document_type: type,
    phase: 'live',
    publishing_app: publishingApp,
    rendering_app: null,
    schema_name: type,
    title: null,
  };
}

/** The Content Store's rule: a gone item that says nothing more is gone, one that explains itself is a page. */
function isGone({ schema_name: name, details }: Record<string, unknown>): boolean {
  if (name !== 'gone') return false;
  return Object.values(details ?? {}).every((value) => value === null || String(value).trim() === '');
}

/** Text that is given in several media types is shown as HTML, where there is HTML. */
function presented(value: unknown): unknown {
  if (Array.isArray(value)) return htmlOf(value) ?? value.map(presented);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, presented(inner)]));
}

function htmlOf(list: readonly unknown[]): string | undefined {
  const found = list.find(
    (one): one is { content: string } =>
      typeof one === 'object' &&
      one !== null &&
      'content_type' in one &&
      one.content_type === 'text/html' &&
      'content' in one &&
      typeof one.content === 'string',
  );
  return found?.content;
}

function sorted(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)));
}
