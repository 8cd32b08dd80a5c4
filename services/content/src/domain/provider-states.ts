import type { Content, Links } from './entities.ts';

/** What an edition of a provider state says beside what {@link bodyOf} gives it; `at` is when it is written. */
export interface StatedContent extends Partial<Content> {
  readonly locale?: string;
}

/** One step towards a provider state. What is written need not fit a schema: the pact names document types that have none here. */
export type Step =
  | {
      readonly do: 'put' | 'publish';
      readonly id: string;
      readonly content?: StatedContent;
      readonly at?: string;
    }
  | { readonly do: 'unpublish'; readonly id: string }
  | { readonly do: 'link'; readonly id: string; readonly links: Links }
  | { readonly do: 'reserve' | 'announce'; readonly path: string };

const id = 'bed722e6-db68-43e5-9079-063f623335a7';
const organisation = '20583132-1619-4c68-af24-77583172c070';
const taxon = { document_type: 'taxon', schema_name: 'taxon' };

/** The body of an edition of a provider state. */
export function bodyOf({ locale = 'en', ...changes }: StatedContent): Content & { readonly locale: string } {
  const path = changes.base_path ?? (locale === 'en' ? '/robots.txt' : `/robots.${locale}.txt`);
  return {
    base_path: path,
    title: 'Instructions for crawler robots',
    document_type: 'special_route',
    schema_name: 'special_route',
    publishing_app: 'publisher',
    rendering_app: 'frontend',
    public_updated_at: '2015-07-30T13:58:11.000Z',
    routes: [{ path, type: 'exact' }],
    details: {},
    locale,
    ...changes,
  };
}

const put = (which: string, content: StatedContent = {}): Step => ({ do: 'put', id: which, content });
/** Writes a draft and publishes it. */
const live = (which: string, content: StatedContent = {}, at?: string): Step[] => [
  { do: 'put', id: which, content, ...(at && { at }) },
  { do: 'publish', id: which, content, ...(at && { at }) },
];
const again = (times: number, step: Step): Step[] => Array.from({ length: times }, () => step);
const moment = (month: string) => `2017-${month}-01T00:00:00.000Z`;

/** The provider states of the publishing pact of gds-api-adapters that can be made, by their names there. */
export const providerStates: Readonly<Record<string, readonly Step[]>> = {
  'no content exists': [],
  'there is not a schema for an email_address': [],
  'there are live content items with base_paths /foo and /bar': [
    ...live('08f86d00-e95f-492f-af1d-470c5ba4752e', { base_path: '/foo' }),
    ...live('ca6c58a6-fb9d-479d-b3e6-74908781cb18', { base_path: '/bar' }),
  ],
  'there is a draft content item with base_path /foo': [
    put('cbb460a7-60de-4a74-b5be-0b27c6d6af9b', { base_path: '/foo' }),
  ],
  'a published content item exists with base_path /my-document': live(id, {
    base_path: '/my-document',
    title: 'My document',
  }),
  'there are 4 live content items with fixed updated timestamps': [
    ...live('bd50a6d9-f03d-4ccf-94aa-ad79579990a9', { base_path: '/january' }, moment('01')),
    ...live('989033fe-252a-4e69-976d-5c0059bca949', { base_path: '/february' }, moment('02')),
    ...live('271d4270-9186-4d60-b2ca-1d7dae7e0f73', { base_path: '/march' }, moment('03')),
    ...live('638af19c-27fc-4cc9-a914-4cca49028688', { base_path: '/april' }, moment('04')),
  ],
  [`a content item exists in multiple locales with content_id: ${id}`]: ['ar', 'fr', 'en'].map((locale) =>
    put(id, { locale, document_type: 'taxon' }),
  ),
  "there is content with document_type 'taxon'": [
    put('aaaaaaaa-aaaa-1aaa-aaaa-aaaaaaaaaaaa', {
      ...taxon,
      title: 'Content Item A',
      base_path: '/a-base-path',
      details: { internal_name: 'an internal name' },
    }),
    ...live('bbbbbbbb-bbbb-2bbb-bbbb-bbbbbbbbbbbb', {
      ...taxon,
      title: 'Content Item B',
      base_path: '/another-base-path',
    }),
  ],
  "there are four content items with document_type 'taxon'": ['4', '3', '2', '1'].map((number) =>
    put(`aaaaaaaa-aaaa-1aaa-aaaa-aaaaaaaaaaa${number}`, {
      ...taxon,
      title: `title_${number}`,
      base_path: `/path_${number}`,
    }),
  ),
  [`a content item exists with content_id: ${id} and it has details`]: [
    put(id, { ...taxon, details: { foo: 'bar' } }),
  ],
  "there are two documents with a 'taxon' link to another document": [
    ...live('6cb2cf8c-670f-4de3-97d5-6ad9114581c7', { ...taxon, base_path: '/topic' }),
    ...live('e2961462-bc37-48e9-bb98-c981ef1a2d59', { base_path: '/item-b' }),
    ...live('08dfd5c3-d935-4e81-88fd-cfe65b78893d', { base_path: '/item-a' }),
    ...['e2961462-bc37-48e9-bb98-c981ef1a2d59', '08dfd5c3-d935-4e81-88fd-cfe65b78893d'].map(
      (from): Step => ({ do: 'link', id: from, links: { taxon: ['6cb2cf8c-670f-4de3-97d5-6ad9114581c7'] } }),
    ),
  ],
  [`no links exist for content_id ${id}`]: [],
  [`empty links exist for content_id ${id}`]: [{ do: 'link', id, links: {} }],
  [`organisation links exist for content_id ${id}`]: [
    ...live(organisation, { document_type: 'organisation', base_path: '/an-organisation' }),
    { do: 'link', id, links: { organisations: [organisation] } },
  ],
  [`taxon links exist for content_id ${id}`]: again(2, {
    do: 'link',
    id,
    links: { taxons: [organisation] },
  }),
  [`the linkset for ${id} is at version 3`]: again(3, {
    do: 'link',
    id,
    links: { organisations: [organisation] },
  }),
  [`a content item exists with content_id: ${id}`]: [put(id)],
  [`a draft content item exists with content_id: ${id}`]: [put(id)],
  [`a draft content item exists with content_id: ${id} and locale: fr`]: [put(id, { locale: 'fr' })],
  [`a French content item exists with content_id: ${id}`]: [put(id, { locale: 'fr' })],
  [`a published content item exists with content_id: ${id}`]: live(id),
  [`an unpublished content item exists with content_id: ${id}`]: [...live(id), { do: 'unpublish', id }],
  [`the content item ${id} is at version 3`]: again(3, put(id, { publishing_app: 'static' })),
  [`the published content item ${id} is at version 3`]: [put(id), ...live(id)],
  [`a content item exists in with a superseded version with content_id: ${id}`]: [...live(id), ...live(id)],
  [`a published content item exists with a draft edition for content_id: ${id}`]: [...live(id), put(id)],
  [`a draft content item exists with content_id ${id} with a blocking live item at the same path`]: [
    ...live('aaaaaaaa-aaaa-1aaa-aaaa-aaaaaaaaaaaa', { base_path: '/blocking' }),
    put(id, { base_path: '/blocking' }),
  ],
  '/test-item has been reserved by the Publisher application': [{ do: 'reserve', path: '/test-item' }],
  'a publish intent exists at /test-intent': [{ do: 'announce', path: '/test-intent' }],
};
