import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type CreationKey, type Once, recallReceipt } from '@ashlar/component';
import { readIdempotencyRecord, requestHash } from '@ashlar/postgres';
import { type Change, isRefusal, type Refusal, refuse } from '../domain/change.ts';
import type { Content, DocumentName, PathStanding, Publisher, Standing } from '../domain/entities.ts';
import { discard, publish, republish } from '../domain/go-live.ts';
import { type Moment, putDraft } from '../domain/put-draft.ts';
import { type UnpublishCommand, unpublish } from '../domain/unpublish.ts';
import { storeChange } from '../store/changes.ts';
import { readPath, readStanding } from '../store/editions.ts';
import type { Deps } from './deps.ts';
import { present } from './present.ts';

/** Which document is to be changed, by whom. */
export interface Ask {
  readonly publisher: Publisher;
  readonly name: DocumentName;
  readonly traceparent?: string | undefined;
  /** Makes a repeat safe, whatever lock version it names. */
  readonly once?: Once | undefined;
}

/** That a command was carried out: now, or under the same Idempotency-Key before. */
export interface Done {
  readonly replayed: boolean;
}

/** Writes a document's draft. */
export function putContent(
  deps: Deps,
  ask: Ask & { content: Content; schemaVersion: number; previousVersion: unknown },
): Promise<Done | Refusal> {
  return change(deps, ask, {
    path: () => ask.content.base_path ?? null,
    decide: (standing, path, moment) => putDraft(standing, path, ask, moment),
  });
}

/** Publishes a document's draft. */
export function publishContent(
  deps: Deps,
  ask: Ask & { updateType: unknown; previousVersion: unknown },
): Promise<Done | Refusal> {
  return change(deps, ask, {
    path: ({ draft }) => draft?.basePath ?? null,
    decide: (standing, path, moment) => publish(standing, path, ask, moment),
  });
}

/** Writes a document's live item anew. */
export function republishContent(
  deps: Deps,
  ask: Ask & { previousVersion: unknown },
): Promise<Done | Refusal> {
  return change(deps, ask, {
    path: () => null,
    decide: (standing) => republish(standing, ask),
  });
}

/** Takes a page away. */
export function unpublishContent(deps: Deps, ask: Ask & UnpublishCommand): Promise<Done | Refusal> {
  return change(deps, ask, {
    path: ({ draft }) => (ask.allowDraft ? (draft?.basePath ?? null) : null),
    decide: (standing, path, moment) => unpublish(standing, path, ask, moment),
  });
}

/** Discards a document's draft. */
export function discardDraft(deps: Deps, ask: Ask & { previousVersion: unknown }): Promise<Done | Refusal> {
  return change(deps, ask, { path: () => null, decide: (standing) => discard(standing, ask) });
}

interface Decision {
  /** The path whose standing the decision rests on. */
  path(standing: Standing): string | null;
  decide(standing: Standing, path: PathStanding, moment: Moment): Change | Refusal;
}

const mostTries = 40;

/** Reads, decides and stores; begins anew when somebody else was quicker. */
async function change(deps: Deps, ask: Ask, decision: Decision): Promise<Done | Refusal> {
  const { publisher, name, traceparent } = ask;
  const key = ask.once && { ...ask.once, requestHash: requestHash(ask.once.body) };
  const { department } = publisher;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const earlier = key && (await recall(deps, key));
    if (earlier) return earlier;
    const standing = await readStanding(deps.db, department, name);
    const path = await readPath(deps.db, department, decision.path(standing), name);
    const at = deps.now();
    const decided = decision.decide(standing, path, { at, id: randomUUID });
    // What refuses it may be what the same request has done meanwhile.
    if (isRefusal(decided)) return (key && (await recall(deps, key))) ?? decided;
    const items = await present(deps, { department, store: 'live', at }, decided.shown);
    const once = key && { ...key, of: documentOf(decided, name) };
    if (await storeChange(deps.db, decided, items, { publisher, at, traceparent, once })) {
      deps.items.changed(department, [...items.map(({ basePath }) => basePath), ...decided.hidden]);
      deps.logged();
      return { replayed: false };
    }
    // Those who lost this round do not all meet again in the next.
    await setTimeout(Math.random() * Math.min(tries * 5, 100));
  }
  return refuse(409, 'The document is being changed by others; try again');
}

/** What a key came to before; undefined when it is new. */
async function recall({ db }: Deps, key: CreationKey): Promise<Done | Refusal | undefined> {
  const record = await readIdempotencyRecord(db, key.scope, key.key);
  if (!record) return undefined;
  if (!record.requestHash.equals(key.requestHash)) {
    return refuse(422, 'The Idempotency-Key was used before, with another request');
  }
  if (record.resourceId !== null) await recallReceipt(db, key, record.resourceId);
  return { replayed: true };
}

/** The id of the document that a command is about, among those that it touches. */
function documentOf({ touched }: Change, { contentId, locale }: DocumentName): string {
  const own = touched.find(({ document }) => document.contentId === contentId && document.locale === locale);
  if (!own) throw new Error('The command does not touch its document');
  return own.document.id;
}
