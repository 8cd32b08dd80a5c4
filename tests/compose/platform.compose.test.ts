import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applyForALicence } from '../journeys/apply-for-a-licence.ts';
import { department } from '../journeys/department.ts';
import { formHands } from '../journeys/form-hands.ts';
import { payAFee } from '../journeys/pay-a-fee.ts';
import { formPayer } from '../journeys/payers.ts';
import { createProject, type Project } from './project.ts';

const components = ['payments', 'identity', 'messaging', 'content', 'registry'];

let project: Project;
let env: Record<string, string>;

beforeAll(async () => {
  project = await createProject();
  await project.up();
  env = await project.env();
}, 900_000);

afterAll(() => project.remove(), 120_000);

describe('the platform in containers', () => {
  test('is ready at every published address', async () => {
    const roots = Object.entries(env).filter(
      ([name]) =>
        /_URL$|_ISSUER$/.test(name) && !['MAILBOX_URL', 'INBOX_URL', 'PAYMENT_LINK_URL'].includes(name),
    );
    expect(roots.length).toBeGreaterThan(components.length);
    for (const [name, root] of roots) {
      expect([name, await status(`${root}/health/ready`)]).toEqual([name, 'ok']);
    }
  });

  test('publishes the ports of the gateway and no other', async () => {
    const lines = (await project.compose('ps', '--format', 'json')).split('\n');
    const running: { Service: string; Publishers: { URL: string; PublishedPort: number }[] | null }[] =
      lines.map((line) => JSON.parse(line));
    const published = running.flatMap(({ Service, Publishers }) =>
      (Publishers ?? [])
        .filter(({ PublishedPort }) => PublishedPort > 0)
        .map(({ URL }) => `${Service} ${URL}`),
    );
    expect(new Set(published)).toEqual(new Set(['gateway 127.0.0.1']));
    expect(running.map(({ Service }) => Service)).toEqual(
      expect.arrayContaining([...components, 'postgres', 'kafka', 'redis']),
    );
  });

  test('runs every service as an ordinary user, with nothing secret in its environment', async () => {
    for (const service of [...components, 'gateway']) {
      expect(await project.inspect(service, '{{.Config.User}}')).toBe('node');
      const variables = await project.inspect(service, '{{json .Config.Env}}');
      expect(variables).toContain('GATEWAY_KEY_FILE=');
      expect(variables).not.toMatch(/(KEY|SECRET|PASSWORD|DATABASE_URL)=/);
    }
  });

  test('gives an operator a token, which the components take', async () => {
    const form = {
      grant_type: 'client_credentials',
      client_id: env.OPERATOR_CLIENT_ID ?? '',
      client_secret: env.OPERATOR_CLIENT_SECRET ?? '',
      scope: 'payments:admin',
      resource: 'urn:ashlar:payments',
    };
    const reply = await fetch(`${env.IDENTITY_ISSUER}/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: token } = (await reply.json()) as { access_token: string };
    const accounts = await fetch(`${env.PAYMENTS_URL}/ashlar/v1/gateway-accounts`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([reply.status, accounts.status]).toEqual([200, 200]);
  });

  test('takes a fee through its published ports, from what demo.env says alone', async () => {
    const told: string[] = [];
    await payAFee({ env }, formPayer(), (who, what) => told.push(`${who} ${what}`));
    expect(told.join('\n')).toContain('P0020');
  }, 120_000);

  test('sees a citizen through an application across all components, by its published ports', async () => {
    const told: string[] = [];
    const hands = formHands();
    const { mails, texts } = await applyForALicence({
      env,
      hands,
      tell: (who, what) => told.push(`${who} ${what}`),
    });
    expect([mails.length, texts.length]).toEqual([1, 1]);
    expect(told.join('\n')).toContain('came by SMTP');
  }, 180_000);

  test('is ready again when it is brought up a second time, with the same keys', async () => {
    const before = await project.inspect('payments', '{{.State.StartedAt}}');
    await project.up();
    expect(await project.inspect('payments', '{{.State.StartedAt}}')).toBe(before);
    expect(await project.env()).toEqual(env);
  }, 300_000);

  test.each(components)(
    'restarts %s after it was killed',
    async (service) => {
      const count = () => project.inspect(service, '{{.RestartCount}}').then(Number);
      const before = await count();
      // Everything but the first process and the shell itself; the engine takes its own kill for a wish to stop.
      await project.compose('exec', '-T', service, 'bash', '-c', 'kill -KILL -1').catch(() => {});
      await until(async () => (await count()) > before, { timeoutMs: 30_000, what: `${service} to restart` });
      const healthy = async () => (await project.inspect(service, '{{.State.Health.Status}}')) === 'healthy';
      await until(healthy, { timeoutMs: 60_000, everyMs: 250, what: `${service} to be healthy` });
    },
    120_000,
  );

  test('works after those kills', async () => {
    const service = department(env.PAYMENTS_URL ?? '', env.PAYMENTS_API_KEY ?? '');
    const payment = await service.createPayment('AFTER-THE-KILLS');
    await service.hears(payment.payment_id, 'payments.payment.created.v1');
    expect((await service.payment(payment.payment_id)).state.status).toBe('created');
  }, 60_000);

  test.each([...components, 'gateway'])(
    'lets %s end in order',
    async (service) => {
      await project.compose('stop', service);
      expect(await project.inspect(service, '{{.State.ExitCode}}')).toBe('0');
    },
    60_000,
  );

  test('keeps its data and keys when it is taken down, and comes back with them', async () => {
    await project.compose('down');
    await project.up();
    expect(await project.env()).toEqual(env);
    const service = department(env.PAYMENTS_URL ?? '', env.PAYMENTS_API_KEY ?? '');
    expect(await service.createPayment('AFTER-THE-PAUSE')).toMatchObject({ state: { status: 'created' } });
  }, 300_000);

  test('leaves nothing when it is removed with its volumes', async () => {
    expect(await project.volumes()).not.toEqual([]);
    await project.remove();
    expect(await project.volumes()).toEqual([]);
    expect(await project.compose('ps', '--all', '--quiet')).toBe('');
  }, 120_000);
});

async function status(url: string): Promise<string> {
  const reply = await fetch(url);
  return ((await reply.json()) as { status: string }).status;
}
