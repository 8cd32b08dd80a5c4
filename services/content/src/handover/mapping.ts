import { type Entity, idempotencyPart, type Mapping, type TableEntity, tableEntity } from '@ashlar/component';

/** What content hands to its successor, and takes from its predecessor: see `openapi/handover/content.yaml`. */
export function contentMapping(): Mapping {
  return {
    component: 'content',
    entities: [
      applicationEntity,
      counted({ table: 'path_reservation', goes: true }),
      documentEntity,
      counted({ table: 'document_type', parts: [idempotencyPart('array[root.id::text]')] }),
      itemEntity,
      linkSetEntity,
      counted({ table: 'publish_intent', goes: true }),
      counted({ table: 'preview_link', parts: [idempotencyPart('array[root.id::text]')] }),
    ],
    subjectOf,
    toldAt: { frozen: [], primary: [] },
  };
}

/** A table of one department's things whose statements log each change under the thing's id, with its `sequence`. */
function counted(given: Pick<TableEntity, 'table' | 'goes' | 'parts' | 'most'>): Entity {
  return tableEntity({
    name: given.table,
    key: 'id',
    keyType: 'uuid',
    sequence: 'sequence',
    of: 'root.department = $1',
    ...given,
  });
}

const applicationEntity = counted({
  table: 'publishing_application',
  parts: [
    {
      member: 'tokens',
      table: 'publishing_token',
      parent: 'application_id',
      order: 'part.created_at, part.id',
    },
    idempotencyPart(
      'array(select root.id::text union all select its.id::text from publishing_token as its where its.application_id = root.id)',
    ),
  ],
});

/** A document with all its editions. */
const documentEntity = counted({
  table: 'document',
  parts: [
    { member: 'editions', table: 'edition', parent: 'document_id', order: 'part.version' },
    idempotencyPart('array[root.id::text]'),
  ],
});

/** A link set with everything that has changed in it. */
const linkSetEntity = counted({
  table: 'link_set',
  parts: [
    { member: 'changes', table: 'link_change', parent: 'link_set_id', order: 'part.created_at, part.id' },
  ],
});

/** What the public reads at a path, as it is sent: a reader sees the same bytes and entity tag after a swap. */
const itemEntity = tableEntity({
  name: 'content_item',
  table: 'content_item',
  key: 'id',
  sequence: 'handover_version',
  of: 'root.department = $1',
  goes: true,
});

/** Private rows of triggers are called `<entity>:<id>`; the others say what they are about in their type or data. */
const subjectOf: Mapping['subjectOf'] = ({ aggregate, type, data }) => {
  const at = aggregate.indexOf(':');
  if (at > 0) return { entity: aggregate.slice(0, at), id: aggregate.slice(at + 1) };
  if (type?.startsWith('content.edition.')) return { entity: 'document', id: aggregate };
  if (type?.startsWith('content.links.')) return { entity: 'link_set', id: aggregate };
  if ('publishing_application_id' in data) return { entity: 'publishing_application', id: aggregate };
  if ('document_type_id' in data) return { entity: 'document_type', id: aggregate };
  if ('publish_intent_id' in data) return { entity: 'publish_intent', id: aggregate };
  if ('preview_link_id' in data) return { entity: 'preview_link', id: aggregate };
  if ('publishing_app' in data && 'base_path' in data) return { entity: 'path_reservation', id: aggregate };
  return undefined;
};
