import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

describe('a service process told to stop', () => {
  test('finishes what is in flight, ends long polls, refuses new connections, closes, and exits 0', async () => {
    const { port, heard, messages } = await start();
    const inFlight = fetchJson(port, '/ashlar/v1/stones/a');
    await heard('in flight');
    const poll = fetchJson(port, '/ashlar/v1/watch');
    await heard('polling');

    child?.kill('SIGTERM');
    await heard('draining');
    expect(await poll).toEqual({ status: 200, body: { events: [] } });
    // Reset instead of refused when the kernel had taken the connection before the listener closed.
    const refused = { code: expect.stringMatching(/^ECONN(REFUSED|RESET)$/) };
    await expect(fetchJson(port, '/health/live')).rejects.toMatchObject(refused);
    expect(messages).not.toContain('closed');

    child?.send('go on');
    expect(await inFlight).toEqual({ status: 200, body: { finished: true } });
    expect(await exitOf()).toBe(0);
    expect(messages.at(-1)).toBe('closed');
  });

  test('cuts off what outlasts the drain time and exits 1', async () => {
    const { port, heard, messages } = await start({ DRAIN_TIMEOUT_MS: '200' });
    const inFlight = fetchJson(port, '/ashlar/v1/stones/a');
    const outcome = expect(inFlight).rejects.toMatchObject({ code: 'ECONNRESET' });
    await heard('in flight');
    child?.kill('SIGTERM');
    await outcome;
    expect(await exitOf()).toBe(1);
    expect(messages).toContain('closed');
  });

  test('a second signal ends it at once', async () => {
    const { port, heard } = await start();
    const inFlight = fetchJson(port, '/ashlar/v1/stones/a');
    const outcome = expect(inFlight).rejects.toMatchObject({ code: 'ECONNRESET' });
    await heard('in flight');
    child?.kill('SIGTERM');
    await heard('draining');
    child?.kill('SIGTERM');
    expect(await exitOf()).toBe(1);
    await outcome;
  });

  test('ends also when nobody reads its log any more', async () => {
    await start();
    const log = child?.stdout;
    if (!log) throw new Error('the log is not a pipe');
    log.destroy();
    await once(log, 'close');
    child?.kill('SIGTERM');
    expect(await exitOf()).toBe(0);
  });
});

/** Starts the fixture process; `heard` waits for one of its messages. */
async function start(env: Record<string, string> = {}) {
  const file = fileURLToPath(new URL('./fixtures/process.ts', import.meta.url));
  const started = fork(file, { env: { ...process.env, ...env }, execArgv: [], silent: true });
  child = started;
  const messages: unknown[] = [];
  started.on('message', (message) => messages.push(message));
  const heard = async (message: string) => {
    while (!messages.includes(message)) await once(started, 'message');
  };
  while (!messages.some((message) => typeof message === 'number')) await once(started, 'message');
  const port = messages.find((message) => typeof message === 'number');
  return { port: Number(port), heard, messages };
}

async function exitOf(): Promise<number | null> {
  if (child === undefined) return null;
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

const agent = new Agent({ keepAlive: true });

function fetchJson(port: number, path: string): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
      response.on('error', reject);
    }).on('error', reject);
  });
}
