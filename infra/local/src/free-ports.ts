import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** A port that is about to be used, and what for. */
export interface WantedPort {
  port: number;
  purpose: string;
}

/**
 * Checks that nobody listens on these ports of 127.0.0.1. A copy that was killed a moment ago may still be letting go of them, so a
 * taken port is looked at again for two seconds. Throws a `StartError` that names it and what to change.
 */
export async function requireFreePorts(wanted: readonly WantedPort[], gatewayPort: number): Promise<void> {
  const deadline = performance.now() + 2000;
  for (const { port, purpose } of wanted) {
    for (let code = await tryPort(port); code !== undefined; code = await tryPort(port)) {
      if (code === 'EACCES')
        throw new StartError(`Port ${port} (${purpose}) needs root; set ASHLAR_PORT to 1024 or more.`);
      if (performance.now() > deadline) throw takenPort({ port, purpose }, gatewayPort);
      await wait(100);
    }
  }
}

/** The sentence for a taken port. */
export function takenPort({ port, purpose }: WantedPort, gatewayPort: number): StartError {
  const other = gatewayPort + 1000 <= 65_300 ? gatewayPort + 1000 : gatewayPort - 1000;
  return new StartError(
    `Port ${port} (${purpose}) is taken by another program; stop it, or set ASHLAR_PORT to another number, such as ${other}.`,
  );
}

function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
