import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something at the address of an implementation, which answers as it is told. */
export interface Candidate {
  readonly url: string;
  answer(request: IncomingMessage, response: ServerResponse): void;
  connections(): number;
  close(): Promise<void>;
}

/** Starts one that never answers. */
export async function startCandidate(): Promise<Candidate> {
  let open = 0;
  const server = createServer((request, response) => candidate.answer(request, response));
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const candidate: Candidate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: () => {},
    connections: () => open,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return candidate;
}
