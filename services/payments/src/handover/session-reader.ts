import type { HandedKeys } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { createJourneys, type JourneyReader } from '../pages/journey.ts';
import { createSessions, type ReadSession } from '../pages/session.ts';
import { readPayment } from '../store/payments.ts';

/** What reads sessions and journeys, and what reads those that predecessors began. */
interface SessionKeys {
  readonly own: Buffer;
  readonly handed: HandedKeys;
  now(): Date;
}

/**
 * Makes the reader of sessions: a payer who is in the middle of a payment stays there when its department is swapped. A predecessor's session counts for payments
 * of the department that it handed over, and for no other.
 */
export function createSessionReader(db: Queryable, { own, handed, now }: SessionKeys): ReadSession {
  const ours = createSessions(own, now);
  return async (paymentId, request) => {
    const session = ours.read(paymentId, request);
    // Most who have no session have no cookie either.
    if (session || request.headers.cookie === undefined) return session;
    return handed.find('page_session', async ({ department, key }) => {
      const found = createSessions(key, now).read(paymentId, request);
      return found && (await readPayment(db, paymentId))?.department === department ? found : undefined;
    });
  };
}

/** Makes the reader of journeys, whose keys are those of sessions: a payer who is on the way to a payment goes on with what was typed. */
export function createJourneyReader({ own, handed, now }: SessionKeys): JourneyReader {
  const ours = createJourneys(own, now);
  return {
    async read(department, ...which) {
      const [, , request] = which;
      const journey = ours.read(...which);
      if (journey || request.headers.cookie === undefined) return journey;
      return handed.find('page_session', (theirs) =>
        theirs.department === department ? createJourneys(theirs.key, now).read(...which) : undefined,
      );
    },
    async accepts(department, ...which) {
      if (ours.accepts(...which)) return true;
      const found = await handed.find(
        'page_session',
        (theirs) =>
          (theirs.department === department && createJourneys(theirs.key, now).accepts(...which)) ||
          undefined,
      );
      return found === true;
    },
  };
}
