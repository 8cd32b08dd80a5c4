import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Platform } from '@ashlar/local';
import { freePort } from '@ashlar/testkit';
import { withPlatform } from '../journeys/platform.ts';
import { raiseLimits } from '../resilience/accounts.ts';
import { measureContent } from './content.ts';
import { type DeliveryTimes, measureDelivery, measureFairness } from './delivery.ts';
import { mailSender, measureEmail } from './email.ts';
import { measureFlow } from './flow.ts';
import { measureFootprint } from './footprint.ts';
import { measureGateway } from './gateway.ts';
import { measureLag } from './lag.ts';
import { type Creating, measureMemory } from './memory.ts';
import { measureSearch } from './search.ts';
import { measureManySessions, measureSignIns } from './sign-in.ts';
import { measureSeeding, measureSwaps } from './swap.ts';
import { BODY, measureThroughput, type Throughput } from './throughput.ts';
import { measureTokens } from './token.ts';
import { measureWebhooks } from './webhooks.ts';

const HELP = `Measures speed as ratios within one run and compares them with the goals.

  pnpm bench [--quick] [--only delivery|email|gateway|identity|memory|swap] [--no-kafka] [--no-goals]

  --quick     fewer and shorter rounds
  --only      one part alone: delivery, email, gateway, identity, memory or swap
  --no-kafka  leave out the event lag on Kafka (needs Java 17 and Maven)
  --no-goals  only tell: exit 0 when a goal is missed, for a machine that does other things too
Exit code 1 when a goal is missed.`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    'no-kafka': { type: 'boolean', default: false },
    'no-goals': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Line {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean;
}

if (values.help) console.log(HELP);
else if (values.only === 'gateway') await benchGateway();
else if (values.only === 'swap') finish(await swapLines());
else if (values.only === 'email') await benchEmail();
else if (values.only === 'delivery') await benchDelivery();
else if (values.only === 'memory') await benchMemory();
else if (values.only === 'identity') await benchIdentity();
else if (values.only !== undefined) throw new Error(`There is no part called ${values.only}.`);
else await bench();

async function bench(): Promise<void> {
  const [rounds, seconds, lagSeconds, idleSeconds] = values.quick ? [2, 3, 5, 5] : [5, 6, 15, 30];
  const lines: Line[] = [];
  await withPlatform('postgres', async (platform) => {
    // First, on an empty log: a new consumer would otherwise begin with the backlog of the other measurement.
    lines.push(await lagLine('PostgreSQL', platform, lagSeconds));
    const payments = await measureThroughput(platform, rounds, seconds);
    lines.push(...throughputLines('POST /v1/payments', payments, { ratio: 0.6, p99Ratio: 2.5 }));
    lines.push(...(await gatewayLines(platform, rounds, seconds)));
    lines.push(await flowLine(platform, payments.bare.perSecond, seconds));
    lines.push(await paymentsMemoryLine(platform, values.quick ? 20_000 : 100_000));
    if (!values.quick) lines.push(await messagingMemoryLine(platform, 100_000));
    lines.push(...(await emailLines(platform, rounds, seconds)));
    lines.push(...(await deliveryLines(platform, rounds, lagSeconds)));
    lines.push(...(await identityLines(platform, rounds, seconds)));
    lines.push(await contentLine(platform, rounds, seconds));
    lines.push(await webhookLine(platform, lagSeconds));
    // Last, since so many rows are on everybody's way.
    lines.push(await searchLine(platform, values.quick ? 100_000 : 1_000_000));
  });
  if (!values['no-kafka']) {
    await withPlatform(
      'kafka',
      async (platform) => void lines.push(await lagLine('Kafka', platform, lagSeconds)),
    );
  }
  lines.push(...(await swapLines()));
  lines.push(...(await footprintLines(idleSeconds)));
  finish(lines);
}

async function benchGateway(): Promise<void> {
  const [rounds, seconds] = values.quick ? [2, 3] : [5, 6];
  await withPlatform('postgres', async (platform) => finish(await gatewayLines(platform, rounds, seconds)));
}

