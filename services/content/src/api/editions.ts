import { onceOf } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type Refusal } from '../domain/change.ts';
import type { Content, Redirect } from '../domain/entities.ts';
import { isTime } from '../domain/item.ts';
import {
  type Ask,
  type Done,
  discardDraft,
  publishContent,
  putContent,
  republishContent,
  unpublishContent,
} from '../usecases/change-content.ts';
import type { Deps } from '../usecases/deps.ts';
import { findContentIds, findEdition } from '../usecases/find-content.ts';
import { findType } from '../usecases/find-type.ts';
import { bodyOf, isRedirect, isTrue, isUuid, listOf, refuseUnstorable, textOf } from './bodies.ts';
import { publisherOf } from './callers.ts';
import { editionView } from './edition-view.ts';
import { commandFailure, notFound, parameterFailure, schemaFailure, unknownSchema } from './errors.ts';

type EditionOperation =
  | 'putContent'
  | 'getContent'
  | 'publishContent'
  | 'republishContent'
  | 'unpublishContent'
  | 'discardDraft'
  | 'lookUpByBasePath';

/** The standard's operations on documents. */
export function editionHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<EditionOperation, Handler> {
  const asked = (request: FastifyRequest, locale: unknown): Ask => ({
    publisher: publisherOf(request, siteDepartment),
    name: nameOf(request, locale),
    traceparent: request.traceparent,
    once: onceOf(request),
  });
  const shown = async (ask: Ask, which: { store?: unknown; version?: unknown }) => {
    const edition = await findEdition(deps, find(ask, which));
    if (edition) return editionView(edition);
    const { contentId, locale } = ask.name;
    throw notFound(`Could not find an edition with content_id ${contentId} and locale ${locale}`);
  };
  return {
    async putContent(request, reply) {
      const { content_id: _id, previous_version: previousVersion, ...body } = bodyOf(request);
      const ask = asked(request, body.locale);
      const checked = await readContent(deps, ask.publisher.department, { ...body, previousVersion });
      accepted(reply, await putContent(deps, { ...ask, ...checked, previousVersion }));
      return shown(ask, {});
    },

    async getContent(request) {
      const { locale, content_store: store, version } = request.query as Record<string, unknown>;
      if (store !== undefined && store !== 'draft' && store !== 'live') {
        throw parameterFailure('content_store', 'must be draft or live');
      }
      const ask = asked(request, locale);
      return shown(ask, { store, version });
    },

    async publishContent(request, reply) {
      const { locale, update_type: updateType, previous_version: previousVersion } = bodyOf(request);
      const ask = asked(request, locale);
      accepted(reply, await publishContent(deps, { ...ask, updateType, previousVersion }));
      return { content_id: ask.name.contentId };
    },

    async republishContent(request, reply) {
      const { locale, previous_version: previousVersion } = bodyOf(request);
      const ask = asked(request, locale);
      accepted(reply, await republishContent(deps, { ...ask, previousVersion }));
      return { content_id: ask.name.contentId };
    },

    async unpublishContent(request, reply) {
      const body = bodyOf(request);
      const ask = asked(request, body.locale);
      accepted(reply, await unpublishContent(deps, { ...ask, ...readUnpublishing(body) }));
      return { content_id: ask.name.contentId };
    },

    async discardDraft(request, reply) {
      const { locale, previous_version: previousVersion } = bodyOf(request);
      const ask = asked(request, locale);
      accepted(reply, await discardDraft(deps, { ...ask, previousVersion }));
      return { content_id: ask.name.contentId };
    },

    async lookUpByBasePath(request) {
      const body = bodyOf(request);
      return findContentIds(deps, {
        department: publisherOf(request, siteDepartment).department,
        basePaths: listOf(body, 'base_paths'),
        withDrafts: isTrue(body.with_drafts),
        documentTypes: listOf(body, 'exclude_document_types', ['gone', 'redirect']),
        unpublishingTypes: listOf(body, 'exclude_unpublishing_types', ['vanish', 'redirect', 'gone']),
      });
    },
  };
}

function accepted(reply: FastifyReply, outcome: Done | Refusal): void {
  if (isRefusal(outcome)) throw commandFailure(outcome);
  if (outcome.replayed) reply.header('idempotent-replayed', 'true');
}

/** The document that a request names. An id that is none names nothing that could be there. */
export function nameOf(request: FastifyRequest, locale: unknown): Ask['name'] {
  const { content_id: contentId } = request.params as { content_id: string };
  if (!isUuid(contentId)) throw notFound();
  const language = locale === undefined || locale === null || locale === '' ? 'en' : locale;
  if (typeof language !== 'string' || !/^[a-z]{2,3}(-[a-z0-9]{2,8})?$/.test(language)) {
    throw parameterFailure('locale', 'must be a supported locale');
  }
  return { contentId: contentId.toLowerCase(), locale: language };
}

function find({ publisher, name }: Ask, { store, version }: { store?: unknown; version?: unknown }) {
  const number = Number(version);
  return {
    department: publisher.department,
    ...name,
    store: typeof store === 'string' ? store : null,
    // A version that is no number is one that there is not.
    version:
      version === undefined ? null : Number.isSafeInteger(number) && Math.abs(number) < 2 ** 31 ? number : -1,
  };
}

/** The edition of a body, and the version of its schema that it has been found to fit; a lock version counts as text in it. */
async function readContent(
  deps: Deps,
  department: string,
  { previousVersion, ...body }: Record<string, unknown>,
): Promise<{ content: Content; schemaVersion: number }> {
  const { publishing_app: app, schema_name: name } = body;
  if (typeof app !== 'string' || app === '') throw parameterFailure('publishing_app', 'is required');
  const found = await findType(deps, department, name);
  if (!found) throw schemaFailure([unknownSchema(name)]);
  const sent = Number.isInteger(previousVersion) ? String(previousVersion) : previousVersion;
  const errors = found.type.errorsOf({
    ...body,
    ...(sent !== undefined && sent !== null && { previous_version: sent }),
  });
  if (errors.length > 0) throw schemaFailure(errors);
  refuseUnstorable(body);
  return { content: body as unknown as Content, schemaVersion: found.version };
}

function readUnpublishing(body: Record<string, unknown>) {
  refuseUnstorable(body);
  const { redirects } = body;
  if (
    redirects !== undefined &&
    redirects !== null &&
    !(Array.isArray(redirects) && redirects.every(isRedirect))
  ) {
    throw parameterFailure('redirects', 'must be a list of redirects');
  }
  const unpublishedAt = textOf(body, 'unpublished_at');
  if (unpublishedAt !== null && !isTime(unpublishedAt)) {
    throw parameterFailure('unpublished_at', 'must be a time');
  }
  return {
    type: body.type,
    explanation: textOf(body, 'explanation'),
    alternativePath: textOf(body, 'alternative_path'),
    redirects: (redirects ?? null) as readonly Redirect[] | null,
    discardDrafts: isTrue(body.discard_drafts),
    allowDraft: isTrue(body.allow_draft),
    unpublishedAt: unpublishedAt === null ? null : new Date(unpublishedAt),
    previousVersion: body.previous_version,
  };
}
