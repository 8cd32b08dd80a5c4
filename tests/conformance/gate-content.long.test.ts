import { gateCases, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CONTENT_GATE_FAULTS } from './gate-content-faults.ts';
import { type ContentUnderGate, startContentUnderGate } from './gate-content-run.ts';
import { plantHandover } from './planted-handover.ts';

let content: ContentUnderGate;

beforeAll(async () => {
  content = await startContentUnderGate();
}, 120_000);

afterAll(() => content?.stop());

describe('the gate', () => {
  test('lets our own content through, held to the full profile', async () => {
    const subject = await content.gate();
    const results = await runSuite(gateCases(subject), subject);
    expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
    const sections = new Set(results.map(({ section }) => section));
    for (const section of ['contract', 'replay', 'duplicates', 'receipts', 'hand-over'])
      expect(sections).toContain(section);
  }, 180_000);

  test.each(CONTENT_GATE_FAULTS)(
    'catches content with a planted fault in: $name',
    async (fault) => {
      const planted = await plantHandover(fault, await content.gate());
      try {
        const subject = await content.gate(planted.url);
        const { caughtBy, inCase = '' } = fault;
        const wanted = gateCases(subject).filter(
          ({ section, name }) => section === caughtBy && name.startsWith(inCase),
        );
        expect(wanted.length).toBeGreaterThan(0);
        const results = await runSuite(wanted, subject);
        expect(results.filter(({ error }) => error !== undefined)).not.toEqual([]);
        expect(planted.mistakes).toEqual([]);
      } finally {
        await planted.close();
      }
    },
    60_000,
  );
});
