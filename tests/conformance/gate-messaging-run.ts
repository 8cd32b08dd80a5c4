import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GateSubject, type MessagingCandidate, messagingPlan, signerOf } from '@ashlar/conformance';
import { contractHash, createEventValidator, loadBundle } from '@ashlar/contracts';
import { expectJson } from '../swap/http.ts';
import { startImplementation } from '../swap/implementations.ts';
import { type Ground, prepareGround } from '../swap/world.ts';
import { gateKeys } from './gate-keys.ts';

/** Our own messaging, with a database server of its own, as the gate holds it to the full profile. */
export interface MessagingUnderGate {
  /** What the gate takes; at another address where it is given one. */
  gate(baseUrl?: string): Promise<GateSubject>;
  readonly registryKey: string;
  readonly implementation: string;
  readonly candidate: MessagingCandidate;
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts one that trusts a key of the gate. */
export async function startMessagingUnderGate(): Promise<MessagingUnderGate> {
  const ground = await prepareGround({ fsync: false, log: () => {} });
  const folder = await mkdtemp(join(tmpdir(), 'gate-messaging-'));
  const stop = async () => {
    await ground.close();
    await rm(folder, { recursive: true });
  };
  try {
    const implementation = 'messaging-candidate';
    const { registryKey, jwks } = await gateKeys(folder);
    const messaging = await startImplementation(ground, 'messaging', 'candidate', {
      REGISTRY_JWKS: jwks,
      IMPLEMENTATION_NAMES: implementation,
      // As on one machine: receivers of callbacks are here.
      CALLBACK_INSECURE_TARGETS: 'true',
    });
    const candidate = await openCandidate(ground, messaging.url);
    const sign = await signerOf(registryKey, 'registry');
    const gate = async (baseUrl = messaging.url): Promise<GateSubject> => ({
      baseUrl,
      profile: 'full',
      contract: loadBundle('messaging'),
      contractHash: contractHash('messaging'),
      checkEvent: createEventValidator('messaging'),
      plan: await messagingPlan({ ...candidate, baseUrl }, 'full'),
      sign,
      implementation,
    });
    return { gate, registryKey, implementation, candidate, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens a messaging service without limits that the gate meets, with templates and keys. */
export async function openCandidate(
  { tokens }: Pick<Ground, 'tokens'>,
  url: string,
): Promise<MessagingCandidate> {
  const adminToken = await tokens.mint({
    ...{ audience: 'messaging', scope: 'messaging:admin', department: 'licensing', expiresInS: 3600 },
  });
  const headers = { authorization: `Bearer ${adminToken}` };
  const root = `${url}/ashlar/v1/messaging-services`;
  const service = {
    ...{ service: 'fishing-licence', name: 'Fishing licences', email_from: 'licences@gate.example' },
    rate_limit: 1_000_000,
  };
  const { id } = await expectJson<{ id: string }>(root, { headers, body: service });
  const make = <Made>(path: string, body: object) =>
    expectJson<Made>(`${root}/${id}/${path}`, { headers, body });
  await make('templates', {
    type: 'email',
    name: 'Granted',
    subject: 'Your licence',
    body: 'Hello ((name))',
  });
  await make('templates', { type: 'sms', name: 'Granted', body: 'Hello ((name))' });
  const keyOf = async (type: string) =>
    (await make<{ key: string }>('api-keys', { name: `gate-${type}`, type })).key;
  return { baseUrl: url, apiKey: await keyOf('live'), testApiKey: await keyOf('test'), adminToken };
}
