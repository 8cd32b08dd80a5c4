import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CaseResult,
  type GateSubject,
  gateCases,
  paymentsPlan,
  runSuite,
  signerOf,
} from '@ashlar/conformance';
import { contractHash, createEventValidator, loadBundle } from '@ashlar/contracts';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { type Ledgerline, startLedgerline } from '../swap/ledgerline-process.ts';

/** An implementation that the gate holds to the core profile of payments, and whose registry the gate may sign for. */
export interface Candidate {
  readonly ledgerline: Ledgerline;
  /** Private and public parts of the registry's key, as files. */
  readonly registryKey: string;
  readonly jwks: string;
  /** A folder for what a run writes. */
  readonly folder: string;
  /** What the gate takes; `url` is where it reaches the candidate, its own address unless told. */
  subject(url?: string): Promise<GateSubject>;
  stop(): Promise<void>;
}

/** How the registry knows it. */
export const implementation = 'candidate-1';

/** Starts the second implementation, with a registry's key of its own. */
export async function startCandidate(): Promise<Candidate> {
  const folder = await mkdtemp(join(tmpdir(), 'gate-'));
  const [registryKey, jwks] = [join(folder, 'key.json'), join(folder, 'jwks.json')];
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const open = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(open);
  await writeFile(jwks, JSON.stringify({ keys: [{ ...open, kid, alg: 'ES256', use: 'sig' }] }));
  await writeFile(registryKey, JSON.stringify({ ...(await exportJWK(privateKey)), kid }));
  const ledgerline = await startLedgerline({ REGISTRY_JWKS: jwks, IMPLEMENTATION_NAMES: implementation });
  return {
    ledgerline,
    registryKey,
    jwks,
    folder,
    async subject(url = ledgerline.url) {
      const contract = loadBundle('payments');
      const { subject } = ledgerline;
      return {
        baseUrl: url,
        profile: 'core',
        contract,
        contractHash: contractHash('payments'),
        checkEvent: createEventValidator('payments'),
        plan: paymentsPlan({ ...subject, baseUrl: url, other: { ...subject.other, baseUrl: url } }, 'core'),
        sign: await signerOf(registryKey, 'registry'),
        implementation,
      };
    },
    async stop() {
      await ledgerline.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Runs the cases of one section, of those only the ones whose name begins so. */
export function runSome(subject: GateSubject, section: string, name = ''): Promise<CaseResult[]> {
  const cases = gateCases(subject).filter((one) => one.section === section && one.name.startsWith(name));
  return runSuite(cases, subject);
}
