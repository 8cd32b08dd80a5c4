import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Platform } from '@ashlar/local';
import { openPool } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { applyForALicence } from '../journeys/apply-for-a-licence.ts';
import { formHands } from '../journeys/form-hands.ts';

/** Where a fault hits: before a moment of the journey, so that the step meets it whole; or a few milliseconds into it. */
export interface Hit {
  readonly moment: string;
  readonly when: 'before' | 'within';
}

/** How long a step has been under way when it is hit. */
const WITHIN_MS = 8;

/**
 * Runs the journey and lets `fault` happen once at each of these moments. The citizen and the department do no more than real ones would: they ask again
 * and begin again. Throws unless the journey ends as it should, every fault happened, and nothing was done twice.
 */
export async function journeySurvives(
  platform: Platform,
  hits: readonly Hit[],
  fault: () => Promise<void>,
): Promise<void> {
  const left = new Map(hits.map((hit) => [hit.moment, hit]));
  const faults: Promise<void>[] = [];
  const { paymentId, mails, texts } = await applyForALicence({
    env: platform.env,
    hands: formHands(),
    tell: () => {},
    async at(moment) {
      const hit = left.get(moment);
      if (!hit) return;
      left.delete(moment);
      const happens = hit.when === 'within' ? wait(WITHIN_MS).then(fault) : fault();
      // Told below.
      happens.catch(() => {});
      faults.push(happens);
      if (hit.when === 'before') await happens;
    },
  });
  await Promise.all(faults);
  assert.deepEqual([...left.keys()], [], 'moments that never came');
  // A mail server knows no keys: when its answer is lost the mail is sent once more, under the same Message-ID.
  assert.ok(mails.length === 1 || mails.length === 2, `${mails.length} mails`);
  assert.deepEqual(new Set(mails.map(({ copies }) => copies)), new Set([mails.length]));
  assert.equal(texts.length, 1);
  assert.deepEqual(await providerMemory(platform, paymentId), ['authorise', 'capture']);
}

/** `kill -9` of a service that is ready; the platform starts it again. */
export function killing(platform: Platform, name: string): () => Promise<void> {
  return async () => {
    await isReady(platform, name);
    await platform.service(name).kill('SIGKILL');
  };
}

/** Waits until a service is ready, so that what comes next hits a living one. */
async function isReady(platform: Platform, name: string): Promise<void> {
  await until(async () => (await fetch(`${platform.serviceUrl(name)}/health/ready`)).ok, {
    timeoutMs: 60_000,
    what: `${name} to be ready`,
  });
}

/** What the card provider did for a payment, by its own memory. */
async function providerMemory({ adminUrl }: Platform, paymentId: string): Promise<string[]> {
  const url = new URL(adminUrl);
  url.pathname = '/payments';
  const pool = openPool({ url: url.href, applicationName: 'provider-memory', max: 1 });
  try {
    const { rows } = await pool.query<{ operation: string }>({
      text: `select operation from sandbox_transaction
              where key like $1 and outcome in ('authorised', 'captured') order by operation`,
      values: [`${paymentId}-%`],
    });
    return rows.map(({ operation }) => operation);
  } finally {
    await pool.end();
  }
}
