import { afterAll, describe, test } from '@jest/globals';
import { consumerCases } from './cases/consumer-cases.ts';
import { soundSubject } from './cases/house.ts';
import { createMemoryBus } from './memory-bus.ts';

const subject = soundSubject(createMemoryBus());
afterAll(() => subject.bus.close());

describe('consumer', () => {
  test.each(consumerCases)('$name', ({ run }) => run(subject));
});
