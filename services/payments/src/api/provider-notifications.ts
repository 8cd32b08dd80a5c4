import { noSuch } from '@ashlar/component';
import { FaultError, type Handler, Problem } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { receiveNotification } from '../usecases/receive-notification.ts';

/** Where providers call. `providers` are the ids of those that this service has. */
export function providerNotificationHandlers(
  deps: Deps,
  providers: readonly string[],
): Record<'receiveProviderNotification' | 'receiveStandardSandboxNotification', Handler> {
  return {
    // The provider's own id of the notification makes it repeatable, in place of an Idempotency-Key.
    async receiveProviderNotification({ params, headers, rawBody }, reply) {
      const { provider } = params as { provider: string };
      if (!providers.includes(provider)) throw noSuch('provider');
      if (!rawBody) throw new FaultError('malformed');
      switch (await receiveNotification(deps, { provider, headers, body: rawBody })) {
        case 'unverified':
          throw new Problem(400, 'unverified', 'The notification is not signed as the provider signs');
        case 'unanswered':
          throw new FaultError('unavailable');
        case 'taken':
        case 'repeated':
          return reply.code(204).send();
      }
    },

    // Monitors of the standard's reference implementation ask whether it is there.
    receiveStandardSandboxNotification(_request, reply) {
      return reply.code(200).send();
    },
  };
}
