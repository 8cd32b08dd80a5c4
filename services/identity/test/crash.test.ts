import { randomBytes } from 'node:crypto';
import { ensureDatabase } from '@ashlar/postgres';
import { freePort, type SpawnedService, spawnService, startOwnPostgres, until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  aClient,
  aCode,
  anAccount,
  beginSignIn,
  operator,
  password,
  reach,
  type Service,
  signInByForms,
  startService,
} from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

/** Starts another process of the same issuer. */
async function another(): Promise<{ root: string; process: SpawnedService }> {
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  const env = { ...service.env, PORT: String(port) };
  const process = await spawnService({ folder: 'services/identity', env, readyUrl: `${root}/health/ready` });
  return { root, process };
}

type Form = Awaited<ReturnType<typeof aCode>>['form'];

/** What came of redeeming a code: tokens, a refusal, or nothing that the client could read. */
async function redeem(root: string, form: Form): Promise<{ status: number; token?: string }> {
  try {
    const answer = await fetch(`${root}/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    return { status: answer.status, ...(token !== undefined && { token }) };
  } catch {
    return { status: 0 };
  }
}

const tokensOfGrants = async () =>
  (
    await service.pool.query<{ tokens: number }>(
      `select count(*)::integer as tokens from engine_record where kind = 'AccessToken' group by grant_id`,
    )
  ).rows.map(({ tokens }) => tokens);

test('kill -9 in the midst of code exchanges: a code is redeemed once at most, and who got a token keeps it', async () => {
  const forms: Form[] = [];
  for (let round = 0; round < 6; round += 1) {
    const codes = await Promise.all(Array.from({ length: 4 }, () => aCode(service)));
    forms.push(...codes.map(({ form }) => form));
  }
  const { root, process } = await another();
  let answered = 0;
  const first = forms.map(async (form) => {
    const outcome = await redeem(root, form);
    answered += 1;
    // A third has its answer; of the others some are half way.
    if (answered === 8) await process.kill('SIGKILL');
    return outcome;
  });
  const outcomes = await Promise.all(first);
  const cutOff = forms.filter((_form, at) => outcomes[at]?.status === 0);
  expect(cutOff.length).toBeGreaterThan(0);
  const got = outcomes.flatMap(({ token }) => token ?? []);
  expect(got.length).toBeGreaterThanOrEqual(8);
  expect(outcomes.filter(({ status }) => ![0, 200].includes(status))).toEqual([]);

  const again = await Promise.all(cutOff.map((form) => redeem(service.issuer, form)));
  for (const { status } of again) expect([200, 400]).toContain(status);
  const works = async (token: string) => (await service.call('GET', '/userinfo', { token })).status;
  const late = again.flatMap(({ token }) => token ?? []);
  for (const token of [...got, ...late]) expect(await works(token)).toBe(200);
  // What the dead process had stored and told nobody was found by the client's second try, and ended.
  const ledger = await tokensOfGrants();
  expect(ledger.filter((tokens) => tokens > 1)).toEqual([]);
  expect(ledger).toHaveLength(got.length + late.length);
});

test('kill -9 between the form and the code: the person goes on in another process, signed in once', async () => {
  const { root, process } = await another();
  const [client, account] = [await aClient(service), await anAccount(service)];
  const party = await beginSignIn(service, client);
  const { person } = await signInByForms(service, party.start, account.email);
  const { start } = await beginSignIn(service, client, { prompt: 'login' });
  const page = await person.open(start);
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const csrfToken = page.document.querySelector('[name=csrfToken]')?.getAttribute('value') ?? '';
  const body = new URLSearchParams({ email: account.email, password, csrfToken });
  const headers = { cookie };
  const sent = fetch(`${root}${new URL(page.url).pathname}/password`, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
  }).catch(() => undefined);
  await process.kill('SIGKILL');
  await sent;
  const consent = await person.submit(page, '#submit-password', { email: account.email, password });
  const back = await person.submit(consent, '#submit-consent');
  expect(new URL(back.url).searchParams.get('code')).toMatch(/.{20}/);
});

test('while the database is away an exchange says so, nothing is half done, and it goes on without a restart', async () => {
  const server = await startOwnPostgres();
  const url = await ensureDatabase(server.url, { name: 'identity', password: 'identity' });
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const process = await spawnService({
    folder: 'services/identity',
    env: {
      PORT: String(port),
      DATABASE_URL: url,
      BUS_URL: url,
      DATA_KEY: randomBytes(32).toString('base64'),
      ISSUER: issuer,
      OPERATOR_CLIENT_ID: operator.id,
      OPERATOR_CLIENT_SECRET: operator.secret,
      LOG_LEVEL: 'silent',
      MAX_EVENT_LOOP_DELAY_MS: '60000',
    },
    readyUrl: `${issuer}/health/ready`,
  });
  try {
    const away = reach(issuer);
    const { form, account, client } = await aCode(away);
    const asked = await beginSignIn(away, client, { prompt: 'login' });
    server.kill();
    const refused = await until(async () => {
      const answer = await away.call('POST', '/token', { form });
      return answer.status === 503 ? answer : undefined;
    });
    expect(refused.json.error).toBe('server_error');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const page = await away.call('GET', asked.start.slice(issuer.length), {
      headers: { accept: 'text/html' },
    });
    expect([page.status, page.text.includes('<h1')]).toEqual([503, true]);
    await server.restart();
    const tokens = await until(
      async () => {
        const answer = await away.call('POST', '/token', { form });
        return answer.status === 503 ? undefined : answer;
      },
      { timeoutMs: 15_000, what: 'the database to be used again' },
    );
    expect([tokens.status, tokens.json.token_type]).toEqual([200, 'Bearer']);
    const told = await away.call('GET', '/userinfo', { token: String(tokens.json.access_token) });
    expect(told.json.sub).toBe(account.id);
    expect((await away.call('POST', '/token', { form })).json.error).toBe('invalid_grant');
    const { back } = await signInByForms(away, asked.start, account.email);
    expect(back.searchParams.get('code')).toMatch(/.{20}/);
  } finally {
    await process.kill('SIGTERM');
    await server.stop();
  }
});
