import { prepareService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import type { JSONWebKeySet } from 'jose';
import type { EvidenceChain } from '../../src/domain/secure-message/evidence.ts';
import { verifyEvidence } from '../../src/usecases/secure-message/verify-evidence.ts';
import { anAccount } from '../fixtures.ts';
import { overHttp } from '../over-http.ts';
import { aSecureMessage, secret, secureCall } from './fixtures.ts';

test('over kills at any moment every message that was accepted is delivered, told of once and attested without a gap', async () => {
  const prepared = await prepareService('messaging', {
    LEASE_S: '1',
    MAILBOX: 'true',
    MAX_EVENT_LOOP_DELAY_MS: '60000',
  });
  const { root, issuer, start } = prepared;
  const service = { issuer, call: overHttp(root) };
  let running = await start();
  const account = await anAccount(service);
  const accepted: string[] = [];
  let output = '';
  for (const round of [1, 2, 3]) {
    const before = accepted.length;
    const sending = Array.from({ length: 12 }, async (_one, at) => {
      const body = aSecureMessage(account, { notice: { email_address: `r${round}-${at}@example.org` } });
      // What was not answered may or may not be there; what was, must be.
      const sent = await secureCall(service, 'POST', '', { body }).catch(() => undefined);
      if (sent?.status === 201) accepted.push(String(sent.json.message_uuid));
    });
    await until(() => accepted.length >= before + 4, { what: 'a few messages to be accepted' });
    await running.kill('SIGKILL');
    await Promise.all(sending);
    output += running.output();
    running = await start();
  }
  expect(accepted.length).toBeGreaterThanOrEqual(12);
  const keys = (await service.call('GET', '/ashlar/v1/evidence-keys')).json as unknown as JSONWebKeySet;
  for (const id of accepted) {
    const whole = async () => {
      const { json } = await secureCall(service, 'GET', `/${id}/evidence`);
      const chain = json as unknown as EvidenceChain;
      return chain.evidence.some(({ event }) => event === 'notice_sent') ? chain : undefined;
    };
    const chain = await until(whole, { timeoutMs: 20_000, what: `${id} to be told of` });
    expect(chain.evidence.map(({ event }) => event)).toEqual(['submitted', 'delivered', 'notice_sent']);
    expect(await verifyEvidence(chain, keys)).toEqual([]);
  }
  const listed = await service.call('GET', '/ashlar/v1/mailbox/messages?limit=100');
  const told = (listed.json.messages as { to: { address: string }[] }[]).map(({ to }) => to[0]?.address);
  expect(new Set(told).size).toBe(told.length);
  await running.kill('SIGTERM');
  expect(output + running.output()).not.toMatch(new RegExp(`${secret}|example\\.org`));
  await prepared.end();
}, 90_000);
