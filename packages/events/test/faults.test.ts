import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Case } from './cases/case.ts';
import { changesCases } from './cases/changes-cases.ts';
import { consumerCases } from './cases/consumer-cases.ts';
import { openPostgresSubject, type Subject } from './cases/house.ts';
import { relayCases } from './cases/relay-cases.ts';
import { changesFaults } from './faults/changes-faults.ts';
import { consumerFaults } from './faults/consumer-faults.ts';
import { caseNamed, type Fault } from './faults/fault.ts';
import { relayFaults } from './faults/relay-faults.ts';

const cases = [...relayCases, ...consumerCases, ...changesCases];
const faults = [...relayFaults, ...consumerFaults, ...changesFaults];
const catchers = [...new Set(faults.map((fault) => fault.caughtBy))];

const atOnce = 4;

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
const complaints = new Map<Fault, string>();
beforeAll(async () => {
  opened = await openPostgresSubject();
  // Most faults show by waiting in vain, which several can do at once.
  const waiting = [...faults];
  const work = async () => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      complaints.set(fault, await complaintOf(fault));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
});
afterAll(() => opened.close());

describe('the cases notice planted faults', () => {
  test.each(faults)('$name', (fault) => {
    expect(complaints.get(fault)).toMatch(fault.complaint);
  });
});

describe('the same cases, as impatient, find nothing in the code as it is', () => {
  test.each(catchers)('%s', async (name) => {
    expect(await outcome(caseNamed(cases, name), hasty())).toBe('');
  });
});

/** What its case complains of. A fault that is a race may pass once on a busy machine: it gets three chances. */
async function complaintOf(fault: Fault): Promise<string> {
  for (let tries = 1; tries < 3; tries += 1) {
    const complaint = await outcome(caseNamed(cases, fault.caughtBy), fault.plant(hasty()));
    if (complaint !== '') return complaint;
  }
  return outcome(caseNamed(cases, fault.caughtBy), fault.plant(hasty()));
}

/** The sound subject, with the patience of this file: enough for what happens at all, since a fault is often seen by waiting in vain. */
function hasty(): Subject {
  return { ...opened.subject, patienceMs: 4000 };
}

/** What the case complains of, with colours removed; empty when it passes. */
async function outcome(each: Case<Subject>, subject: Subject): Promise<string> {
  try {
    await each.run(subject);
    return '';
  } catch (error) {
    return stripVTControlCharacters(String(error));
  }
}
