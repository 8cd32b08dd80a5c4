import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentPlan, type GateSubject, signerOf } from '@ashlar/conformance';
import { contractHash, createEventValidator, loadBundle } from '@ashlar/contracts';
import { openApplication } from '../swap/content/account.ts';
import { startImplementation } from '../swap/implementations.ts';
import { prepareGround } from '../swap/world.ts';
import { gateKeys } from './gate-keys.ts';

/** Our own content, with a database server of its own, as the gate holds it to the full profile. */
export interface ContentUnderGate {
  /** What the gate takes; at another address where it is given one. */
  gate(baseUrl?: string): Promise<GateSubject>;
  stop(): Promise<void>;
}

/** Starts one that trusts a key of the gate. */
export async function startContentUnderGate(): Promise<ContentUnderGate> {
  const ground = await prepareGround({ fsync: false, log: () => {} });
  const folder = await mkdtemp(join(tmpdir(), 'gate-content-'));
  const stop = async () => {
    await ground.close();
    await rm(folder, { recursive: true });
  };
  try {
    const implementation = 'content-candidate';
    const { registryKey, jwks } = await gateKeys(folder);
    const content = await startImplementation(ground, 'content', 'candidate', {
      REGISTRY_JWKS: jwks,
      IMPLEMENTATION_NAMES: implementation,
    });
    const apiKey = await openApplication(ground, content);
    const sign = await signerOf(registryKey, 'registry');
    const gate = async (baseUrl = content.url): Promise<GateSubject> => ({
      baseUrl,
      profile: 'full',
      contract: loadBundle('content'),
      contractHash: contractHash('content'),
      checkEvent: createEventValidator('content'),
      plan: contentPlan({ baseUrl, apiKey }, 'full'),
      sign,
      implementation,
    });
    return { gate, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
