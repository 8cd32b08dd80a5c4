import type { Platform } from '@ashlar/local';
import autocannon from 'autocannon';
import { raiseLimits } from '../resilience/accounts.ts';
import { BODY, CONNECTIONS } from './throughput.ts';

/** What a service holds before and after so many creations. */
export interface Memory {
  readonly beforeMb: number;
  readonly afterMb: number;
  readonly created: number;
}

/** Creates half as many payments to warm up, then so many, and compares the memory (resident, the least of some moments) before and after. */
export async function measureMemory(platform: Platform, creations: number): Promise<Memory> {
  await raiseLimits(platform);
  const url = platform.serviceUrl('payments');
  const create = (amount: number) =>
    autocannon({
      url: `${url}/v1/payments`,
      method: 'POST',
      connections: CONNECTIONS,
      amount,
      headers: {
        authorization: `Bearer ${platform.env.PAYMENTS_API_KEY}`,
        'content-type': 'application/json',
      },
      body: BODY,
    });
  const step = Math.ceil(creations / 10);
  const least = async () => {
    const seen: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await create(step);
      seen.push(await residentMb(url));
    }
    return Math.min(...seen);
  };
  const beforeMb = await least();
  await create(creations - 5 * step);
  const afterMb = await least();
  return { beforeMb, afterMb, created: creations };
}

async function residentMb(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const bytes = /^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)/m.exec(metrics)?.[1];
  if (bytes === undefined) throw new Error('The service tells nothing of its memory');
  return Number(bytes) / 1024 / 1024;
}
