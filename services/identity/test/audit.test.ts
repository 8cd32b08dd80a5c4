import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { chainAudit, pruneAudit } from '../src/usecases/audit/chain.ts';
import { noteFailure } from '../src/usecases/audit/note.ts';
import { verifyAudit } from '../src/usecases/audit/verify.ts';
import {
  aClient,
  aCode,
  anAccount,
  askToken,
  operator,
  operatorToken,
  password,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let token: string;

beforeAll(async () => {
  service = await startService({ env: { AUDIT_SEAL_EVERY_S: '1', SIGN_INS_PER_ACCOUNT: '3' } });
  token = await operatorToken(service);
});

afterAll(() => service?.end());

type Entry = Record<string, unknown> & { number: number; what: string; subject: string | null };

/** What the audit says, once it says so much, the newest first. */
async function entries(query: string, count = 1): Promise<Entry[]> {
  return until(
    async () => {
      const { json } = await service.call('GET', `/ashlar/v1/audit?order=desc&${query}`, { token });
      const found = json.audit as Entry[];
      return found.length >= count ? found : undefined;
    },
    { what: `entries of ${query}` },
  );
}

/** Has everything chained and the end of the chain signed. */
async function sealed(): Promise<Record<string, unknown>> {
  return until(
    async () => {
      const { rows } = await service.pool.query(
        `select (select count(*)::int from audit_entry where number is null) as left, (select max(number) from audit_entry) as last`,
      );
      const head = (await service.call('GET', '/ashlar/v1/audit/head', { token })).json;
      return rows[0].left === 0 && head.number === rows[0].last ? head : undefined;
    },
    { what: 'the end of the chain to be signed', timeoutMs: 10_000 },
  );
}

describe('what is done', () => {
  test('is noted too where it unlocks nothing but lets passwords be tried again', async () => {
    const { id } = await anAccount(service);
    expect((await service.call('DELETE', `/ashlar/v1/accounts/${id}/lock`, { token })).status).toBe(204);
    const { rows } = await service.pool.query(
      `select actor, outcome from audit_entry where subject = $1 and what = 'account.tries_forgotten'`,
      [id],
    );
    expect(rows).toEqual([{ actor: operator.id, outcome: 'done' }]);
  });

  test('is noted with who, on whom, when and in which request, and nothing of a person or secret', async () => {
    const { account, client } = await aCode(service);
    const send = (method: string, path: string, json?: unknown, id = `request-${path.length}-${method}`) =>
      service.call(method, `/ashlar/v1${path}`, {
        token,
        headers: { 'x-request-id': id },
        ...(json !== undefined && { json }),
      });
    const lock = { reason: 'suspected_fraud', reference: 'CASE-9' };
    await send('PUT', `/accounts/${account.id}/lock`, lock, 'the-lock-1');
    await send('DELETE', `/accounts/${account.id}/lock`, undefined, 'the-unlock');
    await send('PATCH', `/clients/${client.id}`, { name: 'Another name' });
    const secret = (await send('POST', `/clients/${client.id}/secrets`, {})).json.client_secret;
    const made = await send('POST', '/initial-access-tokens', { department: 'demo', service: 'licensing' });
    await send('DELETE', `/initial-access-tokens/${made.json.id}`);
    await send('DELETE', `/clients/${client.id}`);
    await send('POST', '/signing-keys/rotations', { at_once: true }, 'the-rotation');

    expect(await entries(`subject=${account.id}`, 4)).toMatchObject([
      { what: 'account.enabled', actor: operator.id, request_id: 'the-unlock', outcome: 'done' },
      { what: 'account.disabled', actor: operator.id, request_id: 'the-lock-1', detail: lock },
      // The person's own doing, on a page.
      { what: 'session.started', actor: account.id, request_id: expect.stringMatching(/.{8}/) },
      { what: 'account.created', actor: operator.id, department: '*' },
    ]);
    const ofClient = (await entries(`subject=${client.id}`, 4)).map(({ what }) => what);
    expect(ofClient).toEqual(['client.revoked', 'client.secret_changed', 'client.changed', 'client.created']);
    const ofToken = await entries(`subject=initial_access_token:${made.json.id}`, 2);
    expect(ofToken.map(({ what }) => what)).toEqual([
      'initial_access_token.ended',
      'initial_access_token.created',
    ]);
    expect(await entries('what=signing_key.activated')).toMatchObject([{ request_id: 'the-rotation' }]);

    const { rows } = await service.pool.query('select to_jsonb(audit_entry)::text as row from audit_entry');
    const all = rows.map(({ row }) => row).join();
    for (const told of [account.email, password, client.secret, String(secret), 'Another name', 'Firefox'])
      expect(all).not.toContain(told);
  });

  test('says whom it is about where that is not its subject', async () => {
    const { id } = await anAccount(service);
    const json = { roles: ['caseworker'] };
    await service.call('PUT', `/ashlar/v1/staff/${id}?department=demo`, { token, json });
    const [entry] = await entries('what=staff.changed');
    expect(entry).toMatchObject({
      actor: operator.id,
      department: 'demo',
      detail: { account_id: id, ...json },
    });
    const [made] = await entries(`subject=${id}&what=account.created`);
    expect(made?.detail).toEqual({});
  });

  test('by a process itself, with no request, says so', async () => {
    const { id } = await anAccount(service);
    const soon = new Date(Date.now() + 300).toISOString();
    await service.call('PUT', `/ashlar/v1/accounts/${id}/lock`, {
      token,
      json: { reason: 'other', until: soon },
    });
    expect(await entries(`subject=${id}&what=account.enabled`)).toMatchObject([
      { actor: 'identity', request_id: null },
    ]);
  });

  test('in a statement that is undone is in no entry', async () => {
    const { email } = await anAccount(service);
    const { rows: before } = await service.pool.query('select count(*)::int as count from audit_entry');
    const again = await service.call('POST', '/ashlar/v1/accounts', { token, json: { email, password } });
    expect(again.status).toBe(409);
    const { rows } = await service.pool.query('select count(*)::int as count from audit_entry');
    expect(rows[0].count).toBe(before[0].count);
  });

  test('is looking at a person, or not being allowed to, too', async () => {
    const { id, email } = await anAccount(service);
    const headers = { 'account-email': email, 'x-request-id': 'the-search' };
    await service.call('GET', '/ashlar/v1/accounts', { token, headers });
    await service.call('GET', `/ashlar/v1/accounts/${id}/sessions`, { token });
    expect(await entries(`subject=${id}&what=account.read`, 2)).toMatchObject([
      { actor: operator.id, detail: { operation: 'listSessions' } },
      { actor: operator.id, detail: { operation: 'listAccounts' }, request_id: 'the-search' },
    ]);
    const stranger = await aClient(service, { scopes: ['identity:admin'], redirect_uris: [] });
    const { access_token: theirs } = (await askToken(service, stranger, 'identity:admin')).json;
    await service.call('DELETE', `/ashlar/v1/accounts/${id}`, { token: String(theirs) });
    expect(await entries(`actor=${stranger.id}`)).toMatchObject([
      { what: 'operation.refused', subject: id, outcome: 'refused', department: 'demo' },
    ]);
  });
});

describe('what goes wrong', () => {
  test('is noted: each wrong password, and once that an address is locked', async () => {
    const { id, email } = await anAccount(service);
    const person = visitor(service.issuer);
    const page = await person.open(`${service.issuer}/account`);
    for (let count = 0; count < 6; count += 1)
      await person.post(page, '#submit-password', { email, password: 'wrong wrong wrong' });
    const found = await entries(`subject=${id}&actor=anonymous`, 4);
    expect(found.map(({ what, outcome }) => [what, outcome])).toEqual([
      ['sign_in.locked', 'refused'],
      ...Array.from({ length: 3 }, () => ['sign_in.failed', 'failed']),
    ]);
  });

  test.each([
    ['code', 'code.replayed'],
    ['refresh token', 'refresh_token.replayed'],
  ])('is a %s that comes again', async (which, what) => {
    const { client, form } = await aCode(
      service,
      { grant_types: ['authorization_code', 'refresh_token'] },
      { scope: 'openid offline_access', prompt: 'consent' },
    );
    const first = (await service.call('POST', '/token', { form })).json;
    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: String(first.refresh_token),
      client_id: client.id,
      client_secret: client.secret,
    };
    if (which === 'refresh token') await service.call('POST', '/token', { form: refresh });
    const again = await service.call('POST', '/token', { form: which === 'code' ? form : refresh });
    expect(again.status).toBe(400);
    const found = await entries(`subject=${client.id}&outcome=refused`);
    expect(found.map((entry) => entry.what)).toEqual([what]);
  });
});

