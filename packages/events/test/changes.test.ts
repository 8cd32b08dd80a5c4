import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { changesCases } from './cases/changes-cases.ts';
import { openPostgresSubject } from './cases/house.ts';

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
beforeAll(async () => {
  opened = await openPostgresSubject();
});
afterAll(() => opened.close());

describe('changes, on the PostgreSQL bus', () => {
  test.each(changesCases)('$name', ({ run }) => run(opened.subject));
});
