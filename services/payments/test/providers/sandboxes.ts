import { randomBytes } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import type { PaymentProvider } from '../../src/domain/ports.ts';
import { faultPresets } from '../../src/domain/sandbox-faults.ts';
import { createSandbox, type SandboxSetup } from '../../src/providers/sandbox.ts';

/** A sandbox that neither misbehaves nor tells anybody, unless told otherwise. */
export function aSandbox(
  db: Queryable,
  id: Parameters<typeof createSandbox>[1] = 'sandbox',
  changes: Partial<SandboxSetup> = {},
): PaymentProvider {
  const quiet = { faults: faultPresets.none, notifies: false, notificationKey: randomBytes(32) };
  return createSandbox({ db, ...quiet, ...changes }, id);
}
