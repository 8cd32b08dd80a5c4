import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '@ashlar/local';
import { freePort, spawnService } from '@ashlar/testkit';
import autocannon from 'autocannon';

/** Reads by path beside a bare route of the same bytes, as medians of their rounds. */
export interface ContentReads {
  readonly perSecond: number;
  readonly barePerSecond: number;
  readonly ratio: number;
  /** The p99 of the reads in proportion to that of the bare route. */
  readonly p99Ratio: number;
  readonly bytes: number;
}

const CONNECTIONS = 64;
const PAGES = 100;

/** Publishes pages and reads all of them in turn, in rounds that alternate with the bare route. */
export async function measureContent(
  platform: Platform,
  rounds: number,
  seconds: number,
): Promise<ContentReads> {
  const url = platform.serviceUrl('content');
  const paths = await publishPages(url, String(platform.env.PUBLISHING_TOKEN));
  const item = await (await fetch(`${url}/content${paths[0]}`)).text();
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-bench-'));
  const file = join(folder, 'item.json');
  await writeFile(file, item);
  const port = await freePort();
  const bareUrl = `http://127.0.0.1:${port}`;
  const bare = await spawnService({
    folder: 'tests/bench',
    entry: 'bare-item.ts',
    env: { ITEM_FILE: file, PORT: String(port) },
    readyUrl: `${bareUrl}/health/ready`,
  });
  const sides = { bare: [] as Rate[], content: [] as Rate[] };
  try {
    await load(bareUrl, paths, 2);
    await load(url, paths, 2);
    for (let round = 0; round < rounds; round += 1) {
      sides.bare.push(await load(bareUrl, paths, seconds));
      sides.content.push(await load(url, paths, seconds));
    }
  } finally {
    await bare.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
  const [perSecond, barePerSecond] = [median(sides.content, 'perSecond'), median(sides.bare, 'perSecond')];
  return {
    perSecond,
    barePerSecond,
    ratio: perSecond / barePerSecond,
    p99Ratio: median(sides.content, 'p99Ms') / median(sides.bare, 'p99Ms'),
    bytes: item.length,
  };
}

interface Rate {
  readonly perSecond: number;
  readonly p99Ms: number;
}

async function publishPages(url: string, token: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const paths = Array.from({ length: PAGES }, (_, at) => `/bench/${crypto.randomUUID()}-${at}`);
  for (const path of paths) {
    const root = `${url}/v2/content/${crypto.randomUUID()}`;
    const put = await fetch(root, { method: 'PUT', headers, body: JSON.stringify(page(path)) });
    const publish = await fetch(`${root}/publish`, { method: 'POST', headers, body: '{}' });
    if (!put.ok || !publish.ok) throw new Error(`A page of the benchmark is refused: ${await put.text()}`);
  }
  return paths;
}

function page(path: string): Record<string, unknown> {
  const content = '<p>You need a licence to fish for salmon, trout, eels and freshwater fish.</p>'.repeat(30);
  return {
    base_path: path,
    title: 'Apply for a fishing licence',
    document_type: 'transaction',
    schema_name: 'transaction',
    publishing_app: 'publisher',
    rendering_app: 'frontend',
    update_type: 'major',
    routes: [{ path, type: 'exact' }],
    details: { introductory_paragraph: [{ content_type: 'text/html', content }] },
  };
}

async function load(url: string, paths: readonly string[], seconds: number): Promise<Rate> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: paths.map((path) => ({ method: 'GET', path: `/content${path}` })),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}

function median(rates: readonly Rate[], of: keyof Rate): number {
  return rates.map((rate) => rate[of]).sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? Number.NaN;
}
