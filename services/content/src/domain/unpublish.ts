import { type Change, isRefusal, lockRefusal, type Refusal, refuse, wordOf } from './change.ts';
import type { Edition, PathStanding, Redirect, Standing, Unpublishing } from './entities.ts';
import { noEdition, takePath } from './go-live.ts';
import { timestamp } from './item.ts';
import { badDestination, isDestination, type Moment, routesRefusal } from './put-draft.ts';

/** How a page is to be taken away, as the caller says it. */
export interface UnpublishCommand {
  readonly type: unknown;
  readonly explanation: string | null;
  readonly alternativePath: string | null;
  readonly redirects: readonly Redirect[] | null;
  readonly discardDrafts: boolean;
  readonly allowDraft: boolean;
  readonly unpublishedAt: Date | null;
  readonly previousVersion: unknown;
}

/**
 * Decides what it takes to take a page away, or refuses. Where it has been taken away before, this says how it is from now on. With `allowDraft` it is the
 * draft that is put live, as taken away; the path is then as it stands for the draft.
 */
export function unpublish(
  standing: Standing,
  path: PathStanding,
  command: UnpublishCommand,
  moment: Moment,
): Change | Refusal {
  const { document, draft, live } = standing;
  const { allowDraft, discardDrafts } = command;
  if (allowDraft && discardDrafts) {
    return refuse(422, 'allow_draft and discard_drafts cannot be used together', {
      errorCode: 'allow_draft_and_discard_drafts',
    });
  }
  const edition = allowDraft ? draft : live;
  if (!document || !edition) return noEdition(standing, allowDraft ? 'draft ' : 'live ');
  const refusal = lockRefusal(document, command.previousVersion) ?? draftRefusal(standing, command);
  if (refusal) return refusal;
  const unpublishing = unpublishingOf(edition, command, moment.at);
  if (isRefusal(unpublishing)) return unpublishing;
  const taken: Edition = {
    ...edition,
    state: 'unpublished',
    store: 'live',
    unpublishing,
    firstPublishedAt: edition.firstPublishedAt ?? live?.firstPublishedAt ?? moment.at,
    publicUpdatedAt: edition.publicUpdatedAt ?? live?.publicUpdatedAt ?? moment.at,
    publishedAt: edition.publishedAt ?? moment.at,
    updatedAt: moment.at,
  };
  const around = { live, path: allowDraft ? path : { owner: undefined, others: [] } };
  const change = takePath({ document, edition: taken }, { ...around, happening: 'unpublished' }, moment);
  if (isRefusal(change) || !draft || !discardDrafts) return change;
  return { ...change, removed: [draft.id] };
}

function draftRefusal(
  { draft }: Standing,
  { allowDraft, discardDrafts }: UnpublishCommand,
): Refusal | undefined {
  if (!draft || allowDraft || discardDrafts) return undefined;
  return refuse(422, 'Cannot unpublish with a draft present', { errorCode: 'cannot_unpublish_with_draft' });
}

function unpublishingOf(edition: Edition, command: UnpublishCommand, at: Date): Unpublishing | Refusal {
  const { type, explanation, alternativePath, unpublishedAt } = command;
  const since = { unpublished_at: timestamp(unpublishedAt ?? at) };
  if (alternativePath && !isDestination(alternativePath)) return badDestination('alternative_path');
  switch (type) {
    case 'gone':
      return { type, explanation, alternative_path: alternativePath, ...since };
    case 'vanish':
      return { type, ...since };
    case 'withdrawal':
      return explanation
        ? { type, explanation, alternative_path: alternativePath, ...since }
        : missing('explanation', 'A withdrawal needs an explanation');
    case 'redirect': {
      const redirects = redirectsOf(edition, command);
      if (!redirects) return missing('redirects', 'A redirect needs redirects or an alternative_path');
      const refusal = routesRefusal({ base_path: edition.basePath, redirects });
      return refusal ?? { type, alternative_path: alternativePath, redirects, ...since };
    }
    default:
      return refuse(422, `${wordOf(type)} is not a valid unpublishing type`, {
        errorCode: 'unpublishing_type_invalid',
        fields: {},
      });
  }
}

function redirectsOf(
  { content, basePath }: Edition,
  { redirects, alternativePath: to }: UnpublishCommand,
): readonly Redirect[] | undefined {
  if (redirects && redirects.length > 0) return redirects;
  if (!to || basePath === null) return undefined;
  const routes = content.routes ?? [{ path: basePath, type: 'exact' as const }];
  // Everything leads to the one page that is named, since nothing says that it has the same parts.
  return routes.map(({ path, type }) => ({ path, type, destination: to }));
}

function missing(field: string, message: string): Refusal {
  return refuse(422, message, {
    errorCode: 'parameter_missing_or_invalid',
    fields: { [field]: ['is required'] },
  });
}
