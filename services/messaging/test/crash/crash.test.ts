import { test } from '@jest/globals';
import { survives } from './survives.ts';

test('what answers, what sends, the carriers and the database are killed under load: each accepted message arrives, no text twice, mail once more at most', async () => {
  await survives(['api', 'worker', 'carriers', 'database']);
}, 240_000);
