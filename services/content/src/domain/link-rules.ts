/** A step of a path along links: a type of link, or one in a list of its own, which may be followed any number of times, once at least. */
type Step = string | readonly [recurring: string];

/** The types of links by which organisations name those who hold a role. */
export const roleHolders: readonly string[] = [
  'ordered_also_attends_cabinet',
  'ordered_assistant_whips',
  'ordered_baronesses_and_lords_in_waiting_whips',
  'ordered_board_members',
  'ordered_cabinet_ministers',
  'ordered_chief_professional_officers',
  'ordered_house_lords_whips',
  'ordered_house_of_commons_whips',
  'ordered_junior_lords_of_the_treasury_whips',
  'ordered_military_personnel',
  'ordered_ministers',
  'ordered_special_representatives',
  'ordered_traffic_commissioners',
  'primary_role_person',
];

/** Along which links an item shows more than what it links to itself: the standard's own list (publishing-api, lib/expansion_rules.rb). */
const paths: readonly (readonly Step[])[] = [
  [['associated_taxons']],
  ['child_taxons', ['associated_taxons']],
  [['child_taxons']],
  [['parent']],
  [['parent_taxons']],
  [['parent_taxons'], 'root_taxon'],
  ['taxons', 'root_taxon'],
  ['taxons', ['parent_taxons']],
  ['taxons', ['parent_taxons'], 'root_taxon'],
  ['ordered_related_items', 'mainstream_browse_pages', ['parent']],
  ['ordered_related_items_overrides', 'taxons'],
  ['role_appointments', 'person'],
  ['role_appointments', 'role', 'ordered_parent_organisations'],
  ['ministers', 'role_appointments', 'person'],
  ...[...roleHolders, 'office_staff', 'secondary_role_person'].map((holder) => [
    holder,
    'role_appointments',
    'role',
  ]),
  ['ordered_ministerial_departments', 'ordered_ministers', 'role_appointments', 'role'],
  ['ordered_ministerial_departments', 'ordered_roles'],
  ['historical_accounts', 'person'],
  ['main_office', 'contact'],
  ['home_page_offices', 'contact'],
  ['worldwide_organisation', 'sponsoring_organisations'],
  ['worldwide_organisation', 'world_locations'],
];

/** What a link is called by the item that it leads to, for the types that are shown there too (publishing-api, lib/expansion_rules.rb). */
const reverseNames: Readonly<Record<string, string>> = {
  parent: 'children',
  documents: 'document_collections',
  working_groups: 'policies',
  parent_taxons: 'child_taxons',
  root_taxon: 'level_one_taxons',
  pages_part_of_step_nav: 'part_of_step_navs',
  pages_related_to_step_nav: 'related_to_step_navs',
  pages_secondary_to_step_nav: 'secondary_to_step_navs',
  person: 'role_appointments',
  role: 'role_appointments',
  ministerial: 'ministers',
};

/** The types of links that are shown from their other end too. */
const reversible: readonly string[] = Object.keys(reverseNames);

/** The names under which links are shown at the end that they lead to. */
export const reversed: readonly string[] = [...new Set(Object.values(reverseNames))];

/** The types of links that a name at the other end stands for: `role_appointments` stands for two, and a type that is not reversed for none. */
export function directOf(name: string): string[] {
  return reversible.filter((linkType) => reverseNames[linkType] === name);
}

/** Whether links of a type lead to withdrawn pages too. */
export function keepsWithdrawn(linkType: string): boolean {
  return ['children', 'parent', 'related_statistical_data_sets'].includes(linkType);
}

/** Documents of these types are no pages: nothing shows them as a link. */
export const neverLinked: readonly string[] = ['gone', 'redirect'];

/** A name of a type of link that a publishing application may use. What is made by itself cannot be given. */
export function isLinkType(text: string): boolean {
  return /^[a-z0-9_]{1,100}$/.test(text) && text !== 'available_translations';
}

/** The content ids among what an edition says that it links to, each once. Its schema decides what that may be. */
export function targetsIn(given: unknown): string[] {
  const ids = Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [];
  return [
    ...new Set(
      ids
        .filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
        .map((id) => id.toLowerCase()),
    ),
  ];
}

/** A place on the paths: which types of links are followed from here, and the place where each leads. */
export interface Stage {
  readonly next: ReadonlyMap<string, Stage>;
}

const nowhere: Stage = { next: new Map() };

/** The place after the first link of an item, which may be of any type. */
export function stageAfter(linkType: string): Stage {
  return firstStages.get(linkType) ?? nowhere;
}

const stepsBeyond = paths.flatMap((path) =>
  path.filter((step, at) => at > 0 || typeof step === 'object').map(typeOf),
);

/** By which types of links a change is seen on items that do not link to it themselves: as they are given, from their other end, and all that are shown there. */
export const reach = {
  forward: [...new Set(stepsBeyond.filter((name) => !reversed.includes(name)))],
  backward: [...new Set(stepsBeyond.flatMap(directOf))],
  reversible,
};

/** A number of steps of a path. */
type Position = readonly [path: number, steps: number];

const firstStages = stagesFrom(paths.map((_, at): Position => [at, 0]));

function stepOf([path, steps]: Position): Step | undefined {
  return paths[path]?.[steps];
}

function typeOf(step: Step): string {
  return typeof step === 'string' ? step : step[0];
}

/** The places after one more step from any of the positions, by the type of the link. */
function stagesFrom(positions: readonly Position[], known = new Map<string, Stage>()): Map<string, Stage> {
  const after = new Map<string, Position[]>();
  const go = (step: Step | undefined, to: Position) => {
    if (step !== undefined) after.set(typeOf(step), [...(after.get(typeOf(step)) ?? []), to]);
  };
  for (const [path, steps] of positions) {
    const last = stepOf([path, steps - 1]);
    if (typeof last === 'object') go(last, [path, steps]);
    go(stepOf([path, steps]), [path, steps + 1]);
  }
  return new Map([...after].map(([type, to]) => [type, stageAt(to, known)]));
}

function stageAt(positions: readonly Position[], known: Map<string, Stage>): Stage {
  const key = keyOf(positions);
  const found = known.get(key);
  if (found) return found;
  const next = new Map<string, Stage>();
  const stage = { next };
  known.set(key, stage);
  for (const [type, to] of stagesFrom(positions, known)) next.set(type, to);
  return stage;
}

function keyOf(positions: readonly Position[]): string {
  return [...new Set(positions.map(([path, steps]) => path * 16 + steps))].sort((a, b) => a - b).join();
}
