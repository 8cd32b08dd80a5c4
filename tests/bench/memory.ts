import autocannon from 'autocannon';
import { CONNECTIONS } from './throughput.ts';

/** What a service holds before and after so many creations. */
export interface Memory {
  readonly beforeMb: number;
  readonly afterMb: number;
  readonly created: number;
}

/** A request that creates something at a service. */
export interface Creating {
  /** The root of the service. */
  readonly url: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

/** Creates half as many things to warm up, then so many, and compares the memory (resident, the least of some moments) before and after. */
export async function measureMemory(
  { url, path, authorization, body }: Creating,
  creations: number,
): Promise<Memory> {
  const create = (amount: number) =>
    autocannon({
      url: `${url}${path}`,
      method: 'POST',
      connections: CONNECTIONS,
      amount,
      headers: { authorization, 'content-type': 'application/json' },
      body,
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
