type Json = Record<string, unknown>;

/** The body that an application would write to have an item shown: what the content store adds is left out, and HTML is what it was made from. */
export function bodyOfItem(item: Json): Json {
  const written = Object.fromEntries(Object.entries(item).filter(([name]) => !added.has(name)));
  const isPage = item.schema_name !== 'redirect' && item.schema_name !== 'gone';
  return {
    ...written,
    ...(item.details !== undefined && { details: asSent(item.details, item.schema_name) }),
    ...(isPage && { routes: [{ path: item.base_path, type: 'exact' }] }),
    ...(item.public_updated_at === null && { public_updated_at: undefined }),
    update_type: 'major',
  };
}

/**
 * What is not in an item as it is in what it was made from: each as a sentence. `isItem` says that the example is an item itself, whose members have then
 * to be there, and not the body of one.
 */
export function differencesOfItem(example: Json, item: Json, isItem: boolean): string[] {
  const lacking = isItem ? Object.keys(example).filter((name) => !(name in item) && !optional.has(name)) : [];
  const told = [
    'title',
    'description',
    'document_type',
    'schema_name',
    'base_path',
    'publishing_app',
    'redirects',
  ];
  const changed = told.filter(
    (name) => name in example && name in item && JSON.stringify(example[name]) !== JSON.stringify(item[name]),
  );
  return [
    ...lacking.map((name) => `${name} is not in the item`),
    ...changed.map(
      (name) => `${name} is ${JSON.stringify(item[name])}, not ${JSON.stringify(example[name])}`,
    ),
    ...membersOf(example.details ?? {}, item.details, 'details'),
  ];
}

// Links come from link sets, ids from whoever asks.
const added = new Set([
  'content_id',
  'links',
  'publishing_request_id',
  'publishing_scheduled_at',
  'scheduled_publishing_delay_seconds',
  'updated_at',
  'withdrawn_notice',
]);

// Items have these when there is something to say.
const optional = new Set(['analytics_identifier', 'publishing_request_id', 'withdrawn_notice']);

const markup = [
  'body',
  'introductory_paragraph',
  'more_information',
  'other_ways_to_apply',
  'what_you_need_to_know',
];

function asSent(value: unknown, schemaName: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => asSent(one, schemaName));
  if (typeof value !== 'object' || value === null) return value;
  const isHtml = (name: string, inner: unknown) =>
    typeof inner === 'string' && markup.includes(name) && schemaName !== 'service_manual_guide';
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isHtml(name, inner) ? [{ content_type: 'text/html', content: inner }] : asSent(inner, schemaName),
    ]),
  );
}

/** Members of an example's details that an item has not, or has with another text. */
function membersOf(example: unknown, item: unknown, where: string): string[] {
  if (isMarkup(example)) return typeof item === 'string' ? [] : [`${where} is not one text`];
  if (typeof example !== 'object' || example === null) {
    return example === item ? [] : [`${where} is ${JSON.stringify(item)}`];
  }
  if (typeof item !== 'object' || item === null) return [`${where} is not there`];
  return Object.entries(example).flatMap(([name, inner]) =>
    membersOf(inner, (item as Json)[name], `${where}.${name}`),
  );
}

function isMarkup(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one?.content_type === 'string')
  );
}
