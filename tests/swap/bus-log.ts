import { openPool } from '@ashlar/postgres';
import { unitOf } from './department.ts';
import { type Heard, toHeard } from './feed-reader.ts';

/** Every event of the department (of all of them, where they are swapped at once) that stands on the PostgreSQL bus for a component, each as often as it stands there. */
export async function readBus(url: string, component: string): Promise<Heard[]> {
  const unit = unitOf(component);
  const pool = openPool({ url, applicationName: 'drill', max: 1 });
  try {
    const { rows } = await pool.query<{ value: Buffer }>({
      text: 'select value from bus_message where topic = $1 order by partition, "offset"',
      values: [`ashlar.${component}.v1`],
    });
    return rows
      .map(
        ({ value }) => JSON.parse(value.toString()) as Parameters<typeof toHeard>[0] & { department: string },
      )
      .filter((event) => unit === '*' || event.department === unit)
      .map(toHeard);
  } finally {
    await pool.end();
  }
}
