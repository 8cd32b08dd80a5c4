import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseResult, codesIn, type IdentitySubject, identitySuite, runSuite } from '@ashlar/conformance';
import { startPlatform } from '@ashlar/local';
import { freePort } from '@ashlar/testkit';
import { type PlantedFault, plant } from './faulty-proxy.ts';
import { IDENTITY_FAULTS } from './identity-faults.ts';
import { IDENTITY_SECURITY_FAULTS } from './identity-security-faults.ts';

/** Every fault that the identity suite has to catch. */
export const IDENTITY_PLANTED: readonly PlantedFault[] = [...IDENTITY_FAULTS, ...IDENTITY_SECURITY_FAULTS];

/** An issuer with a proxy before it, in which one fault at a time is planted. */
export interface PlantedIssuer<Subject> {
  readonly subject: Subject;
  /** Has the proxy do one thing wrong from now on; undefined: nothing. */
  plant(fault: PlantedFault | undefined): void;
  stop(): Promise<void>;
}

/** Starts a platform behind a proxy whose address is the issuer from the start: it stands in every token, so that nothing but the fault tells them apart. */
export async function startIdentity(): Promise<PlantedIssuer<IdentitySubject>> {
  let planted: PlantedFault | undefined;
  const port = await freePort();
  const switched: PlantedFault = {
    name: 'the one that is planted',
    caughtBy: '',
    request: (request) => planted?.request?.(request) ?? request,
    reply: (reply, request) => planted?.reply?.(reply, request) ?? reply,
  };
  const proxy = await plant(switched, `http://127.0.0.1:${port + 101}`);
  const home = await mkdtemp(join(tmpdir(), 'ashlar-identity-'));
  // The suite is one machine, and fails often on purpose.
  const env = { ISSUER: proxy.url, OAUTH_ISSUER: proxy.url, SIGN_INS_PER_ADDRESS: '100000' };
  const platform = await startPlatform({ home, port, log: () => {}, env });
  const text = (name: string) => String(platform.env[name]);
  const operator = { id: text('OPERATOR_CLIENT_ID'), secret: text('OPERATOR_CLIENT_SECRET') };
  return {
    subject: {
      baseUrl: proxy.url,
      client: {
        id: text('RP_CLIENT_ID'),
        secret: text('RP_CLIENT_SECRET'),
        redirectUri: text('RP_REDIRECT_URI'),
        postLogoutRedirectUri: text('RP_POST_LOGOUT_REDIRECT_URI'),
      },
      program: { ...operator, scope: 'identity:changes' },
      person: { email: text('DEMO_USER_EMAIL'), password: text('DEMO_USER_PASSWORD') },
      admin: operator,
      codeTo: codesIn(text('MAILBOX_URL')),
    },
    plant(fault) {
      planted = fault;
    },
    async stop() {
      await platform.stop();
      await proxy.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The first case that fails of the section that has to catch `fault`; none when it passes unseen. */
export async function failsWithFault(
  { subject, plant: put }: PlantedIssuer<IdentitySubject>,
  fault: PlantedFault,
): Promise<CaseResult[]> {
  put(fault);
  try {
    const results = await runSuite(identitySuite, subject, { only: [fault.caughtBy], untilFailed: true });
    return results.filter(({ error }) => error);
  } finally {
    put(undefined);
  }
}
