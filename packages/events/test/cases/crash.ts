import type { Client } from 'pg';
import type { RelaySteps } from '../../src/relay/steps.ts';

/** Where in its work a relay dies. */
export type CrashPoint =
  | 'after stamp'
  | 'before send'
  | 'after send'
  | 'after acknowledgement'
  | 'before mark'
  | 'after mark';

/**
 * Steps of a relay that dies at a point: its connection is cut, nothing after the point happens, and it never leads again.
 * `crashed` tells that it did.
 */
export function crashingSteps(
  point: CrashPoint,
  real: RelaySteps,
): { steps: RelaySteps; crashed(): boolean } {
  let dead = false;
  let own: Client | undefined;
  const crash = (): never => {
    dead = true;
    // The server sees what a killed process leaves: a connection that is suddenly gone.
    (own as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    throw new Error(`crashed ${point}`);
  };
  const steps: RelaySteps = {
    ...real,
    async lock(connection) {
      own = connection;
      return !dead && real.lock(connection);
    },
    async stamp(connection, stamped, limit) {
      const done = await real.stamp(connection, stamped, limit);
      return point === 'after stamp' && done.count > 0 ? crash() : done;
    },
    async publish(bus, topic, messages) {
      if (dead || point === 'before send') crash();
      const sent = real.publish(bus, topic, messages);
      if (point === 'after send') {
        sent.catch(() => {});
        crash();
      }
      await sent;
      if (point === 'after acknowledgement') crash();
    },
    async mark(connection, position) {
      if (dead || point === 'before mark') crash();
      await real.mark(connection, position);
      if (point === 'after mark') crash();
    },
  };
  return { steps, crashed: () => dead };
}
