import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Item, MadeUpDepartment } from '../gate/plan.ts';
import { receiptOf } from '../gate/receipt.ts';
import type { Answer } from '../http.ts';
import { aPage, freshPath } from './subject.ts';

/** The thing that a call changed, as its receipt names it: a document has an id of its own beside the one that the caller chose. */
export function entityOf(answer: Answer): string {
  return receiptOf(answer)?.entity ?? '';
}

/**
 * A department with a publishing application, its token, three pages that are published and one that is not, and their events, as a predecessor would hand it over.
 * Records say every member, so that what comes back can be compared with them.
 */
export function makeUpContent(department: string): MadeUpDepartment {
  const token = `ashlar_pub_${randomBytes(32).toString('base64url')}`;
  const headers = { authorization: `Bearer ${token}` };
  const pages = [1, 2, 3].map((position) => page(department, position));
  const [first] = pages;
  if (!first) throw new Error('no pages');
  // Which document a call made, its answer says in the receipt; it is read by the id that the caller chose.
  const contentIds = new Map<string, string>();
  return {
    items: [applicationItem(department, token), ...pages.flatMap(({ things }) => things)],
    changed: {
      ...first.document,
      sequence: 9,
      record: { ...first.document.record, lock_version: 9, payload_version: 900 },
    },
    creates: 'document',
    create: () => ({
      path: `/v2/content/${randomUUID()}`,
      ask: { method: 'PUT', headers, body: aPage(freshPath()) },
      entity(answer) {
        const entity = entityOf(answer);
        contentIds.set(entity, String((answer.json as { content_id?: unknown } | undefined)?.content_id));
        return entity;
      },
    }),
    read: (entity) => ({ path: `/v2/content/${contentIds.get(entity)}`, ask: { headers } }),
  };
}

const made = new Date(Date.now() - 60_000).toISOString();

function item(entity: string, id: string, record: Record<string, unknown>, at = {}): Item {
  return { entity, id, sequence: 1, position: 0, record, ...at };
}

function applicationItem(department: string, token: string): Item {
  const id = randomUUID();
  const held = {
    ...{ id: randomUUID(), token_hash: createHash('sha256').update(token).digest('hex') },
    ...{ description: 'gate', created_at: made, revoked_at: null },
  };
  return item('publishing_application', id, {
    ...{ id, department, service: 'licences', name: 'The gate', created_at: made },
    ...{ tokens: [held], idempotency_records: [] },
  });
}

/** A published page with its path and what is read there, and the event of its publication. */
function page(department: string, position: number): { document: Item; things: Item[] } {
  const [id, contentId, path] = [randomUUID(), randomUUID(), freshPath()];
  const edition = {
    ...{ id: randomUUID(), department, version: 1, state: 'published', store: 'live', base_path: path },
    ...{ document_type: 'transaction', update_type: 'major', content: aPage(path), unpublishing: null },
    ...{ first_published_at: made, public_updated_at: made, published_at: made },
    ...{ created_at: made, updated_at: made },
  };
  const document = item(
    'document',
    id,
    {
      ...{ id, department, service: 'licences', content_id: contentId, locale: 'en', lock_version: 2 },
      ...{ payload_version: position * 10, created_at: made, editions: [edition], idempotency_records: [] },
    },
    { sequence: 2 },
  );
  const reserved = { id: randomUUID(), department, base_path: path, publishing_app: 'publisher' };
  const shown = {
    ...{ id: `${department}${path}`, department, base_path: path, document_id: id, status: 200 },
    ...{
      payload_version: position * 10,
      body: JSON.stringify({ base_path: path, title: `Page ${position}` }),
    },
    ...{ exact_routes: [], prefix_routes: [] },
  };
  return {
    document,
    things: [
      item('path_reservation', reserved.id, { ...reserved, created_at: made, updated_at: made }),
      document,
      item('content_item', shown.id, shown),
      eventOf({ department, id, contentId, path, position }),
    ],
  };
}

function eventOf(its: {
  department: string;
  id: string;
  contentId: string;
  path: string;
  position: number;
}): Item {
  const { department, id: subject, contentId, path, position } = its;
  const id = randomUUID();
  const type = 'content.edition.published.v1';
  const event = {
    ...{ specversion: '1.0', id, source: '/content', type, subject, time: made },
    ...{ datacontenttype: 'application/json', dataschema: `urn:ashlar:event:${type}` },
    ...{ department, service: 'licences', sequence: 2, position },
    data: {
      ...{ content_id: contentId, locale: 'en', base_path: path, document_type: 'transaction' },
      ...{ schema_name: 'transaction', update_type: 'major', version: 1, payload_version: position * 10 },
    },
  };
  return item('event', id, event, { sequence: 2, position });
}
