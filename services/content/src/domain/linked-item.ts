import type { LinkedItem, Placed } from './entities.ts';
import { timestamp } from './item.ts';
import { neverLinked, roleHolders } from './link-rules.ts';

/** An edition as far as links show it. */
export interface LinkedEdition {
  readonly contentId: string;
  readonly locale: string;
  readonly state: string;
  readonly basePath: string | null;
  readonly documentType: string;
  readonly schemaName: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly analyticsIdentifier: string | null;
  readonly phase: string;
  readonly publicUpdatedAt: Date | null;
  /** Only of the types in {@link detailed}. */
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** An edition that a store is to show, as links show it; undefined when they do not: it is no page, or was taken away for good. */
export function linkedEditionOf({ document, edition }: Placed): LinkedEdition | undefined {
  const { content, documentType, unpublishing, publicUpdatedAt } = edition;
  if (neverLinked.includes(documentType)) return undefined;
  if (edition.state === 'unpublished' && unpublishing?.type !== 'withdrawal') return undefined;
  return {
    contentId: document.contentId,
    locale: document.locale,
    state: edition.state,
    basePath: edition.basePath,
    documentType,
    schemaName: content.schema_name,
    title: content.title ?? null,
    description: content.description ?? null,
    analyticsIdentifier: content.analytics_identifier ?? null,
    phase: content.phase ?? 'live',
    publicUpdatedAt:
      publicUpdatedAt ?? (content.public_updated_at ? new Date(content.public_updated_at) : null),
    details: detailed.includes(documentType) ? (content.details ?? {}) : null,
  };
}

/** What a link shows of an edition. `site` is the address of the site, or nothing: addresses are then relative to it. */
export function linkedItem(edition: LinkedEdition, linkType: string, site: string): LinkedItem {
  const { basePath, publicUpdatedAt } = edition;
  const all: Record<string, unknown> = {
    analytics_identifier: edition.analyticsIdentifier,
    ...(basePath !== null && {
      api_path: `/api/content${basePath}`,
      api_url: `${site}/api/content${basePath}`,
      base_path: basePath,
      web_url: site + basePath,
    }),
    content_id: edition.contentId,
    description: edition.description,
    details: edition.details ?? {},
    document_type: edition.documentType,
    locale: edition.locale,
    phase: edition.phase,
    public_updated_at: publicUpdatedAt && timestamp(publicUpdatedAt),
    schema_name: edition.schemaName,
    title: edition.title,
    withdrawn: edition.state === 'unpublished',
  };
  const { fields, details } = shapeOf(edition.documentType, linkType);
  const shown = Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => fields.includes(name))
      .map(([name, value]) => [name, name === 'details' ? picked(edition.details ?? {}, details) : value]),
  );
  return { ...shown, links: {} };
}

interface Shape {
  readonly fields: readonly string[];
  /** Which members of the details; all of them without it. */
  readonly details?: readonly string[];
}

const usual = [
  'analytics_identifier',
  'api_path',
  'api_url',
  'base_path',
  'content_id',
  'document_type',
  'locale',
  'public_updated_at',
  'schema_name',
  'title',
  'web_url',
  'withdrawn',
];
const described: Shape = { fields: [...usual, 'description'] };
const whole: Shape = { fields: [...usual, 'description', 'details'] };

function detailing(...details: string[]): Shape {
  return { fields: [...usual, 'details'], details };
}

const organisation: Shape = {
  fields: [...usual.filter((name) => name !== 'public_updated_at'), 'details'],
  details: ['logo', 'brand', 'default_news_image', 'organisation_govuk_status'],
};
const role = detailing('body', 'role_payment_type');
const pictured = detailing('image', 'privy_counsellor');

/** What links to documents of a type show, where that is not the usual (publishing-api, lib/expansion_rules.rb). */
const shapes: Readonly<Record<string, Shape>> = {
  contact: detailing(
    'description',
    'title',
    'contact_form_links',
    'post_addresses',
    'email_addresses',
    'phone_numbers',
  ),
  coronavirus_landing_page: described,
  fatality_notice: detailing('roll_call_introduction', 'casualties'),
  government: {
    fields: [
      'api_path',
      'api_url',
      'base_path',
      'content_id',
      'details',
      'document_type',
      'locale',
      'title',
      'web_url',
    ],
    details: ['started_on', 'ended_on', 'current'],
  },
  historic_appointment: detailing('political_party', 'dates_in_office'),
  mainstream_browse_page: described,
  ministerial_role: detailing('body', 'role_payment_type', 'seniority', 'whip_organisation'),
  need: detailing('role', 'goal', 'benefit', 'met_when', 'justifications'),
  organisation,
  placeholder_organisation: organisation,
  role_appointment: detailing('started_on', 'ended_on', 'current', 'person_appointment_order'),
  service_manual_topic: described,
  step_by_step_nav: detailing('step_by_step_nav'),
  take_part: whole,
  taxon: { fields: [...usual, 'description', 'details', 'phase'] },
  travel_advice: detailing('country', 'change_description'),
  world_location: { fields: ['analytics_identifier', 'content_id', 'locale', 'schema_name', 'title'] },
  worldwide_office: detailing('access_and_opening_times'),
  worldwide_organisation: { fields: [...usual, 'description', 'details'], details: ['world_location_names'] },
  ...Object.fromEntries(
    [
      'ambassador_role',
      'board_member_role',
      'chief_professional_officer_role',
      'chief_scientific_advisor_role',
      'chief_scientific_officer_role',
      'deputy_head_of_mission_role',
      'governor_role',
      'high_commissioner_role',
      'military_role',
      'special_representative_role',
      'traffic_commissioner_role',
      'worldwide_office_staff_role',
    ].map((type) => [type, role]),
  ),
};

/** The same, where it depends on the type of the link as well. */
const shapesByLink: Readonly<Record<string, (linkType: string) => Shape | undefined>> = {
  finder: (linkType) => (linkType === 'finder' ? detailing('facets') : undefined),
  person: (linkType) =>
    linkType === 'person'
      ? detailing('body', 'image')
      : linkType === 'current_prime_minister' || roleHolders.includes(linkType)
        ? pictured
        : undefined,
};

/** The types of documents whose details a link may show. */
export const detailed: readonly string[] = [
  ...Object.entries(shapes)
    .filter(([, { fields }]) => fields.includes('details'))
    .map(([type]) => type),
  ...Object.keys(shapesByLink),
];

function shapeOf(documentType: string, linkType: string): Shape {
  const byLink = Object.hasOwn(shapesByLink, documentType)
    ? shapesByLink[documentType]?.(linkType)
    : undefined;
  const own = Object.hasOwn(shapes, documentType) ? shapes[documentType] : undefined;
  return byLink ?? own ?? { fields: usual };
}

function picked(details: Readonly<Record<string, unknown>>, names: readonly string[] | undefined) {
  if (!names) return details;
  return Object.fromEntries(names.filter((name) => name in details).map((name) => [name, details[name]]));
}
