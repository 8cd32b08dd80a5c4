import { noSuch } from '@ashlar/component';
import { FaultError, type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProviderPlace } from '../domain/credential.ts';
import type { Deps } from '../usecases/deps.ts';
import { receiveNotification, speaksForItself } from '../usecases/receive-notification.ts';

/** Where providers call. `providers` are the ids of those that this service has. */
export function providerNotificationHandlers(
  deps: Deps,
  providers: readonly string[],
): Record<
  'receiveProviderNotification' | 'receiveCredentialNotification' | 'receiveStandardSandboxNotification',
  Handler
> {
  return {
    // The provider's own id of the notification makes it repeatable, in place of an Idempotency-Key.
    receiveProviderNotification(request, reply) {
      const { provider } = request.params as { provider: string };
      if (!providers.includes(provider)) throw noSuch('provider');
      return receive(deps, { provider, credentialId: null }, request, reply);
    },

    async receiveCredentialNotification(request, reply) {
      const { provider, credential_id: credentialId } = request.params as Record<string, string>;
      const from = { provider: String(provider), credentialId: String(credentialId) };
      if (!(await speaksForItself(deps, from))) throw noSuch('provider credential');
      return receive(deps, from, request, reply);
    },

    // Monitors of the standard's reference implementation ask whether it is there.
    receiveStandardSandboxNotification(_request, reply) {
      return reply.code(200).send();
    },
  };
}

async function receive(
  deps: Deps,
  from: ProviderPlace,
  { headers, rawBody }: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (!rawBody) throw new FaultError('malformed');
  switch (await receiveNotification(deps, { from, headers, body: rawBody })) {
    case 'unverified':
      throw new Problem(400, 'unverified', 'The notification is not signed as the provider signs');
    case 'unanswered':
      throw new FaultError('unavailable');
    case 'taken':
    case 'repeated':
      return reply.code(204).send();
  }
}
