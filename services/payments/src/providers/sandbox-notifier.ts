import { type Log, startLoop, type Workers } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { sign, signatureHeader } from './sandbox-signature.ts';

/** What it takes for the sandboxes to tell what they did. */
export interface NotifierSetup {
  readonly db: Queryable;
  /** Root of the service that hears them; undefined for sandboxes that tell nothing. */
  readonly url: string | undefined;
  readonly notificationKey: Buffer;
  readonly log: Pick<Log, 'warn'>;
}

const batch = 50;
/** A second copy comes so much later, and one that was not taken once nobody can be busy with it any more. */
const againAfterMs = 1000;
const timeoutMs = 2000;

/**
 * Starts the part of the sandboxes that calls us, as another company's sender would: at least once, without an order, until each was taken.
 */
export function startSandboxNotifier(setup: NotifierSetup): Workers {
  const { url } = setup;
  const idle = async () => {};
  if (url === undefined) return startLoop({ prune: idle, log: setup.log });
  return startLoop({ work: async () => (await sendDue(setup, url)) > 0, prune: idle, log: setup.log });
}

interface Due {
  readonly key: string;
  readonly provider: string;
  readonly eventId: string;
}

/** Sends what is due now, and answers how many there were. */
async function sendDue(setup: NotifierSetup, url: string): Promise<number> {
  const due = await leaseDue(setup.db);
  await Promise.all(
    due.map(async (one) => {
      if (await send(setup, url, one)) await markSent(setup.db, one.key);
    }),
  );
  return due.length;
}

async function send(setup: NotifierSetup, url: string, { key, provider, eventId }: Due): Promise<boolean> {
  const body = Buffer.from(JSON.stringify({ id: eventId, key: key.slice(key.lastIndexOf('/') + 1) }));
  try {
    const { status } = await fetch(new URL(`/ashlar/v1/providers/${provider}/notifications`, url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [signatureHeader]: sign(setup.notificationKey, body, new Date()),
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return status === 204;
  } catch {
    return false;
  }
}

async function leaseDue(db: Queryable): Promise<Due[]> {
  const { rows } = await db.query<Due>({
    name: 'sandbox-due-notifications',
    text: `with due as (
             select key from sandbox_notification where due_at <= clock_timestamp() and primary_here(sandbox_department(key))
              order by due_at limit $1 for update skip locked
           ), held as (
             select key from due where primary_held(sandbox_department(key))
           )
           update sandbox_notification as told set due_at = clock_timestamp() + make_interval(secs => $2::float8 / 1000)
             from held where told.key = held.key
           returning told.key, told.provider, told.event_id as "eventId"`,
    values: [batch, againAfterMs + timeoutMs],
  });
  return rows;
}

async function markSent(db: Queryable, key: string): Promise<void> {
  await db.query({
    name: 'sandbox-notification-sent',
    text: `with held as materialized (
             select fenced(sandbox_department($1), :fence) as department
           ), gone as (
             delete from sandbox_notification using held where key = $1 and copies <= 1
           )
           update sandbox_notification
              set copies = copies - 1, due_at = clock_timestamp() + make_interval(secs => $2::float8 / 1000)
             from held
            where key = $1 and copies > 1`,
    values: [key, againAfterMs],
  });
}
