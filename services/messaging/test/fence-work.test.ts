import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pruneOld } from '../src/usecases/prune-old.ts';
import { tokens } from '../src/wiring.ts';
import { carriersOf } from './carriers.ts';
import { type Fenced, startFenced } from './fence-fixtures.ts';
import { type Account, anEmail, reaches, sendEmail, tokenOf } from './fixtures.ts';
import { aSecureMessage } from './secure-message/fixtures.ts';

/** Ids in the order in which the carrier was given them. */
const given: string[] = [];
let pause: Promise<void> | undefined;
let service: Fenced;
let account: Account;
let department: string;

beforeAll(async () => {
  const carrier = {
    remembers: true,
    async send({ key }: { key: string }) {
      given.push(key);
      await pause;
      return 'accepted' as const;
    },
    outcome: async () => 'delivered' as const,
  };
  service = await startFenced({
    env: { LEASE_S: '1', CALLBACK_INSECURE_TARGETS: 'true' },
    override: (wiring) => wiring.value(tokens.providers, carriersOf(carrier)),
  });
});

beforeEach(async () => {
  pause = undefined;
  ({ department, account } = await service.aDepartment());
});

afterAll(() => service?.end());

const turn = (role: 'primary' | 'frozen' | 'follower', epoch: number) =>
  service.turn(department, role, epoch);
const times = (id: string) => given.filter((one) => one === id).length;
const rowOf = async (id: string) => {
  const { rows } = await service.pool.query('select * from notification where id = $1', [id]);
  return rows[0];
};

/** Something that every worker does for another department, so that they have had their turn. */
async function others(): Promise<void> {
  const other = await service.aDepartment();
  const id = await sendEmail(service, other.account);
  await reaches(service, other.account, id, 'delivered');
}

describe('what is not primary here', () => {
  test.each(['follower', 'frozen'] as const)(
    '%s gives nothing to a carrier, until it is primary',
    async (role) => {
      await turn('primary', 2);
      await turn(role, 3);
      const { rows } = await service.pool.query(
        `insert into notification (id, service_id, department, service, type, key_type, template_id, template_version, provider, status, sequence, message, created_at)
       values (uuidv7(), $1, $2, 'licensing', 'email', 'live', $3, 1, 'sandbox', 'created', 1, $4, now()) returning id`,
        [
          account.id,
          department,
          account.emailTemplate,
          service.deps.vault.seal({
            ...{
              recipient: 'a@example.org',
              to: 'a@example.org',
              from: 'b@example.org',
              senderName: 'Fishing',
            },
            ...{
              subject: 'Hello',
              body: 'You may fish.',
              reference: null,
              unsubscribeUrl: null,
              sanitised: {},
            },
          }),
        ],
      );
      const id = String(rows[0].id);
      await others();
      expect([times(id), (await rowOf(id)).attempt]).toEqual([0, 0]);
      await turn('primary', 4);
      await until(() => times(id) === 1, { timeoutMs: 15_000 });
    },
  );

  test('a message that is with its carrier when the department is frozen stays unsettled, and is known to have been tried', async () => {
    await turn('primary', 2);
    const gate = Promise.withResolvers<void>();
    pause = gate.promise;
    const id = await sendEmail(service, account);
    await until(() => times(id) === 1);
    await turn('frozen', 2);
    pause = undefined;
    gate.resolve();
    await others();
    expect(await rowOf(id)).toMatchObject({ status: 'created', in_flight: true, attempt: 1 });
    await turn('primary', 3);
    // It goes to the carrier once more, under the same key.
    await reaches(service, account, id, 'delivered');
    expect([times(id), (await rowOf(id)).repeats]).toEqual([2, 1]);
  });

  test('keeps what is past its time: who serves the department deletes it', async () => {
    const id = await sendEmail(service, account);
    await reaches(service, account, id, 'delivered');
    await service.pool.query(
      `update notification set completed_at = now() - interval '30 days' where id = $1`,
      [id],
    );
    await turn('primary', 2);
    await turn('follower', 2);
    await pruneOld(service.deps);
    expect(await rowOf(id)).toBeDefined();
    await turn('primary', 3);
    await pruneOld(service.deps);
    expect(await rowOf(id)).toBeUndefined();
    const { rows } = await service.pool.query(
      `select sequence, type from change_log where aggregate = $1 order by sequence desc limit 1`,
      [id],
    );
    expect(rows).toEqual([{ sequence: 5, type: null }]);
  });

  test('counts nothing towards its daily limits', async () => {
    await turn('primary', 2);
    await sendEmail(service, account);
    await service.deps.daily.flush();
    await turn('follower', 3);
    service.deps.daily.count(account.id, 'live', 'email');
    await service.deps.daily.flush();
    const { rows } = await service.pool.query('select count from daily_count where service_id = $1', [
      account.id,
    ]);
    expect(rows).toEqual([{ count: 1 }]);
  });

  test('delivers no secure message, and attests nothing', async () => {
    await turn('primary', 2);
    const sent = await service.call('POST', '/ashlar/v1/secure-messages', {
      key: await service.issuer.mint({
        audience: 'messaging',
        scope: 'messaging:secure-messages',
        department,
      }),
      body: aSecureMessage(account, {
        do_not_deliver_until_date: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      }),
    });
    expect(sent.status).toBe(201);
    const id = String(sent.json.message_uuid);
    await turn('follower', 5);
    await service.pool.query(`update secure_message set deliver_at = now() where id = $1`, [id]);
    service.secureDeps.work();
    await others();
    const { rows } = await service.pool.query('select state from secure_message where id = $1', [id]);
    expect(rows).toEqual([{ state: 'submitted' }]);
    await turn('primary', 6);
    await until(
      async () =>
        (
          await service.pool.query('select 1 from secure_message where id = $1 and state = $2', [
            id,
            'delivered',
          ])
        ).rowCount === 1,
      { timeoutMs: 15_000 },
    );
  });

  test('answers reads that came with a grant 421, and others as they are', async () => {
    await turn('primary', 3);
    const headers = await service.throughGateway(department, 3);
    const made = await service.call('POST', '/v2/notifications/email', {
      ...{ key: tokenOf(account.live), body: anEmail(account), headers },
    });
    expect(made.headers['ashlar-receipt']).toContain('epoch=3');
    const read = async (more: Record<string, string>) => {
      const path = `/v2/notifications/${made.json.id}`;
      const answer = await service.call('GET', path, { key: tokenOf(account.live), headers: more });
      return [answer.status, answer.headers['ashlar-fenced']];
    };
    expect(await read(headers)).toEqual([200, undefined]);
    await turn('frozen', 3);
    expect(await read(headers)).toEqual([200, undefined]);
    await turn('follower', 4);
    await until(async () => (await read(headers))[0] === 421);
    expect(await read(headers)).toEqual([421, `${department};epoch=4;role=follower`]);
    expect(await read({})).toEqual([200, undefined]);
  });
});
