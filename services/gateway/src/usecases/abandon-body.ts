import type { IncomingMessage } from 'node:http';

/**
 * Lets the client finish a body that nobody wants, so that it gets to read the answer instead of a broken connection; after a
 * moment its patience is not ours.
 */
export function abandonBody(request: IncomingMessage): void {
  request.resume();
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, 2000).unref();
  request.once('close', () => clearTimeout(timer));
}
