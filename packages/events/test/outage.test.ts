import { migrate, openPool } from '@ashlar/postgres';
import { startOwnPostgres, until } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { eventsMigrations, openBus, openChanges, startRelay, subscribe } from '../src/index.ts';
import { append, readEffects, writeEffect } from './cases/house.ts';

describe('with the database killed and started again', () => {
  test('relay, consumer and feed recover by themselves, nothing is lost and no effect happens twice', async () => {
    const server = await startOwnPostgres();
    const log = pino({ level: 'silent' });
    const pool = openPool({ url: server.url, applicationName: 'outage' });
    const bus = openBus({ kind: 'postgres', url: server.url, clientId: 'outage', log });
    const topic = 'ashlar.outage.v1';
    await migrate(pool, [eventsMigrations]);
    await pool.query('create table entity (id text primary key, sequence bigint not null)');
    await pool.query('create table effect (at bigserial primary key, key text, sequence bigint)');
    const relay = startRelay({ url: server.url, bus, component: 'outage', topic, log, pollMs: 100 });
    const subscription = await subscribe({
      bus,
      pool,
      consumer: 'outage',
      topics: [topic],
      handle: writeEffect,
      log,
    });
    const changes = openChanges({ pool, url: server.url, component: 'outage' });
    try {
      let accepted = 0;
      const write = async () => {
        await append(pool, { aggregate: `key-${accepted % 5}` });
        accepted += 1;
        relay.wake();
      };
      for (let turn = 0; turn < 50; turn += 1) await write();
      server.kill();
      await until(() => !relay.state().leader, { what: 'the relay to notice' });
      await expect(changes.page({ department: 'demo', after: 0, limit: 10, waitMs: 0 })).rejects.toThrow();
      await server.restart();
      await until(() => write().then(() => true), { what: 'a write after the restart', timeoutMs: 30_000 });
      for (let turn = 0; turn < 49; turn += 1) await write();

      const effects = async () => Object.values(await readEffects(pool)).flat().length;
      await until(async () => (await effects()) >= accepted, { what: 'every effect', timeoutMs: 30_000 });
      const twenty = Array.from({ length: 20 }, (_, index) => index + 1);
      expect(accepted).toBe(100);
      expect(Object.values(await readEffects(pool))).toEqual([twenty, twenty, twenty, twenty, twenty]);
      const page = await changes.page({ department: 'demo', after: 0, limit: 500, waitMs: 0 });
      expect(page).toMatchObject({ position: 100, head: 100 });
      expect(subscription.state()).toMatchObject({ parked: 0, retrying: false });
    } finally {
      await Promise.all([relay.stop(), subscription.stop(), changes.close()]);
      await bus.close();
      await pool.end();
      await server.stop();
    }
  });
});
