import { gateCases, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MESSAGING_GATE_FAULTS } from './gate-messaging-faults.ts';
import { type MessagingUnderGate, startMessagingUnderGate } from './gate-messaging-run.ts';
import { plantHandover } from './planted-handover.ts';

let messaging: MessagingUnderGate;

beforeAll(async () => {
  messaging = await startMessagingUnderGate();
}, 120_000);

afterAll(() => messaging?.stop());

// That it lets our own messaging through is seen where the registry runs it (gate-checks.long.test.ts).
describe('the gate', () => {
  test.each(MESSAGING_GATE_FAULTS)(
    'catches messaging with a planted fault in: $name',
    async (fault) => {
      const planted = await plantHandover(fault, await messaging.gate());
      try {
        const subject = await messaging.gate(planted.url);
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

  test('no fault at all passes through the same proxy', async () => {
    const through: NonNullable<(typeof MESSAGING_GATE_FAULTS)[number]['imports']> = (items) => items;
    const none = { name: 'none', caughtBy: '', imports: through, exports: through };
    const planted = await plantHandover(none, await messaging.gate());
    try {
      const subject = await messaging.gate(planted.url);
      const results = await runSuite(gateCases(subject), subject, { only: ['hand-over', 'duplicates'] });
      expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(planted.mistakes).toEqual([]);
    } finally {
      await planted.close();
    }
  }, 120_000);
});