describe('the list', () => {
  test('comes in pages in either order, each entry once, and narrowed by time', async () => {
    const { id } = await anAccount(service);
    for (let count = 0; count < 4; count += 1)
      await service.call('PATCH', `/ashlar/v1/accounts/${id}`, {
        token,
        json: { disabled: count % 2 === 0 },
      });
    const all = await entries(`subject=${id}`, 5);
    for (const order of ['asc', 'desc']) {
      const seen: number[] = [];
      let cursor: unknown = '';
      while (cursor !== undefined) {
        const query = `subject=${id}&limit=2&order=${order}${cursor ? `&cursor=${cursor}` : ''}`;
        const { json } = await service.call('GET', `/ashlar/v1/audit?${query}`, { token });
        seen.push(...(json.audit as Entry[]).map(({ number }) => number));
        cursor = json.next_cursor;
      }
      const expected = all.map(({ number }) => number);
      expect(seen).toEqual(order === 'desc' ? expected : expected.reverse());
    }
    const [newest] = all;
    expect(await entries(`subject=${id}&until=${newest?.at}`)).toHaveLength(4);
    expect(await entries(`subject=${id}&since=${newest?.at}`)).toHaveLength(1);
    for (const since of ['0000-01-01T00:00:00Z', '2026-01-01T00:00:00%2B23:59'])
      expect((await service.call('GET', `/ashlar/v1/audit?since=${since}`, { token })).status).toBe(400);
    expect((await service.call('GET', '/ashlar/v1/audit?cursor=x', { token })).status).toBe(400);
  });

  test('shows a department its own, and the signed end to operators of the platform only', async () => {
    const admin = await aClient(service, {
      department: 'mine',
      scopes: ['identity:audit'],
      redirect_uris: [],
    });
    const { access_token: theirs } = (await askToken(service, admin, 'identity:audit')).json;
    await entries(`subject=${admin.id}`);
    const own = await service.call('GET', '/ashlar/v1/audit', { token: String(theirs) });
    expect((own.json.audit as Entry[]).map(({ subject }) => subject)).toEqual([admin.id]);
    expect((await service.call('GET', '/ashlar/v1/audit/head', { token: String(theirs) })).status).toBe(403);
  });
});

