/** What a hand-over's digest says of one kind of thing (`openapi/ashlar/handover.yaml`). */
export interface EntityDigest {
  readonly count: number;
  readonly versions: string;
  readonly changed: { readonly count: number; readonly records: string };
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

function told(digest: EntityDigest | undefined): string {
  if (!digest || (digest.count === 0 && digest.changed.count === 0)) return 'nothing';
  return `${digest.count} ${digest.versions} ${digest.changed.count} ${digest.changed.records}`;
}
