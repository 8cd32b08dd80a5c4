import type { Queryable } from '@ashlar/postgres';
import type { BindingName, Signed } from '../domain/entities.ts';
import { raiseVersion, toldRouting } from './recorded.ts';

/** A binding whose grant is to be signed. */
export type Unsigned = BindingName & { readonly implementation: string; readonly epoch: number };

/** The bindings whose grant was not signed by the key `kid`. */
export async function readUnsigned(db: Queryable, kid: string): Promise<Unsigned[]> {
  const { rows } = await db.query<Unsigned>({
    name: 'read-unsigned',
    text: `select component, department, implementation_id as implementation, epoch from binding
            where implementation_id is not null and signed_kid is distinct from $1 order by component, department limit 100`,
    values: [kid],
  });
  return rows;
}

/** Stores a grant while the binding is what it says. Its epoch stays, so nothing is recorded; gateways are told. */
export async function storeSigned(
  db: Queryable,
  { component, department, implementation, epoch }: Unsigned,
  { token, kid }: Signed,
): Promise<void> {
  await db.query({
    name: 'store-signed',
    text: `with moved as (
             update binding set signed = $5, signed_kid = $6
              where component = $1 and department = $2 and implementation_id = $3::uuid and epoch = $4
             returning 1
           ), routed as (${raiseVersion()})
           select ${toldRouting}`,
    values: [component, department, implementation, epoch, token, kid],
  });
}
