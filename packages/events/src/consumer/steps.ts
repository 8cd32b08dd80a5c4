import { type Pool, type PoolClient, type Queryable, transaction } from '@ashlar/postgres';
import type { Event } from '../envelope.ts';

/** An event on its way to one consumer. `key` is the bus key, which decides what waits behind what. */
export interface Arrival {
  consumer: string;
  key: string;
  event: Event;
}

/** What an event meets: it is new, it was handled before, or its key is parked. */
export type Standing = 'new' | 'handled' | 'parked';

/** The consumer's work, step by step. */
export interface ConsumerSteps {
  begin<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T>;
  /** Writes the inbox row of a new event, in the transaction of its effect. Holds a parked key's row until the transaction ends. */
  once(tx: Queryable, arrival: Arrival): Promise<Standing>;
  effect(handle: EventHandler, event: Event, tx: PoolClient): Promise<void>;
  /** Lets the event wait behind its parked key. */
  append(tx: Queryable, arrival: Arrival): Promise<void>;
  /** Parks the key with this event as the first to wait. */
  park(tx: Queryable, arrival: Arrival, error: string): Promise<void>;
  /** The bus commits the offset when this resolves. */
  settle(work: Promise<void>): Promise<void>;
}

/** What a consumer does with an event. Its database work goes through `tx`, so that effect and inbox row are one commit. */
export type EventHandler = (event: Event, tx: PoolClient) => Promise<void>;

/** The steps as they run in production. */
export const consumerSteps: ConsumerSteps = {
  begin: transaction,
  once,
  effect: (handle, event, tx) => handle(event, tx),
  append,
  park,
  settle: (work) => work,
};

async function once(tx: Queryable, { consumer, key, event }: Arrival): Promise<Standing> {
  const { rows } = await tx.query<{ parked: boolean; fresh: boolean }>({
    name: 'inbox-once',
    text: `
      with parked as materialized (
        select key from parked_key where consumer = $1 and key = $2 for update
      ), fresh as (
        insert into inbox (consumer, event_id)
        select $1, $3 where not exists (select from parked)
        on conflict do nothing returning event_id
      )
      select exists (select from parked) as parked, exists (select from fresh) as fresh`,
    values: [consumer, key, event.id],
  });
  if (rows[0]?.parked === true) return 'parked';
  return rows[0]?.fresh === true ? 'new' : 'handled';
}

async function append(tx: Queryable, { consumer, key, event }: Arrival): Promise<void> {
  await tx.query({
    name: 'parked-append',
    text: `
      insert into parked_event (consumer, key, event_id, event) values ($1, $2, $3, $4)
      on conflict (consumer, event_id) do nothing`,
    values: [consumer, key, event.id, JSON.stringify(event)],
  });
}

async function park(tx: Queryable, arrival: Arrival, error: string): Promise<void> {
  // The update changes nothing but takes the row's lock, so that a replay cannot unpark the key in between.
  await tx.query({
    name: 'parked-park',
    text: `
      insert into parked_key (consumer, key, error) values ($1, $2, $3)
      on conflict (consumer, key) do update set error = parked_key.error`,
    values: [arrival.consumer, arrival.key, error],
  });
  await append(tx, arrival);
}
