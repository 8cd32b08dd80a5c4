/** What a hand-over's digest says of one kind of thing (`openapi/ashlar/handover.yaml`). */
export interface EntityDigest {
  readonly count: number;
  readonly versions: string;
  readonly changed: {
    readonly count: number;
    readonly records: string;
    /** `records` by the first byte of the hash of the things' ids, in hex. */
    readonly parts?: Readonly<Record<string, string>>;
  };
}

/** Counts and digests of everything that an implementation has of a department, where its log stands at `position`. */
export interface Digest {
  readonly position: number;
  readonly entities: Readonly<Record<string, EntityDigest>>;
}

/** The kinds of things in which two implementations differ, by name; none when they hold the same. A kind that one has nothing of may be left out there. */
export function differences(one: Digest, other: Digest): string[] {
  const names = new Set([...Object.keys(one.entities), ...Object.keys(other.entities)]);
  return [...names].filter((name) => told(one.entities[name]) !== told(other.entities[name])).sort();
}

/** How many things were changed, of those that a digest tells whole. */
export function changesIn({ entities }: Digest): number {
  return Object.values(entities).reduce((sum, { changed }) => sum + changed.count, 0);
}

/** The parts in which two implementations differ at this moment, as `<kind>/<part>`; undefined where one of them tells no parts. */
export function differingParts(one: Digest, other: Digest): string[] | undefined {
  const kinds = new Set([...Object.keys(one.entities), ...Object.keys(other.entities)]);
  const found: string[] = [];
  for (const kind of kinds) {
    const [ours, theirs] = [partsOf(one.entities[kind]), partsOf(other.entities[kind])];
    if (!ours || !theirs) return undefined;
    const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    found.push(...[...names].filter((name) => ours[name] !== theirs[name]).map((name) => `${kind}/${name}`));
  }
  return found;
}

function partsOf(digest: EntityDigest | undefined): Readonly<Record<string, string>> | undefined {
  return digest && digest.changed.count > 0 ? digest.changed.parts : {};
}

function told(digest: EntityDigest | undefined): string {
  if (!digest || (digest.count === 0 && digest.changed.count === 0)) return 'nothing';
  return `${digest.count} ${digest.versions} ${digest.changed.count} ${digest.changed.records}`;
}
