import type { Passing } from './local-server.ts';
import type { PaymentsFault } from './payments-fault.ts';

/** Implementations that are right one request at a time and wrong when requests race, with answers that stay of the contract's shape. */
export const RACE_FAULTS: readonly PaymentsFault[] = [keysThatMissRacers(), capturesThatCollide()];

function keysThatMissRacers(): PaymentsFault {
  const race = racing(({ method, path }) => method === 'POST' && path === '/v1/payments');
  return {
    name: 'concurrency: creations at once with one key each make a payment',
    category: 'concurrency',
    caughtBy: 'idempotency',
    request(request) {
      if (!race.enter(request)) return request;
      const { 'idempotency-key': _ignored, ...headers } = request.headers;
      return { ...request, headers };
    },
    reply(reply, asked) {
      race.leave(asked);
      return reply;
    },
  };
}

function capturesThatCollide(): PaymentsFault {
  const race = racing(({ path }) => path.endsWith('/capture'));
  const conflict = JSON.stringify({ code: 'P1003', description: 'Payment cannot be captured' });
  return {
    name: 'concurrency: a capture that races another is a conflict',
    category: 'concurrency',
    caughtBy: 'capture',
    request(request) {
      race.enter(request);
      return request;
    },
    reply(reply, asked) {
      const others = race.leave(asked);
      if (others === 0 || reply.status !== 204) return reply;
      return { status: 409, headers: { 'content-type': 'application/json' }, body: conflict };
    },
  };
}

// Counts the requests to one path that are under way. `enter` says whether there was one already, `leave` how many remain.
function racing(concerns: (request: Passing) => boolean) {
  const underWay = new Map<string, number>();
  return {
    enter(request: Passing): boolean {
      if (!concerns(request)) return false;
      const before = underWay.get(request.path) ?? 0;
      underWay.set(request.path, before + 1);
      return before > 0;
    },
    leave(request: Passing): number {
      if (!concerns(request)) return 0;
      const left = (underWay.get(request.path) ?? 1) - 1;
      underWay.set(request.path, left);
      return left;
    },
  };
}
