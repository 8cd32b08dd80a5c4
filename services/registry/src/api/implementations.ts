import { noSuch, onceOf } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { checkBaseUrl } from '../domain/base-url.ts';
import type {
  EncryptionKey,
  Implementation,
  ImplementationChange,
  NewImplementation,
} from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  changeImplementation,
  findImplementation,
  findImplementations,
  registerImplementation,
  removeImplementation,
} from '../usecases/manage-implementations.ts';
import { actorOf, requireOperator, visibleTo } from './callers.ts';
import { invalid, referredTo, taken } from './problems.ts';
import { pageAsk, pageBody, sendMade } from './replies.ts';

type ImplementationOperation =
  | 'listImplementations'
  | 'registerImplementation'
  | 'getImplementation'
  | 'changeImplementation'
  | 'removeImplementation';

/** Implementations. Departments see them, since they may bind them, but not where they are. */
export function implementationHandlers(deps: Deps): Record<ImplementationOperation, Handler> {
  return {
    async listImplementations(request) {
      const page = await findImplementations(deps, pageAsk(request));
      return pageBody('implementations', page, showTo(request));
    },

    async registerImplementation(request, reply) {
      requireOperator(request);
      const { base_url, ...body } = request.body as Omit<NewImplementation, 'id'>;
      const implementation = { ...body, ...(await keyOf(body.key)), base_url: originOf(base_url) };
      const ask = { implementation, once: onceOf(request), by: actorOf(request) };
      return sendMade(request, reply, await registerImplementation(deps, ask), {
        explain: () => taken('name for the component'),
        path: ({ id }) => `implementations/${id}`,
      });
    },

    async getImplementation(request) {
      const found = await findImplementation(deps, implementationId(request));
      if (!found) throw noSuch('implementation');
      return showTo(request)(found);
    },

    async changeImplementation(request) {
      requireOperator(request);
      const { base_url, ...body } = request.body as ImplementationChange;
      const change = {
        ...body,
        ...(await keyOf(body.key)),
        ...(base_url !== undefined && { base_url: originOf(base_url) }),
      };
      const id = implementationId(request);
      const changed = await changeImplementation(deps, { id, change, by: actorOf(request) });
      if (!changed) throw noSuch('implementation');
      return changed;
    },

    async removeImplementation(request, reply) {
      requireOperator(request);
      const removal = await removeImplementation(deps, {
        id: implementationId(request),
        by: actorOf(request),
      });
      if (removal === 'missing') throw noSuch('implementation');
      if (removal !== 'removed') throw referredTo('implementation', removal.referredBy);
      return reply.code(204).send();
    },
  };
}

function showTo(request: FastifyRequest): (implementation: Implementation) => Partial<Implementation> {
  if (visibleTo(request) === '*') return (implementation) => implementation;
  return ({ base_url: _hidden, ...shown }) => shown;
}

function originOf(baseUrl: string): string {
  const checked = checkBaseUrl(baseUrl);
  if ('problem' in checked) throw invalid('#/base_url', checked.problem);
  return checked.origin;
}

/** The key as it is stored, with its thumbprint; nothing where none is given. Throws the problem of one that lies on no curve. */
async function keyOf(
  key: EncryptionKey | undefined,
): Promise<Pick<Implementation, 'key' | 'key_thumbprint'>> {
  if (key === undefined) return {};
  try {
    await importJWK({ ...key, alg: 'ECDH-ES' });
  } catch {
    throw invalid('#/key', 'is no public key of the curve P-256');
  }
  return { key, key_thumbprint: await calculateJwkThumbprint(key) };
}

function implementationId(request: FastifyRequest): string {
  return (request.params as { id: string }).id;
}