async function benchMemory(): Promise<void> {
  const creations = values.quick ? 20_000 : 100_000;
  await withPlatform('postgres', async (platform) =>
    finish([await paymentsMemoryLine(platform, creations), await messagingMemoryLine(platform, creations)]),
  );
}

async function benchIdentity(): Promise<void> {
  const [rounds, seconds] = values.quick ? [2, 3] : [5, 6];
  await withPlatform('postgres', async (platform) => finish(await identityLines(platform, rounds, seconds)));
}

async function benchEmail(): Promise<void> {
  const [rounds, seconds] = values.quick ? [2, 3] : [5, 6];
  await withPlatform('postgres', async (platform) => finish(await emailLines(platform, rounds, seconds)));
}

function finish(lines: readonly Line[]): void {
  print(lines);
  if (!values['no-goals'] && lines.some((line) => !line.met)) process.exitCode = 1;
}

function throughputLines(
  route: string,
  { bare, own, ratio, p99Ratio }: Throughput,
  goal: { ratio: number; p99Ratio: number },
): Line[] {
  return [
    {
      what: `${route}, ratio to the bare route (${own.perSecond.toFixed(0)}/s to ${bare.perSecond.toFixed(0)}/s)`,
      measured: ratio.toFixed(2),
      goal: `≥ ${goal.ratio}`,
      met: ratio >= goal.ratio,
    },
    {
      what: `its p99, ratio to the bare route’s (${own.p99Ms} ms to ${bare.p99Ms} ms)`,
      measured: p99Ratio.toFixed(2),
      goal: `< ${goal.p99Ratio}`,
      met: p99Ratio < goal.p99Ratio,
    },
  ];
}

async function benchDelivery(): Promise<void> {
  const [rounds, seconds] = values.quick ? [3, 5] : [5, 15];
  await withPlatform('postgres', async (platform) => finish(await deliveryLines(platform, rounds, seconds)));
}

async function deliveryLines(platform: Platform, rounds: number, seconds: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (const carrier of ['sandbox', 'smtp'] as const) {
    const { handOver, messages } = await measureDelivery(platform, carrier, 200, seconds);
    lines.push({
      what: `e-mails at 200/s, accepted to handed to ${carrier === 'smtp' ? 'a mail server' : 'the sandbox carrier'}, p95; p99 (p50 ${handOver.p50.toFixed(0)} ms, ${messages} messages, none lost, none twice)`,
      measured: `${handOver.p95.toFixed(0)} ms; ${handOver.p99.toFixed(0)} ms`,
      goal: '< 1,000 ms; < 3,000 ms',
      met: handOver.p95 < 1000 && handOver.p99 < 3000,
    });
  }
  const { even, beside } = await measureFairness(platform, 25, rounds, seconds);
  return [
    ...lines,
    fairnessLine('handed to the carrier', even, beside, ({ handOver }) => handOver.p95),
    fairnessLine('accepted', even, beside, ({ accept }) => accept.p95),
  ];
}

function fairnessLine(
  what: string,
  even: DeliveryTimes,
  beside: DeliveryTimes,
  pick: (times: DeliveryTimes) => number,
): Line {
  const ratio = pick(beside) / pick(even);
  return {
    what: `a service’s messages at 25/s are ${what}, p95, beside one that sends 175/s, ratio to beside seven that send 25/s each (${pick(beside).toFixed(0)} ms to ${pick(even).toFixed(0)} ms)`,
    measured: ratio.toFixed(2),
    goal: '≤ 2',
    met: ratio <= 2,
  };
}

async function emailLines(platform: Platform, rounds: number, seconds: number): Promise<Line[]> {
  const email = await measureEmail(platform, rounds, seconds);
  const what = 'POST /v2/notifications/email, delivery at work';
  return throughputLines(what, email, { ratio: 0.6, p99Ratio: 2.5 });
}

