import { playRegistry as play, type Registry, type Side as SideOfSwap, sideOf } from '@ashlar/testkit';
import { type Service, startService } from '../fixtures.ts';

/** Starts what plays the registry to content. */
export const playRegistry = (): Promise<Registry> => play('content');

/** One of the two services of a swap, with its address. */
export type Side = Service & SideOfSwap;

/** Starts a service that trusts the registry and listens. */
export async function startSide(registry: Registry, env: Record<string, string> = {}): Promise<Side> {
  const service = await startService({ REGISTRY_JWKS: registry.jwksFile, READ_TRUST_MS: '0', ...env });
  const url = await service.app.listen({ port: 0, host: '127.0.0.1' });
  return { ...service, ...(await sideOf(registry, url, service.call)) };
}
