import { randomBytes } from 'node:crypto';
import type { Ground, Part, Server } from './world.ts';

/** The kinds of implementation that a drill knows. */
export const kinds = ['payments', 'ledgerline'] as const;
export type Kind = (typeof kinds)[number];

/** A running implementation of payments with a database that nobody else has. */
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
  return kind === 'payments' ? startPayments(ground, name, env) : startLedgerline(ground, name, env);
}

async function startPayments(
  ground: Ground,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Implementation> {
  const server = await ground.startServer(`postgres-${name}`, ['payments']);
  const part = await ground.startPart({
    name,
    folder: 'services/payments',
    env: {
      ...common(ground),
      DATABASE_URL: server.urlOf('payments'),
      BUS: 'postgres',
      BUS_URL: ground.busUrl,
      // What a killed process had in hand is looked into at once.
      RESOLVE_AFTER_S: '2',
      ...env,
    },
  });
  return {
    ...part,
    kind: 'payments',
    server,
    async stop() {
      await part.process.stop();
      await server.stop();
    },
  };
}

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
