import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const sweepMs = 50;

/**
 * Watches a server's connections. What it answers is called when the server begins to close, and ends each connection once nothing is under way on it. Node does that
 * once, at the beginning, and only with those that have asked for something: one whose reply was under way, or that its peer opened and never used, would
 * keep the server until the peer leaves.
 */
export function watchConnections(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => {
    let silent: readonly Socket[] = [];
    const sweep = setInterval(() => {
      server.closeIdleConnections();
      // One that was opened just now may be about to speak.
      for (const socket of silent) if (socket.bytesRead === 0) socket.destroy();
      silent = [...open].filter((socket) => socket.bytesRead === 0);
    }, sweepMs);
    server.once('close', () => clearInterval(sweep));
  };
}
