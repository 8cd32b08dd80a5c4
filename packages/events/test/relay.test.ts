import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { openPostgresSubject } from './cases/house.ts';
import { relayCases } from './cases/relay-cases.ts';

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
beforeAll(async () => {
  opened = await openPostgresSubject();
});
afterAll(() => opened.close());

describe('relay, on the PostgreSQL bus', () => {
  test.each(relayCases)('$name', ({ run }) => run(opened.subject));
});
