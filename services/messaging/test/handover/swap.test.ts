import { digests, type Registry, swapOf, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLetterPdf } from '../../src/store/letters.ts';
import { verifyEvidence } from '../../src/usecases/secure-message/verify-evidence.ts';
import { tokens } from '../../src/wiring.ts';
import {
  type Account,
  type Answer,
  administer,
  anAccount,
  anEmail,
  anEmailTemplate,
  reaches,
  sendEmail,
  tokenOf,
} from '../fixtures.ts';
import { aWorld, mutationEnv, mutations, type Send } from '../mutations.ts';
import { aSecureMessage, attested, evidenceOf, secureCall, sendSecure } from '../secure-message/fixtures.ts';
import { aPerson, standIn } from '../secure-message/person.ts';
import { startTwilioServer, type TwilioServer } from '../twilio-server.ts';
import { playRegistry, type Side, startSide } from './fixtures.ts';

const issuer = standIn();
let registry: Registry;
let twilio: TwilioServer;
let old: Side;
let next: Side;
let account: Account;
let barrier: number;

beforeAll(async () => {
  [registry, twilio] = await Promise.all([playRegistry(), startTwilioServer()]);
  const options = {
    env: mutationEnv(twilio),
    override: (wiring: Parameters<NonNullable<Parameters<typeof startSide>[1]>['override'] & object>[0]) =>
      wiring.value(tokens.signIn, issuer),
  };
  [old, next] = await Promise.all([startSide(registry, options), startSide(registry, options)]);
  account = await anAccount(old, { files_contact_link: 'https://fishing.example/help' });
});

afterAll(async () => {
  await Promise.all([old?.end(), next?.end()]);
  await twilio?.close();
  registry?.end();
});

/** Does all that the contract has, once, at the old one. */
async function everything(): Promise<void> {
  const world = await aWorld({ service: old, issuer, twilio });
  const prepared: (readonly [string, Send])[] = [];
  for (const [operation, prepare] of Object.entries(mutations))
    prepared.push([operation, await prepare(world)]);
  for (const [operation, send] of prepared) {
    const { status, text } = await send();
    if (status >= 400) throw new Error(`${operation} answers ${status} ${text.slice(0, 300)}`);
  }
  // One of them deletes what this one made.
  await (await mutations.setRecipient?.(world))?.();
}

const get = (side: Side, path: string) => side.call('GET', path, { key: tokenOf(account.live) });

/** Every page of a list of the standard. */
async function listed(side: Side, path = '/v2/notifications?include_jobs=true') {
  const found: Record<string, unknown>[] = [];
  for (let older = ''; ; ) {
    const { json } = await get(side, `${path}${older}`);
    const page = json.notifications as { id: string }[];
    found.push(...page);
    const last = page.at(-1);
    if (!last) return found;
    older = `&older_than=${last.id}`;
  }
}

const plan = (side: Side, key: string, scheduled_for: Date) =>
  side.call('POST', '/ashlar/v1/notifications', {
    key: tokenOf(account.live),
    headers: { 'idempotency-key': key },
    body: { type: 'email', ...anEmail(account), scheduled_for: scheduled_for.toISOString() },
  });

const secure = (side: Side, key: string, changes: Record<string, unknown> = {}) =>
  secureCall(side, 'POST', '', {
    body: aSecureMessage(account, { recipient: { recipient_id: 'keeper' }, ...changes }),
    headers: { 'idempotency-key': key },
  });

/** The path of a link in the last mail that the sandbox's carrier has of a notification. */
async function carried(side: Side, id: string): Promise<Record<string, string>> {
  const { rows } = await side.pool.query('select content from sandbox_message where notification_id = $1', [
    id,
  ]);
  return side.deps.vault.open<Record<string, string>>(rows[0].content);
}

