import { type Change, lockRefusal, mayReplace, type Refusal, refuse, wordOf } from './change.ts';
import type { Document, Edition, PathStanding, Placed, Standing } from './entities.ts';
import { isShown, redirectsTo } from './item.ts';
import { type Moment, pathTaken } from './put-draft.ts';

const updateTypes = ['major', 'minor', 'republish', 'links', 'content_block'];

/** Decides what it takes to publish a document's draft, or refuses. `updateType` overrides the draft's own. */
export function publish(
  standing: Standing,
  path: PathStanding,
  command: { updateType: unknown; previousVersion: unknown },
  moment: Moment,
): Change | Refusal {
  const { document, draft, live } = standing;
  if (!document || !draft) {
    return live?.state === 'published'
      ? refuse(409, 'Cannot publish an already published edition')
      : noEdition(standing, 'draft ');
  }
  const updateType = command.updateType ?? draft.updateType;
  const refusal = updateTypeRefusal(updateType) ?? lockRefusal(document, command.previousVersion);
  if (refusal) return refusal;
  const edition = publishedEdition(draft, live, String(updateType), moment.at);
  return takePath({ document, edition }, { live, path, happening: 'published' }, moment);
}

/** Decides what it takes to write the live item anew, or refuses. */
export function republish(standing: Standing, command: { previousVersion: unknown }): Change | Refusal {
  const { document, live } = standing;
  if (!document || !live) return noEdition(standing, 'live ');
  const refusal = lockRefusal(document, command.previousVersion);
  if (refusal) return refusal;
  const event = live.state === 'published' ? 'published' : 'unpublished';
  return {
    touched: [{ document, event, edition: live }],
    cleared: [],
    removed: [],
    stored: [],
    shown: [{ document, edition: live }],
    hidden: [],
  };
}

/** Decides what it takes to discard a document's draft, or refuses. */
export function discard(standing: Standing, command: { previousVersion: unknown }): Change | Refusal {
  const { document, draft, live } = standing;
  if (!document || (!draft && !live)) return noEdition(standing, '');
  if (!draft)
    return refuse(422, 'There is not a draft edition to discard', { errorCode: 'no_draft_to_discard' });
  const refusal = lockRefusal(document, command.previousVersion);
  if (refusal) return refusal;
  const left = draft.basePath;
  return {
    touched: [{ document, event: 'discarded', edition: draft }],
    cleared: [],
    removed: [draft.id],
    stored: [],
    ...(left &&
      left !== live?.basePath && {
        release: { basePath: left, publishingApp: draft.content.publishing_app },
      }),
    shown: [],
    hidden: [],
  };
}

/** There is nothing that the command could be about. */
export function noEdition({ name }: Pick<Standing, 'name'>, what: string): Refusal {
  return refuse(
    404,
    `Could not find a ${what}edition with content_id ${name.contentId} and locale ${name.locale}`,
  );
}

/**
 * Puts an edition live in place of its document's live one and of what may be replaced at its path; refuses if something else is there. Where
 * a published page moves, a redirect document stays at its old path.
 */
export function takePath(
  { document, edition }: Placed,
  around: { live: Edition | undefined; path: PathStanding; happening: 'published' | 'unpublished' },
  moment: Moment,
): Change | Refusal {
  const { live, path, happening } = around;
  const holders = path.others.filter((other) => other.edition.store === 'live');
  const blocker = holders.find((other) => !mayReplace(edition, other.edition));
  if (blocker) return pathTaken(blocker.document.contentId, blocker.document.locale, edition.basePath);
  const moved =
    live && live.basePath !== edition.basePath ? leaveBehind(live, edition, document, moment) : undefined;
  const substitute = { type: 'substitute' } as const;
  return {
    touched: [
      { document, event: happening, edition },
      ...holders.map((other) => ({
        document: other.document,
        event: 'unpublished' as const,
        edition: { ...other.edition, unpublishing: substitute },
      })),
      ...(moved ? [{ ...moved, event: 'published' as const }] : []),
    ],
    cleared: [
      ...(live && live.id !== edition.id
        ? [{ id: live.id, state: 'superseded' as const, unpublishing: live.unpublishing }]
        : []),
      ...holders.map((other) => ({
        id: other.edition.id,
        state: 'unpublished' as const,
        unpublishing: substitute,
      })),
    ],
    removed: [],
    stored: [edition, ...(moved ? [moved.edition] : [])],
    shown: [{ document, edition }, ...(moved ? [moved] : [])],
    hidden: hiddenPaths(edition, live, moved?.edition),
  };
}

function hiddenPaths(edition: Edition, live: Edition | undefined, left: Edition | undefined): string[] {
  const shown = [edition, left].filter((one) => one !== undefined && isShown(one));
  const paths = new Set([edition.basePath, live?.basePath ?? null]);
  return [...paths].filter(
    (path): path is string => path !== null && !shown.some((one) => one?.basePath === path),
  );
}

function updateTypeRefusal(updateType: unknown): Refusal | undefined {
  if (updateType === null || updateType === '') {
    const words = 'is required';
    return refuse(422, `update_type ${words}`, {
      errorCode: 'update_type_required',
      fields: { update_type: [words] },
    });
  }
  if (typeof updateType === 'string' && updateTypes.includes(updateType)) return undefined;
  return refuse(422, `An update_type of '${wordOf(updateType)}' is invalid`, {
    errorCode: 'update_type_invalid',
    fields: { update_type: [`must be one of ${updateTypes.join(', ')}`] },
  });
}

/** A major change is dated, and keeps its note; a minor one keeps the date of the last major one. */
function publishedEdition(draft: Edition, live: Edition | undefined, updateType: string, at: Date): Edition {
  const { content } = draft;
  const given = content.public_updated_at ? new Date(content.public_updated_at) : undefined;
  const first = content.first_published_at ? new Date(content.first_published_at) : undefined;
  const earlier = updateType === 'major' ? undefined : live?.publicUpdatedAt;
  return {
    ...draft,
    state: 'published',
    store: 'live',
    updateType,
    firstPublishedAt: first ?? live?.firstPublishedAt ?? at,
    publicUpdatedAt: given ?? earlier ?? at,
    publishedAt: at,
    updatedAt: at,
  };
}

/** What stays at the path that a page leaves: nothing where nothing was shown, or where the page has no new path. */
function leaveBehind(
  live: Edition,
  edition: Edition,
  { locale }: Document,
  { at, id }: Moment,
): Placed | undefined {
  const { basePath: from } = live;
  const { basePath: to } = edition;
  if (from === null || to === null || live.unpublishing?.type === 'vanish') return undefined;
  const document: Document = { id: id(), contentId: id(), locale, lockVersion: 0 };
  const redirect: Edition = {
    id: id(),
    documentId: document.id,
    version: 1,
    state: 'published',
    store: 'live',
    basePath: from,
    documentType: 'redirect',
    updateType: 'major',
    content: {
      base_path: from,
      document_type: 'redirect',
      schema_name: 'redirect',
      publishing_app: live.content.publishing_app,
      redirects: redirectsTo(live.content.routes ?? [{ path: from, type: 'exact' }], from, to),
      update_type: 'major',
    },
    unpublishing: null,
    schemaVersion: null,
    firstPublishedAt: at,
    publicUpdatedAt: at,
    publishedAt: at,
    createdAt: at,
    updatedAt: at,
  };
  return { document, edition: redirect };
}
