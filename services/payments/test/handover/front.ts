import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Side } from './fixtures.ts';

/** One address, behind which one side serves at a time. */
export interface Front {
  readonly url: string;
  /** From now on this side serves; undefined is nobody: what is under way breaks, and the rest is answered 503. */
  lead(to: Side | undefined): void;
  close(): Promise<void>;
}

/** Opens a front. Until it leads anywhere it answers 503. */
export async function openFront(): Promise<Front> {
  let side: Side | undefined;
  const server = createServer((request, response) => {
    if (side) side.app.server.emit('request', request, response);
    else response.writeHead(503).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lead(to) {
      side = to;
      if (!to) server.closeAllConnections();
    },
    close: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
}
