import type { Platform } from '@ashlar/local';
import { freePort, spawnService } from '@ashlar/testkit';
import autocannon from 'autocannon';
import { median, type Rate } from './throughput.ts';

/** Client credentials at identity beside an endpoint written by hand, on the same database in the same run. */
export interface TokenRate {
  readonly bare: Rate;
  readonly identity: Rate;
  readonly ratio: number;
  readonly p99Ratio: number;
}

const CONNECTIONS = 32;

/** Measures both sides in alternating rounds, so that what else the machine does falls on both. */
export async function measureTokens(platform: Platform, rounds: number, seconds: number): Promise<TokenRate> {
  const client = await createClient(platform);
  const database = new URL(platform.adminUrl);
  database.pathname = '/identity';
  const port = await freePort();
  const bareUrl = `http://127.0.0.1:${port}`;
  const bare = await spawnService({
    folder: 'tests/bench',
    entry: 'bare-token.ts',
    env: { DATABASE_URL: database.href, ISSUER: String(platform.env.IDENTITY_ISSUER), PORT: String(port) },
    readyUrl: `${bareUrl}/health/ready`,
  });
  const identityUrl = platform.serviceUrl('identity');
  const sides = { bare: [] as Rate[], identity: [] as Rate[] };
  try {
    await load(bareUrl, client, 2);
    await load(identityUrl, client, 2);
    for (let round = 0; round < rounds; round += 1) {
      sides.bare.push(await load(bareUrl, client, seconds));
      sides.identity.push(await load(identityUrl, client, seconds));
    }
  } finally {
    await bare.kill('SIGTERM');
  }
  const result = { bare: median(sides.bare), identity: median(sides.identity) };
  return {
    ...result,
    ratio: result.identity.perSecond / result.bare.perSecond,
    p99Ratio: result.identity.p99Ms / result.bare.p99Ms,
  };
}

/** A client of the measurements. */
export interface MadeClient {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Creates a client of the demo's department. */
export async function createClient(platform: Platform, settings: object = {}): Promise<MadeClient> {
  const token = await platform.token({ scope: 'identity:admin' });
  const answer = await fetch(`${platform.serviceUrl('identity')}/ashlar/v1/clients`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      department: 'demo',
      service: 'bench',
      name: 'Bench',
      scopes: ['payments:admin'],
      ...settings,
    }),
  });
  if (answer.status !== 201) throw new Error(`No client for the measurement: ${await answer.text()}`);
  return (await answer.json()) as MadeClient;
}

async function load(url: string, { client_id, client_secret }: MadeClient, seconds: number): Promise<Rate> {
  const form = { grant_type: 'client_credentials', scope: 'payments:admin', client_id, client_secret };
  const result = await autocannon({
    url: `${url}/token`,
    method: 'POST',
    connections: CONNECTIONS,
    duration: seconds,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}
