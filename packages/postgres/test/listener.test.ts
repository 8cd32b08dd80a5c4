import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { startOwnPostgres, until } from '@ashlar/testkit';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Listener, openListener } from '../src/index.ts';
import { openTestPool, terminateOthers } from './fixtures.ts';

let database: Awaited<ReturnType<typeof openTestPool>>;
let listener: Listener;
let errors: Error[];
beforeEach(async () => {
  errors = [];
  database = await openTestPool();
  listener = openListener({
    url: database.url,
    applicationName: 'listener',
    onError: (error) => errors.push(error),
  });
});
afterEach(async () => {
  await listener.close();
  await database.end();
});

const notify = (channel: string, payload: string) =>
  database.pool.query('select pg_notify($1, $2)', [channel, payload]);

test('hears its channels, and only those, in order', async () => {
  const heard: string[] = [];
  await listener.on('One "quoted" channel', (payload) => heard.push(`one ${payload}`));
  await listener.on('two', (payload) => heard.push(`two ${payload}`));
  await listener.on('two', (payload) => heard.push(`also ${payload}`));

  await notify('One "quoted" channel', 'a');
  await notify('three', 'b');
  await notify('two', 'c');

  await until(() => heard.length >= 3, { what: 'the notifications' });
  expect(heard).toEqual(['one a', 'two c', 'also c']);
});

test('comes back after its connection broke, and wakes every hearer once, since something may have been missed', async () => {
  const heard: string[] = [];
  await listener.on('one', (payload) => heard.push(`one:${payload}`));
  await listener.on('two', (payload) => heard.push(`two:${payload}`));

  await terminateOthers(database.pool);

  await until(() => heard.length >= 2, { what: 'the wake-ups' });
  expect(heard).toEqual(['one:', 'two:']);
  expect(errors.length).toBeGreaterThan(0);
  await notify('two', 'back');
  await until(() => heard.includes('two:back'), { what: 'a notification on the new connection' });
});

test('a hearer that throws is reported and spoils nothing', async () => {
  const heard: string[] = [];
  await listener.on('one', () => {
    throw new Error('a clumsy hearer');
  });
  await listener.on('one', (payload) => heard.push(payload));
  await notify('one', 'a');
  await until(() => heard.length > 0);
  expect(errors.map(({ message }) => message)).toEqual(['a clumsy hearer']);
});

test('waits for a database that is away, and gives up when closed', async () => {
  const server = await startOwnPostgres();
  await server.stop();
  const patient = openListener({ url: server.url, applicationName: 'patient' });
  const closed = openListener({ url: server.url, applicationName: 'closed' });
  const heard: string[] = [];
  const listening = patient.on('one', (payload) => heard.push(payload));
  const abandoned = expect(closed.on('one', () => {})).rejects.toThrow('closed');

  await closed.close();
  await abandoned;
  await server.restart();

  await listening;
  await patient.close();
  await expect(patient.on('two', () => {})).rejects.toThrow('closed');
  await server.stop();
});

test('closes at once while it is still connecting, also to a server that never answers', async () => {
  await openListener({ url: database.url, applicationName: 'short' }).close();
  const silent = createServer((socket) => socket.on('error', () => {}));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const hasCaller = once(silent, 'connection');
  const short = openListener({ url: `postgres://a:b@127.0.0.1:${port}/c`, applicationName: 'short' });
  const [socket] = await hasCaller;

  await short.close();

  socket.destroy();
  silent.close();
  await once(silent, 'close');
});
