import { stripVTControlCharacters } from 'node:util';
import { startOwnPostgres } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BusFault, busFaults } from './bus-faults.ts';
import { createBusSubject } from './bus-subject.ts';
import { busCases } from './cases/bus-cases.ts';

const patienceMs = 5000;
const atOnce = 3;
const complaints = new Map<BusFault, string>();

let server: Awaited<ReturnType<typeof startOwnPostgres>>;
beforeAll(async () => {
  server = await startOwnPostgres();
  // Most faults show by waiting in vain, which several can do at once; whoever takes the server away is alone.
  const outages = busFaults.filter(({ caughtBy }) => caughtBy.includes('server is away'));
  const waiting = busFaults.filter((fault) => !outages.includes(fault));
  const work = async () => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      complaints.set(fault, await outcome(fault.caughtBy, fault.name));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  for (const fault of outages) complaints.set(fault, await outcome(fault.caughtBy, fault.name));
}, 180_000);
afterAll(() => server.stop());

describe('the bus cases notice planted faults', () => {
  test.each(busFaults)('$name', (fault) => {
    expect(complaints.get(fault)).toMatch(fault.complaint);
  });
});

describe('the same cases, as impatient, find nothing in the bus as it is', () => {
  test.each([...new Set(busFaults.map(({ caughtBy }) => caughtBy))])('%s', async (name) => {
    expect(await outcome(name)).toBe('');
  });
});

/** What the case complains of; empty when it passes. */
async function outcome(name: string, fault?: string): Promise<string> {
  const found = busCases.find((each) => each.name === name);
  if (!found) throw new Error(`There is no case named ${name}`);
  const subject = createBusSubject(
    { kind: 'postgres', url: server.url, clientId: 'bus-faults', memberTimeoutMs: 1500 },
    { away: async () => server.kill(), back: async () => void (await server.restart()) },
    { patienceMs, ...(fault === undefined ? {} : { fault }) },
  );
  try {
    await found.run(subject);
    return '';
  } catch (error) {
    return stripVTControlCharacters(String(error));
  } finally {
    await subject.close();
  }
}
