import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { GatewayAccount } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { findGatewayAccount } from '../usecases/find-gateway-accounts.ts';
import {
  advanceTestClock,
  type Clock,
  type MovedClock,
  readTestClock,
  resetTestClock,
  setTestClock,
} from '../usecases/move-test-clock.ts';
import { maySee } from './callers.ts';

type ClockOperation = 'getTestClock' | 'advanceTestClock' | 'setTestClock' | 'resetTestClock';

/** The clock of a test account, for a department's own tests. */
export function testClockHandlers(deps: Deps): Record<ClockOperation, Handler> {
  return {
    async getTestClock(request) {
      const account = await testAccountOf(deps, request);
      return clockView(account, await readTestClock(deps, { account }));
    },

    async advanceTestClock(request, reply) {
      const account = await testAccountOf(deps, request);
      const { seconds } = request.body as { seconds: number };
      const { traceparent } = request;
      const moved = await advanceTestClock(deps, { account, seconds, once: onceOf(request), traceparent });
      if (moved === 'key_reused') throw keyReused();
      const view = movedView(account, moved);
      return moved.replayed ? sendReplay(reply, { status: 200, body: view }) : view;
    },

    async setTestClock(request) {
      const account = await testAccountOf(deps, request);
      const { now } = request.body as { now: string };
      const { traceparent } = request;
      const moved = await setTestClock(deps, { account, to: new Date(now), traceparent });
      if (moved === 'backwards') {
        const detail = 'Put it back to the real time with DELETE first.';
        throw new Problem(409, 'backwards', 'The clock only goes forwards', detail);
      }
      return movedView(account, moved);
    },

    async resetTestClock(request, reply) {
      const account = await testAccountOf(deps, request);
      await resetTestClock(deps, { account, traceparent: request.traceparent });
      return reply.code(204).send();
    },
  };
}

async function testAccountOf(deps: Deps, request: FastifyRequest): Promise<GatewayAccount> {
  const { id } = request.params as { id: string };
  const account = await findGatewayAccount(deps, { id, department: '*' });
  const asked = account && { gatewayAccountId: account.id, department: account.department };
  if (!account || !asked || !maySee(request.caller, asked)) throw noSuch('gateway account');
  if (account.type === 'live') {
    throw new Problem(403, 'live_account', 'Only test accounts have a clock that can be moved');
  }
  return account;
}

function clockView({ id }: GatewayAccount, { now, aheadMs }: Clock): Record<string, unknown> {
  return { gateway_account_id: id, now: now.toISOString(), ahead_seconds: aheadMs / 1000 };
}

function movedView(account: GatewayAccount, moved: MovedClock): Record<string, unknown> {
  return { ...clockView(account, moved), expired: moved.expired, finished: moved.finished };
}
