import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { consumerCases } from './cases/consumer-cases.ts';
import { openPostgresSubject } from './cases/house.ts';

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
beforeAll(async () => {
  opened = await openPostgresSubject();
});
afterAll(() => opened.close());

describe('consumer, on the PostgreSQL bus', () => {
  test.each(consumerCases)('$name', ({ run }) => run(opened.subject));
});
