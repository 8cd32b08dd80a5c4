import { playRegistry as play, type Registry, type Side as SideOfSwap, sideOf } from '@ashlar/testkit';
import { type Service, type ServiceOptions, startService } from '../fixtures.ts';

export { digests, type Registry, type State, swapOf } from '@ashlar/testkit';

/** Starts what plays the registry to payments. */
export const playRegistry = (): Promise<Registry> => play('payments');

/** One of the two services of a swap, with its address. */
export type Side = Service & SideOfSwap;

/** Starts a service that trusts the registry and listens. */
export async function startSide(registry: Registry, options: ServiceOptions = {}): Promise<Side> {
  const service = await startService({
    ...options,
    env: { REGISTRY_JWKS: registry.jwksFile, WEBHOOK_INSECURE_TARGETS: 'true', ...options.env },
  });
  const url = await service.app.listen({ port: 0, host: '127.0.0.1' });
  return { ...service, ...(await sideOf(registry, url, service.call)) };
}
