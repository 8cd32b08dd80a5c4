import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { fixtureHandlers, fixtureService, portOf } from './fixtures/service.ts';

const agent = new Agent({ keepAlive: true });
let app: FastifyInstance | undefined;

afterEach(() => {
  agent.destroy();
  app?.server.closeAllConnections();
});

/** A service whose `getStone` answers its first half at once, and the other when it is told to. */
async function slowService() {
  const { promise: goOn, resolve: finish } = Promise.withResolvers<void>();
  const { app: made } = await fixtureService({
    handlers: {
      ...fixtureHandlers,
      getStone: async (_request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'text/plain' });
        reply.raw.write('half');
        await goOn;
        reply.raw.end(' and half');
      },
    },
  });
  app = made;
  await made.listen({ port: 0, host: '127.0.0.1' });
  return { app: made, port: portOf(made), finish };
}

describe('a service that closes does not wait for a connection', () => {
  test('that is kept open after a reply which was under way', async () => {
    const { app: service, port, finish } = await slowService();
    const asked = get({ port, agent, path: '/ashlar/v1/stones/a' });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const closed = service.close();
    // Node has closed what was idle by then.
    while (service.server.listening) await turn();
    finish();
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    expect(text).toBe('half and half');
    await closed;
  });

  test('on which nothing was ever asked', async () => {
    const { app: service, port } = await slowService();
    const silent = connect(port, '127.0.0.1');
    await Promise.all([once(silent, 'connect'), once(service.server, 'connection')]);
    const ended = once(silent, 'close');
    await service.close();
    await ended;
  });
});
