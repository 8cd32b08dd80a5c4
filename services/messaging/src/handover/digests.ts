import type { Entity, Stored } from '@ashlar/component';

type Body = Stored['record'];

/**
 * The same kind of thing with columns that only this service can fill: keyed digests, by which things are found here. They are left out of what is handed over, and
 * `digests` makes them anew of a record.
 */
export function withDigests(
  entity: Entity,
  columns: readonly string[],
  digests: (record: Body) => Record<string, unknown>,
): Entity {
  const without = ({ record, ...stored }: Stored): Stored => ({
    ...stored,
    record: Object.fromEntries(Object.entries(record).filter(([name]) => !columns.includes(name))),
  });
  return {
    ...entity,
    page: async (...ask) => (await entity.page(...ask)).map(without),
    read: async (...ask) => (await entity.read(...ask)).map(without),
    store: (db, department, things) =>
      entity.store(
        db,
        department,
        things.map(({ record, ...stored }) => ({ ...stored, record: { ...record, ...digests(record) } })),
      ),
  };
}
