import { keyReused, noSuch, onceOf } from '@ashlar/component';
import type { ContractBundle } from '@ashlar/contracts';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import {
  compareContracts,
  findContract,
  findContracts,
  storeContract,
} from '../usecases/manage-contracts.ts';
import { actorOf, requireOperator } from './callers.ts';
import { invalid } from './problems.ts';

type ContractOperation = 'listContracts' | 'storeContract' | 'getContract' | 'diffContract';

/** Contracts, every version of them. Departments may read them. */
export function contractHandlers(deps: Deps): Record<ContractOperation, Handler> {
  return {
    async listContracts(request) {
      const { component } = request.query as { component?: string };
      return { contracts: await findContracts(deps, component) };
    },

    async storeContract(request, reply) {
      requireOperator(request);
      const { component, openapi, events = null, handover = null } = request.body as ContractBundle;
      const bundle = { component, openapi, events, handover };
      const made = await storeContract(deps, { bundle, once: onceOf(request), by: actorOf(request) });
      if (made === 'key_reused') throw keyReused();
      if ('broken' in made) throw invalid('#/openapi', made.broken);
      if (made.replayed) return sendReplay(reply, { status: 201, body: made.thing });
      const location = `${request.publicUrl}/ashlar/v1/contracts/${component}/${made.thing.hash}`;
      return reply.code(201).header('location', location).send(made.thing);
    },

    async getContract(request) {
      const { component, hash } = request.params as { component: string; hash: string };
      const found = await findContract(deps, component, hash);
      if (!found) throw noSuch('contract');
      return found;
    },

    async diffContract(request) {
      const { component, hash } = request.params as { component: string; hash: string };
      const { from } = request.query as { from: string };
      const diff = await compareContracts(deps, { component, from, to: hash });
      if ('missing' in diff) throw noSuch(`contract ${diff.missing}`);
      return diff;
    },
  };
}
