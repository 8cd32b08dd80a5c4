import { noSuch } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { CarrierScript } from '../domain/carrier-script.ts';
import type { Channel } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { changeProvider, findProviders, type ProviderHealth } from '../usecases/manage-providers.ts';
import { invalid } from './service-settings.ts';

/** Administration of the companies that carry messages. They are the platform's: its operators alone change them. */
export function providerHandlers(
  deps: Deps,
): Record<'listMessagingProviders' | 'updateMessagingProvider', Handler> {
  return {
    async listMessagingProviders() {
      return { messaging_providers: (await findProviders(deps)).map(providerView) };
    },

    async updateMessagingProvider(request) {
      refuseDepartments(request);
      const { channel, provider_id: id } = request.params as { channel: Channel; provider_id: string };
      const { weight, script, rate_limit: rate } = request.body as ProviderBody;
      if (script && !deps.providers.hasScript(id)) {
        throw invalid('#/script', 'is of the scripted carriers of the sandbox only');
      }
      const changed = await changeProvider(deps, {
        channel,
        id,
        ...(weight !== undefined && { weight }),
        ...(script !== undefined && { script }),
        ...(rate !== undefined && { rate }),
      });
      if (!changed) throw noSuch('provider');
      if (changed === 'changed_meanwhile') {
        throw new Problem(409, 'changed_meanwhile', 'The provider was changed by something else: ask again');
      }
      return providerView(changed);
    },
  };
}

interface ProviderBody {
  readonly weight?: number;
  readonly script?: Partial<CarrierScript>;
  readonly rate_limit?: number | null;
}

function refuseDepartments({ caller }: FastifyRequest): void {
  if (caller?.department !== '*') {
    throw new Problem(403, 'forbidden', 'Only an operator of the whole platform changes providers');
  }
}

function providerView(provider: ProviderHealth): Record<string, unknown> {
  const { channel, id, weight, rest, version, cause, changedAt, isConfigured, state, errors, pace, script } =
    provider;
  return {
    channel,
    id,
    weight,
    resting_weight: rest,
    version,
    cause,
    changed_at: changedAt.toISOString(),
    is_configured: isConfigured,
    state,
    errors_last_minute: errors,
    sent_last_15_minutes: pace.sent,
    slow_last_15_minutes: pace.slow,
    rate_limit: provider.rate,
    ...(script && { script }),
  };
}