async function gatewayLines(platform: Platform, rounds: number, seconds: number): Promise<Line[]> {
  const passages = await measureGateway(platform, rounds, seconds);
  return passages.flatMap(({ what, direct, through, ratio, addedMs }) => [
    {
      what: `${what} through the gateway, ratio to direct (${through.perSecond.toFixed(0)}/s to ${direct.perSecond.toFixed(0)}/s)`,
      measured: ratio.toFixed(2),
      goal: '≥ 0.6',
      met: ratio >= 0.6,
    },
    {
      what: `what the gateway adds to ${what}, p50 of single requests`,
      measured: `${addedMs.toFixed(2)} ms`,
      goal: '≤ 0.4 ms',
      met: addedMs <= 0.4,
    },
  ]);
}

async function swapLines(): Promise<Line[]> {
  const { held, swaps, completed, failed } = await measureSwaps(values.quick ? 6 : 20);
  const payments = values.quick ? 20_000 : 100_000;
  const { seconds, ratio, p50Ms } = await measureSeeding(payments);
  const perHundredThousand = (seconds / payments) * 100_000;
  return [
    {
      what: `calls held by a swap at 300 requests/s, p99 of ${completed} of ${swaps} (p50 ${held.p50.toFixed(0)} ms); failed or wrong ${failed}`,
      measured: `${held.p99.toFixed(0)} ms`,
      goal: '< 500 ms, 0',
      met: held.p99 < 500 && failed === 0 && completed >= swaps * 0.95,
    },
    {
      what: `seeding a successor with ${payments} payments under that traffic (${seconds.toFixed(1)} s), for 100,000`,
      measured: `${perHundredThousand.toFixed(0)} s`,
      goal: '< 60 s',
      met: perHundredThousand < 60,
    },
    {
      what: `changes accepted meanwhile, ratio to before (p50 ${p50Ms.before.toFixed(0)} ms to ${p50Ms.during.toFixed(0)} ms)`,
      measured: ratio.toFixed(2),
      goal: '≥ 0.8',
      met: ratio >= 0.8,
    },
  ];
}

async function flowLine(platform: Platform, barePerSecond: number, seconds: number): Promise<Line> {
  const perSecond = await measureFlow(platform, seconds);
  const ratio = perSecond / barePerSecond;
  return {
    what: `a payment created, paid on its pages and captured, ratio to the bare route (${perSecond.toFixed(0)}/s)`,
    measured: ratio.toFixed(3),
    goal: '≥ 0.15',
    met: ratio >= 0.15,
  };
}

async function paymentsMemoryLine(platform: Platform, creations: number): Promise<Line> {
  await raiseLimits(platform);
  const request = {
    url: platform.serviceUrl('payments'),
    path: '/v1/payments',
    authorization: `Bearer ${platform.env.PAYMENTS_API_KEY}`,
    body: BODY,
  };
  return memoryLine('payments', request, creations);
}

async function messagingMemoryLine(platform: Platform, creations: number): Promise<Line> {
  const { key, body } = await mailSender(platform, 'sandbox');
  // Plainly: a token of the standard holds for half a minute.
  const request = {
    url: platform.serviceUrl('messaging'),
    path: '/v2/notifications/email',
    authorization: `ApiKey-v1 ${key}`,
    body,
  };
  return memoryLine('messaging', request, creations);
}

async function memoryLine(service: string, creating: Creating, creations: number): Promise<Line> {
  const { beforeMb, afterMb, created } = await measureMemory(creating, creations);
  const growth = ((afterMb - beforeMb) / created) * 100_000;
  return {
    what: `memory of ${service} for 100,000 more creations (${beforeMb.toFixed(0)} MB to ${afterMb.toFixed(0)} MB over ${created})`,
    measured: `${growth.toFixed(1)} MB`,
    goal: '< 10 MB',
    met: growth < 10,
  };
}

async function searchLine(platform: Platform, payments: number): Promise<Line> {
  const { p50Ms, p99Ms } = await measureSearch(platform, payments, 300);
  return {
    what: `newest page (500) of ${payments} payments of one account, p99 (p50 ${p50Ms.toFixed(1)} ms)`,
    measured: `${p99Ms.toFixed(1)} ms`,
    goal: '< 20 ms',
    met: p99Ms < 20,
  };
}

