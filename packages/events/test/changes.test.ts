import { afterAll, describe, test } from '@jest/globals';
import { changesCases } from './cases/changes-cases.ts';
import { soundSubject } from './cases/house.ts';
import { createMemoryBus } from './memory-bus.ts';

const subject = soundSubject(createMemoryBus());
afterAll(() => subject.bus.close());

describe('changes', () => {
  test.each(changesCases)('$name', ({ run }) => run(subject));
});
