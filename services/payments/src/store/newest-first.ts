import type { Queryable } from '@ashlar/postgres';
import type { Payment, WithPayment } from '../domain/entities.ts';
import { paymentColumns } from './payments.ts';

/** What is of a payment, and has an order of its own. */
interface OfPayment {
  readonly id: string;
  readonly paymentId: string;
  readonly createdAt: Date;
}

/** How one kind of them is found: `found` is the condition, as SQL over the parameters that `values` makes of a filter. */
interface Search<Filter> {
  readonly table: string;
  readonly columns: string;
  readonly found: string;
  values(filter: Filter): unknown[];
}

/** The searches of an account for one kind of what payments have: refunds, disputes. Statements have no name: the plan is then made for these very values, and conditions without one fall away. */
export function newestFirst<Thing extends OfPayment, Filter>({
  table,
  columns,
  found,
  values,
}: Search<Filter>) {
  const order = `order by ${table}.created_at desc, ${table}.id desc`;
  return {
    /** How many there are. */
    async count(db: Queryable, filter: Filter): Promise<number> {
      const { rows } = await db.query<{ total: number }>({
        text: `select count(*)::integer as total from ${table} where ${found}`,
        values: values(filter),
      });
      return rows[0]?.total ?? 0;
    },

    /** Some of them, newest first. */
    async find(db: Queryable, filter: Filter, page: { limit: number; offset: number }): Promise<Thing[]> {
      const given = values(filter);
      const { rows } = await db.query<Thing>({
        text: `select ${columns} from ${table} where ${found} ${order} limit $${given.length + 1} offset $${given.length + 2}`,
        values: [...given, page.limit, page.offset],
      });
      return rows;
    },

    /** Up to `limit` of those that come after one, newest first, with their payments. */
    async findAfter(
      db: Queryable,
      filter: Filter,
      { after, limit }: { after: Pick<Thing, 'createdAt' | 'id'> | undefined; limit: number },
    ): Promise<WithPayment<Thing>[]> {
      const given = values(filter);
      const [time, id, most] = [1, 2, 3].map((next) => `$${given.length + next}`);
      const { rows } = await db.query<Thing>({
        text: `select ${columns} from ${table} where ${found}
                  and (${time}::timestamptz is null or (${table}.created_at, ${table}.id) < (${time}, ${id}::text)) ${order} limit ${most}`,
        values: [...given, after?.createdAt ?? null, after?.id ?? null, limit],
      });
      return withPayments(db, rows);
    },
  };
}

async function withPayments<Thing extends OfPayment>(
  db: Queryable,
  things: readonly Thing[],
): Promise<WithPayment<Thing>[]> {
  const { rows } = await db.query<Payment>({
    name: 'read-payments-of-things',
    text: `select ${paymentColumns} from payment where id = any ($1::text[])`,
    values: [things.map(({ paymentId }) => paymentId)],
  });
  const byId = new Map(rows.map((payment) => [payment.id, payment]));
  return things.flatMap((thing) => {
    const payment = byId.get(thing.paymentId);
    return payment ? [{ thing, payment }] : [];
  });
}
