import { until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { readBus } from './bus-log.ts';
import { components } from './components.ts';
import { startImplementation } from './implementations.ts';
import { killOf } from './kills.ts';
import { bindFirst, startPlugBoard } from './plug-board.ts';
import { startTraffic } from './traffic.ts';
import { prepareGround } from './world.ts';

test.each(components)(
  'the traffic, ledger and comparison of $id hold for one implementation that is killed, behind a gateway that is killed',
  async (component) => {
    const ground = await prepareGround({ fsync: false, log: () => {} });
    const board = await startPlugBoard(ground, {}, component.id);
    const scene = await component.prepare(ground, board, { kills: true, slow: false });
    try {
      const blue = await startImplementation(ground, component.id, 'blue', scene.env);
      const { id } = await board.call<{ id: string }>('POST', 'implementations', {
        component: component.id,
        name: 'blue',
        version: '0.1.0',
        base_url: blue.url,
      });
      await bindFirst(board, id);
      const account = await scene.open(blue);
      const traffic = startTraffic({ home: ground.home, url: board.url, account, seed: 1, perSecond: 60 });
      for (const part of [blue, board.gateway, blue]) {
        const goal = traffic.driver.accepted() + 40;
        await until(() => traffic.driver.accepted() >= goal, { timeoutMs: 60_000, what: '40 more changes' });
        await killOf(part).strike();
      }
      const unexpected = await traffic.end();
      expect(unexpected).toEqual([]);
      const witness = { url: blue.url, authorization: account.authorization };
      const bus = await readBus(ground.busUrl, component.id);
      const verdict = await scene.judge({ files: traffic, serving: blue, witness, bus });
      expect(verdict.findings).toEqual([]);
      expect(verdict.wanted.filter(({ outcome }) => outcome === 'accepted').length).toBeGreaterThan(120);
      expect([...traffic.driver.failures.values()].length).toBeGreaterThan(0);
    } finally {
      await scene.close();
      await ground.close();
    }
  },
  180_000,
);
