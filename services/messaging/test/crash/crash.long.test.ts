import { test } from '@jest/globals';
import type { Part } from './stage.ts';
import { survives } from './survives.ts';

const parts: readonly Part[] = ['api', 'worker', 'carriers', 'database'];

test('six times as many kills, in other orders', async () => {
  const orders = parts.flatMap((_, at) => [...parts.slice(at), ...parts.slice(0, at)]);
  await survives([...orders, ...parts.toReversed(), ...parts]);
}, 900_000);
