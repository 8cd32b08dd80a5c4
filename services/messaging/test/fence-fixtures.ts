import { randomUUID } from 'node:crypto';
import type { FenceRole } from '@ashlar/postgres';
import { createFencing, type Fencing } from '@ashlar/testkit';
import { type Account, anAccount, type Service, type ServiceOptions, startService } from './fixtures.ts';

/** A service behind a gateway, and the registry that binds departments to it. */
export interface Fenced extends Service {
  /** Gives a department its role here. */
  turn(department: string, role: FenceRole, epoch: number): Promise<void>;
  readonly throughGateway: Fencing['throughGateway'];
  /** A messaging service of a department that no other test knows. */
  aDepartment(changes?: Record<string, unknown>): Promise<{ department: string; account: Account }>;
}

/** Starts the service with a registry that it believes. */
export async function startFenced(options: ServiceOptions = {}): Promise<Fenced> {
  const fencing = await createFencing('messaging');
  const service = await startService({ ...options, env: { ...fencing.env, ...options.env } });
  return {
    ...service,
    turn: (department, role, epoch) => fencing.turn(service.pool, department, role, epoch),
    throughGateway: fencing.throughGateway,
    async aDepartment(changes = {}) {
      const department = `d-${randomUUID()}`;
      return { department, account: await anAccount(service, { department, ...changes }) };
    },
    async end() {
      await service.end();
      await fencing.close();
    },
  };
}
