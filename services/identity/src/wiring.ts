import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { openChangeLog, type Resources, type Workers } from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { type Authenticate, deriveKey, oauth } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import type { JWK } from 'jose';
import type { IdentityConfig } from './config.ts';
import type { Passwords } from './domain/ports.ts';
import { createEngine, type OidcEngine } from './engine/oidc.ts';
import { enginePages } from './pages/index.ts';
import { createPasswords } from './providers/passwords.ts';
import type { Deps } from './usecases/deps.ts';
import { startWorkers } from './workers.ts';

/** What can be read from, or replaced in, the graph. */
export const tokens = {
  config: token<IdentityConfig>('config'),
  resources: token<Resources>('resources'),
  now: token<() => Date>('now'),
  passwords: token<Passwords>('passwords'),
  deps: token<Deps>('deps'),
  engine: token<OidcEngine>('engine'),
  accessTokens: token<Authenticate>('accessTokens'),
  formKey: token<Buffer>('formKey'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: IdentityConfig, resources: Resources, signingKey: JWK): Wiring {
  const wiring = createWiring();
  const { pool, logger } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  wiring.single(tokens.passwords, createPasswords);
  wiring.single(tokens.deps, (get) => createDeps(config, resources, get));
  wiring.single(tokens.formKey, () => deriveKey(config.dataKey, 'identity-form'));
  wiring.single(tokens.engine, () =>
    createEngine({
      issuer: config.issuer,
      db: pool,
      signingKey,
      cookieKeys: [deriveKey(config.dataKey, 'identity-cookie').toString('base64url')],
      operator: { id: config.operatorClientId, secret: config.operatorClientSecret },
      pages: enginePages,
      log: logger,
    }),
  );
  wiring.single(tokens.accessTokens, () =>
    oauth({ issuer: config.issuer, audience: config.name, jwks: { keys: [publicPart(signingKey)] } }),
  );
  const changeLog = openChangeLog(config, resources);
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  return wiring;
}

function createDeps(config: IdentityConfig, { pool, logger }: Resources, get: Wiring['get']): Deps {
  const secret = createSecretKey(deriveKey(config.dataKey, 'identity-digest'));
  return {
    db: pool,
    passwords: get(tokens.passwords),
    digest: (text) => createHmac('sha256', secret).update(text).digest(),
    now: get(tokens.now),
    random: randomBytes,
    logged: createWake(pool, get(tokens.relay)),
    log: logger,
    limits: {
      window: config.signInWindowS,
      perAccount: config.signInsPerAccount,
      perAddress: config.signInsPerAddress,
    },
    keepKeys: 86_400,
    keepChanges: config.keepChangesS,
  };
}

function publicPart({ d: _private, ...rest }: JWK): JWK {
  return rest;
}
