import { until } from '@ashlar/testkit';
import type { Bystander } from '../journeys/bystander.ts';
import type { LoadLedger } from './load.ts';

/** What a comparison of the driver's ledger with the platform found. */
export interface Verdict {
  readonly accepted: number;
  /** Accepted payments that do not exist. */
  readonly missing: string[];
  /** Accepted payments whose creation is not, or not exactly once, in the department's feed. */
  readonly feedWrong: string[];
  /** Accepted payments whose creation the second component did not handle exactly once. */
  readonly busWrong: string[];
  /** Payments that exist in the feed and were accepted under no key: an effect nobody asked for. */
  readonly unasked: string[];
}

interface FeedPage {
  readonly events: { readonly type: string; readonly subject: string; readonly position: number }[];
  readonly position: number;
}

const CREATED = 'payments.payment.created.v1';

/** Waits until the bus has caught up, then compares; throws when it does not catch up within 60 s. */
export async function judge(
  options: { url: string; apiKey: string },
  ledger: LoadLedger,
  bystander: Bystander,
): Promise<Verdict> {
  const ids = ledger.accepted.map((one) => one.id);
  const last = ids.at(-1) ?? '';
  await until(async () => (await bystander.typesOf(last)).length > 0, {
    timeoutMs: 60_000,
    what: 'the last accepted event on the bus',
  });
  const fed = await feedCounts(options);
  const heard = await until(
    async () => {
      const counts = await bystander.createdCounts();
      return ids.every((id) => counts.has(id)) ? counts : undefined;
    },
    { timeoutMs: 60_000, what: 'every accepted event on the bus' },
  );
  const missing: string[] = [];
  for (const id of ids) if (!(await exists(options, id))) missing.push(id);
  const asked = new Set(ids);
  return {
    accepted: ids.length,
    missing,
    feedWrong: ids.filter((id) => fed.get(id) !== 1),
    busWrong: ids.filter((id) => heard.get(id) !== 1),
    unasked: [...fed.keys()].filter((id) => !asked.has(id)),
  };
}

async function feedCounts({ url, apiKey }: { url: string; apiKey: string }): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after = 0; ; ) {
    const response = await fetch(`${url}/ashlar/v1/changes?after=${after}&limit=500`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const page = (await response.json()) as FeedPage;
    for (const event of page.events) {
      if (event.type === CREATED) counts.set(event.subject, (counts.get(event.subject) ?? 0) + 1);
    }
    if (page.position <= after) return counts;
    after = page.position;
  }
}

async function exists({ url, apiKey }: { url: string; apiKey: string }, id: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/payments/${id}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  await response.arrayBuffer();
  return response.status === 200;
}
