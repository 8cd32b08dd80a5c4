import { until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { readBus } from './bus-log.ts';
import { openAccount } from './department.ts';
import { startImplementation } from './implementations.ts';
import { killOf } from './kills.ts';
import { bindFirst, startPlugBoard } from './plug-board.ts';
import { judge, startTraffic } from './traffic.ts';
import { prepareGround } from './world.ts';

test('the drill’s traffic, ledger and comparison hold for one implementation that is killed, behind a gateway that is killed', async () => {
  const ground = await prepareGround({ fsync: false, log: () => {} });
  try {
    const board = await startPlugBoard(ground);
    const blue = await startImplementation(ground, 'payments', 'blue', {});
    const { id } = await board.call<{ id: string }>('POST', 'implementations', {
      component: 'payments',
      name: 'blue',
      version: '0.1.0',
      base_url: blue.url,
    });
    await bindFirst(board, id);
    const apiKey = await openAccount(ground, blue);
    const traffic = startTraffic({ home: ground.home, url: board.url, apiKey, seed: 1, perSecond: 60 });
    for (const part of [blue, board.gateway, blue]) {
      const goal = traffic.driver.accepted() + 40;
      await until(() => traffic.driver.accepted() >= goal, { timeoutMs: 60_000, what: '40 more changes' });
      await killOf(part).strike();
    }
    const unexpected = await traffic.end();
    expect(unexpected).toEqual([]);
    const verdict = await judge(traffic, { url: blue.url, apiKey }, await readBus(ground.busUrl));
    expect(verdict.findings).toEqual([]);
    expect(verdict.wanted.filter(({ outcome }) => outcome === 'accepted').length).toBeGreaterThan(120);
    expect([...traffic.driver.failures.values()].length).toBeGreaterThan(0);
  } finally {
    await ground.close();
  }
}, 180_000);
