import { loadContract } from '@ashlar/contracts';
import { pictureOf, receiptedEvent } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../src/wiring.ts';
import { type Fenced, startFenced } from './fence-fixtures.ts';
import { aWorld, mutationEnv, mutations, otherwise, type Sent } from './mutations.ts';
import { standIn } from './secure-message/person.ts';
import { startTwilioServer, type TwilioServer } from './twilio-server.ts';

const department = 'demo';
const issuer = standIn();
let service: Fenced;
let twilio: TwilioServer;

beforeAll(async () => {
  twilio = await startTwilioServer();
  service = await startFenced({
    env: mutationEnv(twilio),
    override: (wiring) => wiring.value(tokens.signIn, issuer),
  });
});

afterAll(async () => {
  await service?.end();
  await twilio?.close();
});

const turn = (role: 'primary' | 'frozen', epoch: number) => service.turn(department, role, epoch);

const picture = () => pictureOf(service.pool, ['provider_watch', 'provider_error']);

const loggedBy = (receipt: unknown) => receiptedEvent(service.pool, receipt);

const accepted = ({ status, headers }: Sent) => status < 400 && headers['ashlar-receipt'] !== undefined;

describe('every operation that writes', () => {
  test('is in the list of this test', () => {
    const ids = loadContract('messaging')
      .operations.filter(({ method }) => method !== 'get')
      .map(({ operationId }) => operationId);
    const known = [...Object.keys(mutations), ...Object.keys(otherwise)];
    expect(known.filter((id) => !ids.includes(id))).toEqual(['showSecureMessage']);
    expect(ids.filter((id) => !known.includes(id))).toEqual([]);
  });

  test.each(Object.keys(mutations))('%s gives a receipt for what it logged', async (id) => {
    const world = await aWorld({ service, issuer, twilio }, { 'x-request-id': `request-of-${id}` });
    const sent = await (await mutations[id]?.(world))?.();
    expect(sent).toMatchObject({ headers: { 'ashlar-receipt': expect.any(String) } });
    expect(sent?.status).toBeLessThan(400);
    expect(await loggedBy(sent?.headers['ashlar-receipt'])).toMatchObject({
      request: `request-of-${id}`,
      epoch: 0,
      department,
    });
  });

  test('does nothing while its department is frozen, and is accepted once it may go on', async () => {
    await turn('primary', 4);
    const sends: Record<string, () => Promise<Sent>> = {};
    const headers = await service.throughGateway(department, 4);
    for (const [id, prepare] of Object.entries(mutations))
      sends[id] = await prepare(await aWorld({ service, issuer, twilio }, headers));
    await turn('frozen', 4);
    const before = await picture();
    expect(Object.keys(before).length).toBeGreaterThan(20);
    for (const [id, send] of Object.entries(sends)) {
      const { status, headers: given, text } = await send();
      const known = { id, status, fenced: given['ashlar-fenced'], receipt: given['ashlar-receipt'] };
      expect(known).toEqual({
        ...{ id, status: 421, fenced: `${department};epoch=4;role=frozen` },
        receipt: undefined,
      });
      expect(JSON.parse(text)).toMatchObject({ status: 421, code: 'fenced' });
    }
    expect(await picture()).toEqual(before);
    await turn('primary', 4);
    const refused = [];
    for (const [id, send] of Object.entries(sends)) {
      const sent = await send();
      if (!accepted(sent)) refused.push({ id, ...sent });
      else expect((await loggedBy(sent.headers['ashlar-receipt'])).epoch).toBe(4);
    }
    expect(refused).toEqual([]);
  }, 120_000);
});