async function contentLine(platform: Platform, rounds: number, seconds: number): Promise<Line> {
  const reads = await measureContent(platform, rounds, seconds);
  const rates = `${reads.perSecond.toFixed(0)}/s to ${reads.barePerSecond.toFixed(0)}/s, p99 ratio ${reads.p99Ratio.toFixed(2)}`;
  return {
    what: `a page read by its path, ratio to a bare route of the same ${reads.bytes} bytes (${rates})`,
    measured: reads.ratio.toFixed(2),
    goal: '≥ 0.5',
    met: reads.ratio >= 0.5,
  };
}

async function lagLine(bus: string, platform: Platform, seconds: number): Promise<Line> {
  const lag = await measureLag(platform, 200, seconds);
  return {
    what: `event lag p99 at 200/s on ${bus}, accepted to handled (p50 ${lag.p50Ms.toFixed(0)} ms, ${lag.events} events)`,
    measured: `${lag.p99Ms.toFixed(0)} ms`,
    goal: '< 250 ms',
    met: lag.p99Ms < 250,
  };
}

async function webhookLine(platform: Platform, seconds: number): Promise<Line> {
  const lag = await measureWebhooks(platform, 200, seconds);
  return {
    what: `webhook lag p95 at 200/s, accepted to received (p50 ${lag.p50Ms.toFixed(0)} ms, ${lag.messages} messages)`,
    measured: `${lag.p95Ms.toFixed(0)} ms`,
    goal: '< 500 ms',
    met: lag.p95Ms < 500,
  };
}

async function identityLines(platform: Platform, rounds: number, seconds: number): Promise<Line[]> {
  const { perSecond, hashesPerSecond, share } = await measureSignIns(platform, rounds, seconds);
  const many = await measureManySessions(platform, values.quick ? 20_000 : 100_000, seconds * 2);
  return [
    await tokenLine(platform, rounds, seconds),
    {
      what: `the part of a sign-in with code and PKCE that is the password’s hash (${perSecond.toFixed(0)} sign-ins/s to ${hashesPerSecond.toFixed(0)} hashes/s, 32 at once)`,
      measured: share.toFixed(2),
      goal: '≥ 0.4',
      met: share >= 0.4,
    },
    {
      what: `sign-ins beside ${many.sessions} sessions of others, ratio to before (${many.after.toFixed(0)}/s to ${many.before.toFixed(0)}/s)`,
      measured: many.ratio.toFixed(2),
      goal: '≥ 0.8',
      met: many.ratio >= 0.8,
    },
  ];
}

async function tokenLine(platform: Platform, rounds: number, seconds: number): Promise<Line> {
  const { bare, identity, ratio } = await measureTokens(platform, rounds, seconds);
  const rates = `${identity.perSecond.toFixed(0)}/s, p99 ${identity.p99Ms} ms, to ${bare.perSecond.toFixed(0)}/s, p99 ${bare.p99Ms} ms`;
  return {
    what: `client credentials, ratio to an endpoint by hand with jose (${rates})`,
    measured: ratio.toFixed(2),
    goal: '≥ 0.55',
    met: ratio >= 0.55,
  };
}

async function footprintLines(seconds: number): Promise<Line[]> {
  const home = await mkdtemp(join(tmpdir(), 'ashlar-bench-'));
  try {
    const { warmStartS, idleShare, pssMb } = await measureFootprint(home, await freePort(), seconds);
    return [
      { what: 'warm start', measured: `${warmStartS.toFixed(1)} s`, goal: '< 10 s', met: warmStartS < 10 },
      {
        what: `idle CPU of the whole platform (${pssMb.toFixed(0)} MB)`,
        measured: `${(idleShare * 100).toFixed(1)} % of a core`,
        goal: '< 5 %',
        met: idleShare < 0.05,
      },
    ];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function print(lines: readonly Line[]): void {
  const cpu = cpus();
  console.log(
    `\n${new Date().toISOString().slice(0, 10)}, ${cpu.length} × ${cpu[0]?.model.trim()}, Node ${process.version}, load generator on the same machine\n`,
  );
  console.log('| what | measured | goal | |\n|---|---|---|---|');
  for (const { what, measured, goal, met } of lines)
    console.log(`| ${what} | ${measured} | ${goal} | ${met ? 'met' : 'MISSED'} |`);
}