describe('the chain', () => {
  const tool = fileURLToPath(new URL('../src/verify-audit.ts', import.meta.url));
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ashlar-audit-'));
    for (let count = 0; count < 8; count += 1) await anAccount(service);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  // What was tampered with is put back.
  afterEach(async () => {
    if ((await service.pool.query(`select from pg_tables where tablename = 'audit_before'`)).rowCount === 0)
      return;
    await asOwner(
      `delete from audit_entry; insert into audit_entry overriding system value select * from audit_before;
       delete from audit_head; insert into audit_head select * from head_before; drop table audit_before, head_before`,
    );
  });

  /** Does what nobody but the owner of the tables could, with the triggers away. */
  async function asOwner(sql: string): Promise<void> {
    await service.pool.query(
      `begin; alter table audit_entry disable trigger user; alter table audit_head disable trigger user; ${sql};
       alter table audit_entry enable trigger user; alter table audit_head enable trigger user; commit`,
    );
  }

  async function tamper(sql: string) {
    await sealed();
    await asOwner(
      `create table audit_before as table audit_entry; create table head_before as table audit_head; ${sql}`,
    );
    return (await verifyAudit(service.pool)).faults;
  }

  test('is whole, and the command says so', async () => {
    const head = await sealed();
    const file = join(folder, 'head.json');
    await writeFile(file, JSON.stringify(head));
    const { code, output } = await run(['--head', file]);
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^entries 1 to \d+: \d+ checked, \d+ signed heads.* all is well\n$/),
    ]);
    expect((await run(['--head', join(folder, 'none')])).code).toBe(2);
    expect((await run([], {})).code).toBe(2);
  });

  test.each([
    [
      'a changed byte',
      `update audit_entry set subject = subject || 'x' where number = 5`,
      ['entry 5 is not what its hash is over'],
    ],
    [
      'another time',
      `update audit_entry set at = at + interval '1 microsecond' where number = 5`,
      ['entry 5 is not what its hash is over'],
    ],
    [
      'a removed entry',
      'delete from audit_entry where number = 5',
      ['entries 5 to 5 are missing', 'entry 6 does not join on to the one before it'],
    ],
    [
      'a swapped order',
      `update audit_entry set number = -number where number in (5, 6); update audit_entry set number = case number when -5 then 6 else 5 end where number < 0`,
      expect.arrayContaining([
        'entry 5 does not join on to the one before it',
        'entry 5 is not what its hash is over',
      ]),
    ],
    [
      'a cut beginning',
      'delete from audit_entry where number < 3; delete from audit_head where number < 3',
      [expect.stringMatching(/^the audit begins with entry 3/)],
    ],
    [
      'a cut tail',
      'delete from audit_entry where number > (select max(number) - 3 from audit_entry)',
      [expect.stringMatching(/its end was cut off$/)],
    ],
    [
      'a head of another key',
      `update audit_head set jws = (select 'e30.' || split_part(jws, '.', 2) || '.AA' ) where number = (select max(number) from audit_head)`,
      [expect.stringMatching(/^the head of entry \d+: its signature is not valid/)],
    ],
  ])('shows %s', async (_what, sql, faults) => {
    expect(await tamper(sql)).toEqual(faults);
    expect((await run([])).code).toBe(1);
  });

  test('shows a tail that was cut with its heads, and a chain that was made anew, to whoever kept a head', async () => {
    const kept = (await sealed()) as unknown as Parameters<typeof verifyAudit>[1];
    const cut = await tamper(
      `delete from audit_entry where number > (select max(number) - 3 from audit_entry); delete from audit_head where number > (select max(number) from audit_entry)`,
    );
    expect(cut).toEqual([]);
    expect((await verifyAudit(service.pool, kept)).faults).toEqual([
      expect.stringMatching(/its end was cut off$/),
    ]);
  });

  test('does not change and loses nothing by the service’s own hand', async () => {
    await sealed();
    for (const sql of [
      `update audit_entry set actor = 'nobody' where number = 1`,
      'update audit_entry set number = 999999 where number = 1',
      'delete from audit_entry where number = 1',
      'truncate audit_entry',
      `update audit_head set hash = 'x'`,
      'delete from audit_head',
    ])
      await expect(service.pool.query(sql)).rejects.toThrow('the audit only grows');
  });

  test('is one chain, however many chain and store at once', async () => {
    const storing = Array.from({ length: 40 }, () =>
      Promise.all(Array.from({ length: 5 }, () => noteFailure(service.deps, 'sign_in.failed'))),
    );
    const chaining = Array.from({ length: 12 }, async () => {
      for (let turn = 0; turn < 6; turn += 1) await chainAudit(service.deps);
    });
    await Promise.all([...storing, ...chaining]);
    await sealed();
    const { faults, first, last, entries: count } = await verifyAudit(service.pool);
    expect([faults, count]).toEqual([[], last - first + 1]);
    expect(count).toBeGreaterThan(200);
  });

  test('still proves itself when what is past its time has gone', async () => {
    const own = await startService({ env: { AUDIT_SEAL_EVERY_S: '1' } });
    try {
      const past = new Date(Date.now() - 9 * 365 * 86_400_000);
      const then = { ...own.deps, now: () => past };
      for (let count = 0; count < 3; count += 1) await noteFailure(then, 'sign_in.failed');
      await until(async () => {
        await chainAudit(then);
        const { rows } = await own.pool.query(
          'select count(*)::int as count from audit_entry where number <= 3',
        );
        return rows[0].count === 3;
      });
      await chainAudit(then);
      await noteFailure(own.deps, 'sign_in.failed');
      await until(async () => (await verifyAudit(own.pool)).last >= 4);
      // The head has to be from then too, which it is where the service ran then.
      await own.pool.query(
        `begin; alter table audit_head disable trigger user; update audit_head set signed_at = '${past.toISOString()}' where number = 3;
         alter table audit_head enable trigger user; commit`,
      );
      await pruneAudit(own.deps);
      const verdict = await verifyAudit(own.pool);
      expect([verdict.first, verdict.faults]).toEqual([4, []]);
    } finally {
      await own.end();
    }
  });

  function run(
    args: string[],
    env: Record<string, string> = { DATABASE_URL: String(service.env.DATABASE_URL) },
  ) {
    return new Promise<{ code: number; output: string }>((resolve) => {
      execFile(
        process.execPath,
        [tool, ...args],
        { env: { PATH: process.env.PATH, ...env } },
        (error, stdout) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout }),
      );
    });
  }
});