const form = (side: Side, path: string, fields: Record<string, string>) =>
  side.call('POST', path, {
    text: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('a swap there and back', () => {
  let unsubscribe: string;
  let file: string;
  let planned: Record<string, unknown>;
  let later: Record<string, unknown>;
  let letter: string;
  let message: string;
  let bulk: Answer;
  const rows = 2000;
  const noticed = {
    reply: true,
    notice: { email_address: 'one@example.org' },
    fallback: {
      unread_by: new Date(Date.now() + 86_400_000).toISOString(),
      notice: { phone_number: '07700 900 321' },
    },
  };
  const far = new Date(Date.now() + 3_600_000);

  beforeAll(async () => {
    await everything();
    const wishes = anEmailTemplate({ has_unsubscribe_link: true });
    const { id: template_id } = await administer(old, `/${account.id}/templates`, wishes);
    const mail = await sendEmail(old, account, {
      template_id,
      reference: 'R-1',
      email_address: 'otto@example.org',
    });
    await reaches(old, account, mail, 'delivered');
    unsubscribe = new URL((await carried(old, mail)).unsubscribeUrl ?? '').pathname;
    const files = { type: 'email', name: 'File', subject: 'Your file', body: 'Get it: ((file))' };
    const { id } = await administer(old, `/${account.id}/templates`, files);
    const sent = await old.call('POST', '/v2/notifications/email', {
      key: tokenOf(account.live),
      body: {
        ...{ email_address: 'anna@example.org', template_id: id },
        personalisation: { file: { file: Buffer.from('a,b\n1,2\n').toString('base64'), filename: 'r.csv' } },
      },
    });
    file = new URL((sent.json.content as { body: string }).body.replace('Get it: ', '')).pathname;
    planned = (await plan(old, 'plan-soon', new Date(Date.now() + 15_000))).json;
    later = (await plan(old, 'plan-far', far)).json;
    message = String((await secure(old, 'secure-1', noticed)).json.message_uuid);
    await attested(old, message, 'notice_sent');
    const { rows } = await old.pool.query(
      `select notification_id as id from letter join notification on id = notification_id where status = 'created'`,
    );
    letter = rows[0]?.id;
  });

  test('the new one follows while traffic flows, and sends nothing', async () => {
    const swap = swapOf(registry, old, next, 1);
    expect(await swap.follow()).toMatchObject({ status: 200, role: 'follower' });
    const sent = await Promise.all(Array.from({ length: 30 }, () => sendEmail(old, account)));
    await everything();
    for (const id of sent) await reaches(old, account, id, 'delivered');
    await swap.caughtUp();
    expect(next.relay.state().published).toBe(0);
    const refused = await next.call('POST', '/v2/notifications/email', {
      key: tokenOf(account.live),
      body: anEmail(account),
    });
    expect(refused.status).toBe(421);
  });

  test('frozen, both hold the same', async () => {
    bulk = await old.call('POST', '/ashlar/v1/bulk-jobs', {
      key: tokenOf(account.live),
      body: {
        name: 'Everybody',
        template_id: account.emailTemplate,
        rows: [
          ['email address', 'name', 'extra'],
          ...Array.from({ length: rows }, (_, at) => [`p${at}@example.org`, `P${at}`, 'no']),
        ],
      },
    });
    expect(bulk.status).toBe(201);
    barrier = await swapOf(registry, old, next, 1).barrier();
    const [here, there] = await digests(old, next);
    expect(there).toEqual(here);
    const empty = Object.entries(here ?? {}).filter(
      ([, digest]) => (digest as { count: number }).count === 0,
    );
    expect(empty.map(([entity]) => entity)).toEqual([]);
    const counts = 'select service_id, day::text, kind, count from daily_count order by 1, 2, 3';
    const [ours, theirs] = await Promise.all([old.pool.query(counts), next.pool.query(counts)]);
    expect(theirs.rows).toEqual(ours.rows);
    expect(ours.rows.length).toBeGreaterThan(1);
  });

  test('lists, pages, contents and letters are as they were', async () => {
    const before = await listed(old);
    const template = await get(old, `/v2/template/${account.emailTemplate}`);
    expect(await swapOf(registry, old, next, 1).commit(barrier)).toMatchObject({ role: 'primary' });
    const known = new Set(before.map(({ id }) => id));
    // What waited of the bulk job comes meanwhile.
    const after = (await listed(next)).filter(({ id }) => known.has(id));
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    const settled = ({ status }: Record<string, unknown>) => status !== 'created' && status !== 'sending';
    expect(after.filter((_, at) => settled(before[at] as never))).toEqual(before.filter(settled));
    expect((await get(next, `/v2/template/${account.emailTemplate}`)).json).toEqual(template.json);
    expect((await listed(next, '/v2/notifications?reference=R-1')).length).toBe(1);
    const pdfs = await Promise.all(
      [old, next].map((side) => readLetterPdf(side.pool, side.deps.vault, letter)),
    );
    expect(pdfs[1]?.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdfs[1]).toEqual(pdfs[0]);
  });

  test('links of before lead on: to unsubscribe, and to a file', async () => {
    const wished = await form(next, unsubscribe, { 'List-Unsubscribe': 'One-Click' });
    expect(wished.status).toBeLessThan(300);
    const page = await next.call('GET', file);
    expect([page.status, page.text.includes('Confirm your email address')]).toEqual([200, true]);
    const right = await form(next, file, { email_address: 'anna@example.org' });
    const proof = /name="proof" value="([^"]+)"/.exec(right.text)?.[1] ?? '';
    expect([right.status, proof === '']).toEqual([200, false]);
    const forged = await next.call('GET', `${file.slice(0, -4)}AAAA`);
    expect(forged.status).toBe(404);
  });

  test('Idempotency-Keys of before answer as before', async () => {
    const again = await plan(next, 'plan-far', far);
    expect([again.status, again.json.id]).toEqual([201, later.id]);
    const same = await secure(next, 'secure-1', noticed);
    expect([same.status, same.json.message_uuid]).toEqual([201, message]);
    const other = await secure(next, 'secure-1', { ...noticed, reply: false });
    expect(other.status).toBe(422);
  });

  test('what was planned is sent by the new one, once', async () => {
    await until(
      async () => (await get(next, `/v2/notifications/${planned.id}`)).json.status === 'delivered',
      {
        timeoutMs: 30_000,
        what: 'the planned message to be delivered',
      },
    );
    const there = 'select count(*)::int as count from sandbox_message where notification_id = $1';
    const [mine, theirs] = await Promise.all(
      [next, old].map(async ({ pool }) => (await pool.query(there, [planned.id])).rows[0]?.count),
    );
    // The old one follows, and holds a copy at most.
    expect([mine, theirs <= 1]).toEqual([1, true]);
  });

  test('each row of a bulk job is sent once, whoever made it', async () => {
    const text =
      'select count(*)::int as made, count(distinct bulk_row)::int as rows from notification where bulk_job_id = $1';
    const made = () => next.pool.query(text, [bulk.json.id]).then((found) => found.rows[0]);
    await until(async () => (await made()).rows === rows, {
      timeoutMs: 30_000,
      what: 'every row to be made',
    });
    expect(await made()).toEqual({ made: rows, rows });
  });

  test('a chain of evidence goes on, and the new one publishes the keys of both', async () => {
    const person = aPerson(next, issuer);
    await person.signIn({ subject: 'keeper' });
    expect((await person.get(`/messages/${message}`)).html).toContain('Xanthoma');
    const chain = await attested(next, message, 'opened');
    const { json } = await next.call('GET', '/ashlar/v1/evidence-keys');
    const kids = new Set(chain.evidence.map(({ jws }) => headOf(jws).kid));
    expect(kids.size).toBe(2);
    const { json: shown } = await secureCall(next, 'GET', `/${message}`);
    expect(await verifyEvidence(chain, json as never, shown.content as never)).toEqual([]);
  });

  test('and back: the old one has it all, and goes on', async () => {
    const swap = swapOf(registry, next, old, 2);
    await until(async () => (await swap.caughtUp()) === undefined || true);
    const id = await sendEmail(next, account);
    await reaches(next, account, id, 'delivered');
    const fresh = await sendSecure(next, account, { recipient: { recipient_id: 'keeper' } });
    await attested(next, fresh, 'delivered');
    barrier = await swap.barrier();
    const [here, there] = await digests(next, old);
    expect(there).toEqual(here);
    await swap.commit(barrier);
    const again = await sendEmail(old, account);
    await reaches(old, account, again, 'delivered');
    const chain = await evidenceOf(old, fresh);
    const { json } = await old.call('GET', '/ashlar/v1/evidence-keys');
    expect(await verifyEvidence(chain, json as never)).toEqual([]);
  });
});

function headOf(jws: string): { kid: string } {
  return JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString());
}
