import { createHash } from 'node:crypto';
import { type FenceRole, type Queryable, setRole } from '@ashlar/postgres';
import { createRegistryStandIn } from './registry.ts';

/** A gateway in front of a component, and the registry that binds departments to it. */
export interface Fencing {
  /** What the component is configured with to believe both. */
  readonly env: Readonly<Record<string, string>>;
  /** Gives a department its role in the component's database. Throws where it has another afterwards. */
  turn(db: Queryable, department: string, role: FenceRole, epoch: number): Promise<void>;
  /** What the gateway sends along for a binding: of the department itself unless it is the default one. */
  throughGateway(department: string, epoch: number, binding?: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** Makes what fences departments of a component. Orders rise by themselves. */
export async function createFencing(component: string): Promise<Fencing> {
  const registry = await createRegistryStandIn();
  const gatewayKey = 'the key of the gateway';
  let order = 0;
  return {
    env: { REGISTRY_JWKS: registry.jwksFile, GATEWAY_KEY: gatewayKey },
    async turn(db, department, role, epoch) {
      order += 1;
      const now = await setRole(db, department, { role, epoch, order });
      if (typeof now === 'string' || now.role !== role || now.epoch !== epoch)
        throw new Error(`${department} is not ${role} in epoch ${epoch}: ${JSON.stringify(now)}`);
    },
    async throughGateway(department, epoch, binding = department) {
      const grant = await registry.grant({ component, department: binding, epoch });
      return { 'ashlar-gateway': gatewayKey, 'ashlar-department': department, 'ashlar-grant': grant };
    },
    close: () => registry.close(),
  };
}

/** A digest of each table's rows, by its name: of all but those that say where a process stands itself, which are `own`. */
export async function pictureOf(db: Queryable, own: readonly string[]): Promise<Record<string, string>> {
  const { rows } = await db.query<{ name: string }>({
    text: `select tablename as name from pg_tables where schemaname = 'public' and tablename <> all ($1) order by 1`,
    values: [['fence', 'relay_state', 'schema_migration', ...own]],
  });
  const all: Record<string, string> = {};
  for (const { name } of rows) {
    // The position is the relay's, which stamps what was written before.
    const text = `select to_jsonb(one) - 'position' as row from ${name} as one order by 1`;
    const content = await db.query<{ row: unknown }>({ text, values: [] });
    all[name] = createHash('sha256').update(JSON.stringify(content.rows)).digest('hex');
  }
  return all;
}

/** What a receipt says, and whose it is by the change log. */
export interface Receipted {
  readonly request: string;
  readonly entity: string;
  readonly sequence: number;
  readonly event: string;
  readonly epoch: number;
  readonly department: string;
}

/** Reads a receipt. Throws where the change log has no event of its id, entity and sequence. */
export async function receiptedEvent(db: Queryable, receipt: unknown): Promise<Receipted> {
  const [, request = '', entity = '', sequence, event = '', epoch] =
    /^request="([^"]+)", entity="([^"]+)", sequence=(\d+), event="([^"]+)", epoch=(\d+)$/.exec(
      String(receipt),
    ) ?? [];
  const { rows } = await db.query<{ department: string }>({
    text: 'select department from change_log where event_id = $1::uuid and aggregate = $2 and sequence = $3::bigint',
    values: [event || null, entity, sequence ?? null],
  });
  if (!rows[0]) throw new Error(`The change log has nothing for the receipt ${String(receipt)}`);
  const { department } = rows[0];
  return { request, entity, sequence: Number(sequence), event, epoch: Number(epoch), department };
}
