import { Failure, type Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { isRefusal } from '../domain/change.ts';
import type { LinkSet, Links, Placed } from '../domain/entities.ts';
import { timestamp } from '../domain/item.ts';
import { isLinkType } from '../domain/link-rules.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  findExpandedLinks,
  findLinkables,
  findLinkChanges,
  findLinked,
  findLinkSets,
} from '../usecases/find-links.ts';
import { changeLinkSet } from '../usecases/patch-links.ts';
import { bodyOf, isTrue, isUuid, refuseUnstorable } from './bodies.ts';
import { publisherOf } from './callers.ts';
import { editionView } from './edition-view.ts';
import { nameOf } from './editions.ts';
import { commandFailure, notFound, parameterFailure } from './errors.ts';

type LinkOperation =
  | 'patchLinkSet'
  | 'getLinkSet'
  | 'getLinkSets'
  | 'getExpandedLinks'
  | 'listLinked'
  | 'listLinkables'
  | 'listLinkChanges';

/** The standard's operations on links. */
export function linkHandlers(deps: Deps, siteDepartment: string | undefined): Record<LinkOperation, Handler> {
  const departmentOf = (request: FastifyRequest) => publisherOf(request, siteDepartment).department;
  return {
    async patchLinkSet(request) {
      const { contentId } = nameOf(request, undefined);
      const publisher = publisherOf(request, siteDepartment);
      const body = bodyOf(request);
      refuseUnstorable(body);
      const links = readLinks(body.links);
      const previousVersion = body.previous_version;
      const { traceparent } = request;
      const ask = { publisher, contentId, links, previousVersion, user: userOf(request), traceparent };
      const changed = await changeLinkSet(deps, ask);
      if (isRefusal(changed)) throw commandFailure(changed);
      return linkSetView(changed);
    },

    async getLinkSet(request) {
      const { contentId } = nameOf(request, undefined);
      const linkSet = (await findLinkSets(deps, departmentOf(request), [contentId])).get(contentId);
      if (!linkSet) throw notFound(`Could not find link set with content_id: ${contentId}`);
      return linkSetView(linkSet);
    },

    async getLinkSets(request) {
      const ids = readContentIds(bodyOf(request).content_ids);
      const found = await findLinkSets(deps, departmentOf(request), ids);
      return Object.fromEntries(
        ids.map((id) => {
          const { links = {}, lockVersion: version = 0 } = found.get(id) ?? {};
          return [id, { links, version }];
        }),
      );
    },

    async getExpandedLinks(request) {
      const query = request.query as Record<string, unknown>;
      const name = nameOf(request, query.locale);
      const withDrafts = query.with_drafts === undefined || isTrue(query.with_drafts);
      const ask = { department: departmentOf(request), name, withDrafts, generate: isTrue(query.generate) };
      const found = await findExpandedLinks(deps, ask);
      if (isRefusal(found)) throw commandFailure(found);
      return {
        content_id: name.contentId,
        locale: name.locale,
        expanded_links: found.links,
        version: found.version,
        generated: timestamp(found.generated),
      };
    },

    async listLinked(request) {
      const query = request.query as Record<string, unknown>;
      const { contentId } = nameOf(request, undefined);
      const { link_type: linkType } = query;
      if (typeof linkType !== 'string' || linkType === '') throw parameterFailure('link_type', 'is required');
      const fields = readFields(listIn(query, 'fields') ?? []);
      const found = await findLinked(deps, {
        department: departmentOf(request),
        contentId,
        linkType: storable(linkType),
      });
      if (isRefusal(found)) throw commandFailure(found);
      return found.map((placed) => fieldsOf(placed, fields));
    },

    async listLinkables(request) {
      const { document_type: documentType } = request.query as Record<string, unknown>;
      if (typeof documentType !== 'string' || documentType === '') {
        throw parameterFailure('document_type', 'is required');
      }
      return findLinkables(deps, departmentOf(request), storable(documentType));
    },

    async listLinkChanges(request) {
      const query = request.query as Record<string, unknown>;
      const linkTypes = listIn(query, 'link_types');
      if (!linkTypes) throw parameterFailure('link_types', 'is required');
      const ids = (field: string) => listIn(query, field)?.filter(isUuid) ?? null;
      const found = await findLinkChanges(deps, departmentOf(request), {
        linkTypes,
        sources: ids('source_content_ids'),
        targets: ids('target_content_ids'),
        users: listIn(query, 'users') ?? null,
      });
      return {
        link_changes: found.map(({ source, target, linkType, change, user, createdAt }) => ({
          source,
          target,
          link_type: linkType,
          change,
          user_uid: user,
          created_at: createdAt.toISOString(),
        })),
      };
    },
  };
}

