import { afterAll, describe, test } from '@jest/globals';
import { soundSubject } from './cases/house.ts';
import { relayCases } from './cases/relay-cases.ts';
import { createMemoryBus } from './memory-bus.ts';

const subject = soundSubject(createMemoryBus());
afterAll(() => subject.bus.close());

describe('relay', () => {
  test.each(relayCases)('$name', ({ run }) => run(subject));
});
