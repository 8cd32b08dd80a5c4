import { randomBytes } from 'node:crypto';
import { department } from './department.ts';
import type { Ground, Part, Server } from './world.ts';

/** A component that can be drilled. */
export type ComponentId = 'payments' | 'messaging' | 'identity' | 'content';

/** The kinds of implementation that a drill knows: the services of the workspace, by their folders, and another payments. */
export const kinds = ['payments', 'ledgerline', 'messaging', 'identity', 'content'] as const;
export type Kind = (typeof kinds)[number];

/** What a kind is an implementation of. */
export function componentOf(kind: Kind): ComponentId {
  return kind === 'ledgerline' ? 'payments' : kind;
}

/** A running implementation of a component with a database that nobody else has. */
export interface Implementation extends Part {
  readonly kind: Kind;
  /** Its own PostgreSQL server; undefined where it keeps a file. */
  readonly server: Server | undefined;
  /** Ends process and database. */
  stop(): Promise<void>;
}

/** Starts one under a name of its own, with these variables beside the necessary ones. */
export function startImplementation(
  ground: Ground,
  kind: Kind,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Implementation> {
  return kind === 'ledgerline' ? startLedgerline(ground, name, env) : startOurs(ground, kind, name, env);
}

async function startOurs(
  ground: Ground,
  kind: ComponentId,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Implementation> {
  const server = await ground.startServer(`postgres-${name}`, [kind]);
  const part = await ground.startPart({
    name,
    folder: `services/${kind}`,
    env: {
      ...common(ground),
      DATABASE_URL: server.urlOf(kind),
      BUS: 'postgres',
      BUS_URL: ground.busUrl,
      ...soon[kind],
      ...env,
    },
  });
  return {
    ...part,
    kind,
    server,
    async stop() {
      await part.process.stop();
      await server.stop();
    },
  };
}

/** What the drill sets of each: what a killed process had in hand is looked into at once. */
const soon: Readonly<Record<ComponentId, Readonly<Record<string, string>>>> = {
  payments: { RESOLVE_AFTER_S: '2' },
  messaging: { LEASE_S: '5', CARRIER_TIMEOUT_MS: '4000', RETRY_AFTER_S: '1', CALLBACK_RETRY_AFTER_S: '1' },
  identity: {},
  // Witnesses read an implementation past the gateway.
  content: { SITE_DEPARTMENT: department },
};

async function startLedgerline(
  ground: Ground,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Implementation> {
  const part = await ground.startPart({
    name,
    folder: 'tests/swap/ledgerline',
    entry: 'main.ts',
    env: { ...common(ground), DATABASE_FILE: `${ground.home}/${name}.sqlite`, ...env },
  });
  return { ...part, kind: 'ledgerline', server: undefined, stop: () => part.process.stop() };
}

function common({ gatewayKey, tokens }: Ground): Record<string, string> {
  return {
    GATEWAY_KEY: gatewayKey,
    OAUTH_ISSUER: tokens.issuer,
    OAUTH_JWKS: tokens.jwksFile,
    DATA_KEY: randomBytes(32).toString('base64'),
  };
}
