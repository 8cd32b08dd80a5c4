import { randomBytes } from 'node:crypto';
import type { Resources } from '@ashlar/component';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMessagingConfig } from '../../src/config.ts';
import { createKeyring, openContent } from '../../src/store/secure-message/envelope.ts';
import {
  pruneSecureMessages,
  workSecureMessages,
} from '../../src/usecases/secure-message/work-secure-messages.ts';
import { tokens, wire } from '../../src/wiring.ts';
import { type Account, anAccount, type Service, startService } from '../fixtures.ts';
import { attested, evidenceOf, secret, secureCall, secureReaches, sendSecure } from './fixtures.ts';

let service: Service;
let account: Account;
let ahead = 0;
const log: string[] = [];
const old = randomBytes(32);

beforeAll(async () => {
  service = await startService({
    env: { MESSAGE_KEYS: `old=${old.toString('base64')}` },
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + ahead)),
    log: (line) => log.push(line),
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

const labelOf = async (id: string) => {
  const { json } = await secureCall(service, 'GET', `/${id}`);
  return (json.content as { label: string } | null)?.label;
};

const column = async (id: string, name: string) => {
  const { rows } = await service.pool.query(`select ${name} as value from secure_message where id = $1`, [
    id,
  ]);
  return rows[0]?.value;
};

describe('what is in a message', () => {
  test('is in no table, log, event or mail', async () => {
    const id = await sendSecure(service, account, {
      notice: { email_address: 'anna@example.org' },
      recipient: { recipient_id: 'citizen-4711' },
    });
    await attested(service, id, 'notice_sent');
    expect(await labelOf(id)).toContain(secret);
    const dump = await dumpOf(service);
    expect(dump).toContain(id);
    for (const text of [secret, 'citizen-4711', 'anna@example.org']) {
      for (const form of [
        text,
        Buffer.from(text).toString('hex'),
        Buffer.from(text).toString('base64').slice(1, -3),
      ]) {
        expect([form, dump.includes(form)]).toEqual([form, false]);
      }
    }
    expect(log.join('')).toContain('sendSecureMessage');
    expect(log.join('')).not.toMatch(new RegExp(`${secret}|citizen-4711|anna@example`));
    const feed = await service.call('GET', '/ashlar/v1/changes?limit=500', {
      key: await service.issuer.mint({
        audience: 'messaging',
        scope: 'messaging:changes',
        department: 'demo',
      }),
    });
    expect(feed.text).toContain(id);
    expect(feed.text).not.toMatch(new RegExp(`${secret}|citizen-4711|anna@example`));
    const mails = await service.call('GET', '/ashlar/v1/mailbox/messages?limit=100');
    expect(mails.text).toContain('anna@example.org');
    expect(mails.text).not.toContain(secret);
  });

  test('has a key of its own, and what is put into another’s row does not open', async () => {
    const [one, two] = [await sendSecure(service, account), await sendSecure(service, account)];
    expect(await column(one, 'wrapped_key')).not.toEqual(await column(two, 'wrapped_key'));
    await service.pool.query(
      `update secure_message set wrapped_key = other.wrapped_key, content = other.content, content_sha256 = other.content_sha256
         from secure_message as other where secure_message.id = $1 and other.id = $2`,
      [one, two],
    );
    expect((await secureCall(service, 'GET', `/${one}`)).status).toBe(500);
    expect(log.join('')).toContain(`What is stored of the secure message ${one} is not what was sent`);
  });

  test('stays as it is while its key is wrapped anew in the background, after which the old one is not needed', async () => {
    const id = await sendSecure(service, account);
    await secureReaches(service, id, 'delivered');
    const before = await column(id, 'content');
    expect(await column(id, 'kek_id')).toBe('old');
    const fresh = randomBytes(32);
    const keyring = createKeyring(
      new Map([
        ['new', fresh],
        ['old', old],
      ]),
    );
    const rotated = { ...service.secureDeps, keyring };
    await until(async () => !(await workSecureMessages(rotated)), { what: 'all keys to be wrapped anew' });
    expect([await column(id, 'kek_id'), await column(id, 'content')]).toEqual(['new', before]);
    const { rows } = await service.pool.query(
      `select count(*)::integer as left from secure_message where kek_id = 'old'`,
    );
    expect(rows[0].left).toBe(0);
    const row = {
      id,
      kekId: 'new',
      wrappedKey: await column(id, 'wrapped_key'),
      content: before,
      contentSha256: await column(id, 'content_sha256'),
    };
    expect(openContent(createKeyring(new Map([['new', fresh]])), row).label).toContain(secret);
    expect(() => openContent(createKeyring(new Map([['lost', old]])), row)).toThrow(
      /no key-encryption key new/,
    );
  });

  test('is erased with its key when its time is over; its evidence stays, and goes later', async () => {
    const id = await sendSecure(service, account);
    await secureReaches(service, id, 'delivered');
    ahead = 157_680_001_000;
    await pruneSecureMessages(service.secureDeps);
    expect((await secureCall(service, 'GET', `/${id}`)).json).toMatchObject({
      content: null,
      erased_at: expect.any(String),
    });
    expect((await secureCall(service, 'GET', `/${id}/files/1`)).status).toBe(404);
    const { rows } = await service.pool.query('select 1 from secure_file where message_id = $1', [id]);
    expect(rows).toEqual([]);
    expect((await evidenceOf(service, id)).evidence).toHaveLength(2);
    ahead = 315_360_001_000;
    await pruneSecureMessages(service.secureDeps);
    expect((await secureCall(service, 'GET', `/${id}/evidence`)).status).toBe(404);
  });
});

test.each([
  ['MESSAGE_KEYS', 'short=QUJD', tokens.keyring],
  ['EVIDENCE_KEYS', '{}', tokens.signer],
] as const)('a bad %s is told by its name', (name, value, part) => {
  const config = readMessagingConfig({
    DATABASE_URL: service.databaseUrl,
    BUS_URL: service.databaseUrl,
    DATA_KEY: old.toString('base64'),
    OAUTH_ISSUER: service.issuer.issuer,
    OAUTH_JWKS: service.issuer.jwksFile,
    [name]: value,
  });
  const wiring = wire(config, { pool: service.pool } as Resources);
  expect(() => wiring.get<unknown>(part)).toThrow(name);
});

/** Every row of every table, as text. */
async function dumpOf({ pool }: Service): Promise<string> {
  const { rows: tables } = await pool.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query(`select t::text as row from ${name} as t`);
    parts.push(...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}
