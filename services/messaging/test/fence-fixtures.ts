import { randomUUID } from 'node:crypto';
import { type FenceRole, setRole } from '@ashlar/postgres';
import { createRegistryStandIn } from '@ashlar/testkit';
import { expect } from '@jest/globals';
import { type Account, anAccount, type Service, type ServiceOptions, startService } from './fixtures.ts';

/** A service behind a gateway, and the registry that binds departments to it. */
export interface Fenced extends Service {
  /** Gives a department its role here. */
  turn(department: string, role: FenceRole, epoch: number): Promise<void>;
  /** What the gateway sends along for a department's binding. */
  throughGateway(department: string, epoch: number): Promise<Record<string, string>>;
  /** A messaging service of a department that no other test knows. */
  aDepartment(changes?: Record<string, unknown>): Promise<{ department: string; account: Account }>;
}

const gatewayKey = 'the key of the gateway';

/** Starts the service with a registry that it believes. */
export async function startFenced(options: ServiceOptions = {}): Promise<Fenced> {
  const registry = await createRegistryStandIn();
  const env = { REGISTRY_JWKS: registry.jwksFile, GATEWAY_KEY: gatewayKey, ...options.env };
  const service = await startService({ ...options, env });
  let order = 0;
  return {
    ...service,
    async turn(department, role, epoch) {
      order += 1;
      expect(await setRole(service.pool, department, { role, epoch, order })).toMatchObject({ role, epoch });
    },
    async throughGateway(department, epoch) {
      const grant = await registry.grant({ component: 'messaging', department, epoch });
      return { 'ashlar-gateway': gatewayKey, 'ashlar-department': department, 'ashlar-grant': grant };
    },
    async aDepartment(changes = {}) {
      const department = `d-${randomUUID()}`;
      return { department, account: await anAccount(service, { department, ...changes }) };
    },
    async end() {
      await service.end();
      await registry.close();
    },
  };
}