function linkSetView({ contentId, links, lockVersion }: LinkSet): Record<string, unknown> {
  return { content_id: contentId, links, version: lockVersion };
}

/** The links of a body. Which types a document may have is not looked at, as the standard does not: links may be there before the document is. */
function readLinks(links: unknown): Links {
  if (typeof links !== 'object' || links === null || Array.isArray(links)) {
    throw new Failure(422, {
      error: { code: 422, message: 'Links are required', fields: { links: ['are required'] } },
    });
  }
  return Object.fromEntries(
    Object.entries(links).map(([type, targets]) => {
      if (!isLinkType(type))
        throw linkFailure(`${type.slice(0, 100)} is not a type of links that can be given`);
      if (!Array.isArray(targets) || !targets.every(isUuid)) {
        throw linkFailure(`${type} must be a list of content ids`);
      }
      return [type, targets.map((target) => target.toLowerCase())];
    }),
  );
}

function linkFailure(words: string): Failure {
  return new Failure(422, {
    error: {
      code: 422,
      message: `Links are invalid: ${words}`,
      error_code: 'parameter_missing_or_invalid',
      fields: { links: [words] },
    },
  });
}

const mostContentIds = 1000;

function readContentIds(ids: unknown): string[] {
  if (ids === undefined || ids === null) throw parameterFailure('content_ids', 'is required');
  if (!Array.isArray(ids) || !ids.every(isUuid)) {
    throw parameterFailure('content_ids', 'must be a list of content ids');
  }
  if (ids.length > mostContentIds) {
    const message = `More than ${mostContentIds} content ids cannot be asked for at once`;
    throw new Failure(413, { error: { code: 413, message } });
  }
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

/** A parameter that may be given several times, with or without brackets after its name; undefined when it is not given. */
function listIn(query: Record<string, unknown>, field: string): string[] | undefined {
  const given = query[`${field}[]`] ?? query[field];
  if (given === undefined) return undefined;
  return (Array.isArray(given) ? given : [given]).map(String).map(storable);
}

/** What no database keeps is in none: it is looked for without that. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

function readFields(fields: readonly string[]): readonly string[] {
  if (fields.length === 0) {
    throw new Failure(422, {
      error: { code: 422, message: 'Fields must be provided', fields: { fields: ['are required'] } },
    });
  }
  const unknown = fields.filter((field) => !knownFields.includes(field));
  if (unknown.length === 0) return fields;
  const message = `Invalid column field(s): ${unknown.map((field) => field.slice(0, 100)).join(', ')}`;
  throw new Failure(400, { error: { code: 400, message } });
}

const knownFields = [
  'analytics_identifier',
  'base_path',
  'content_id',
  'content_store',
  'created_at',
  'description',
  'details',
  'document_type',
  'first_published_at',
  'last_edited_at',
  'locale',
  'phase',
  'public_updated_at',
  'publication_state',
  'published_at',
  'publishing_app',
  'redirects',
  'rendering_app',
  'routes',
  'schema_name',
  'state',
  'title',
  'update_type',
  'updated_at',
  'user_facing_version',
];

function fieldsOf(placed: Placed, fields: readonly string[]): Record<string, unknown> {
  const { state, store } = placed.edition;
  const view = editionView({ ...placed, history: {}, blockedBy: null });
  const all: Record<string, unknown> = { ...view, state, content_store: store };
  return Object.fromEntries(fields.map((field) => [field, all[field] ?? null]));
}

/** Who is signed in at the application, as it says. */
function userOf(request: FastifyRequest): string | undefined {
  const { 'x-govuk-authenticated-user': user } = request.headers;
  return typeof user === 'string' && /^[\w-]{1,100}$/.test(user) && user !== 'invalid' ? user : undefined;
}
