import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type Change, isRefusal, type Refusal, refuse } from '../domain/change.ts';
import type { Content, DocumentName, PathStanding, Publisher, Standing } from '../domain/entities.ts';
import { discard, publish, republish } from '../domain/go-live.ts';
import { type Moment, putDraft } from '../domain/put-draft.ts';
import { type UnpublishCommand, unpublish } from '../domain/unpublish.ts';
import { storeChange } from '../store/changes.ts';
import { readPath, readStanding } from '../store/editions.ts';
import type { Deps } from './deps.ts';

/** Which document is to be changed, by whom. */
export interface Ask {
  readonly publisher: Publisher;
  readonly name: DocumentName;
  readonly traceparent?: string | undefined;
}

/** Writes a document's draft. */
export function putContent(
  deps: Deps,
  ask: Ask & { content: Content; schemaVersion: number; previousVersion: unknown },
): Promise<Change | Refusal> {
  return change(deps, ask, {
    path: () => ask.content.base_path ?? null,
    decide: (standing, path, moment) => putDraft(standing, path, ask, moment),
  });
}

/** Publishes a document's draft. */
export function publishContent(
  deps: Deps,
  ask: Ask & { updateType: unknown; previousVersion: unknown },
): Promise<Change | Refusal> {
  return change(deps, ask, {
    path: ({ draft }) => draft?.basePath ?? null,
    decide: (standing, path, moment) => publish(standing, path, ask, moment),
  });
}

/** Writes a document's live item anew. */
export function republishContent(
  deps: Deps,
  ask: Ask & { previousVersion: unknown },
): Promise<Change | Refusal> {
  return change(deps, ask, {
    path: () => null,
    decide: (standing, _path, moment) => republish(standing, ask, moment),
  });
}

/** Takes a page away. */
export function unpublishContent(deps: Deps, ask: Ask & UnpublishCommand): Promise<Change | Refusal> {
  return change(deps, ask, {
    path: ({ draft }) => (ask.allowDraft ? (draft?.basePath ?? null) : null),
    decide: (standing, path, moment) => unpublish(standing, path, ask, moment),
  });
}

/** Discards a document's draft. */
export function discardDraft(deps: Deps, ask: Ask & { previousVersion: unknown }): Promise<Change | Refusal> {
  return change(deps, ask, { path: () => null, decide: (standing) => discard(standing, ask) });
}

interface Decision {
  /** The path whose standing the decision rests on. */
  path(standing: Standing): string | null;
  decide(standing: Standing, path: PathStanding, moment: Moment): Change | Refusal;
}

const mostTries = 40;

/** Reads, decides and stores; begins anew when somebody else was quicker. */
async function change(deps: Deps, ask: Ask, decision: Decision): Promise<Change | Refusal> {
  const { publisher, name, traceparent } = ask;
  const { department } = publisher;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const standing = await readStanding(deps.db, department, name);
    const path = await readPath(deps.db, department, decision.path(standing), name);
    const at = deps.now();
    const decided = decision.decide(standing, path, { at, id: randomUUID });
    if (isRefusal(decided)) return decided;
    if (await storeChange(deps.db, decided, { publisher, at, traceparent })) {
      deps.items.changed(department, pathsOf(decided));
      deps.logged();
      return decided;
    }
    // Those who lost this round do not all meet again in the next.
    await setTimeout(Math.random() * Math.min(tries * 5, 100));
  }
  return refuse(409, 'The document is being changed by others; try again');
}

function pathsOf({ shown, hidden }: Change): string[] {
  return [...shown.map(({ basePath }) => basePath), ...hidden];
}
