import { join } from 'node:path';
import { hasRegistry, type Layout, type ServiceLayout, serviceNamed } from './layout.ts';
import type { Secrets } from './secrets.ts';

/** How services reach the bus; the arguments of `openBus` without a client id. */
export type BusAddress = { kind: 'postgres'; url: string } | { kind: 'kafka'; brokers: string[] };

/** What all services of one platform share. */
export interface Surroundings {
  home: string;
  layout: Layout;
  secrets: Secrets;
  databaseUrls: Readonly<Record<string, string>>;
  bus: BusAddress;
  /** Added last, for every service. */
  extra: Readonly<Record<string, string>>;
}

/** The operators' client at the identity component. */
export const operatorClientId = 'operator';

/** The account that operates the platform of this machine in a browser. */
export const operatorEmail = 'operator@demo.example';

/** Where a component reads the client by which its pages sign people in. */
export function signInClientFile(home: string, component: string): string {
  return join(home, `${component}-sign-in.json`);
}

/** Where identity reads how it reaches messaging. */
export function messagingFile(home: string): string {
  return join(home, 'identity-messaging.json');
}

/** Where the gateway reads its entry points. */
export function entryPointsFile(home: string): string {
  return join(home, 'entry-points.yaml');
}

/** The environment of one service: this process's own, then what the platform says. */
export function serviceEnvironment(service: ServiceLayout, around: Surroundings): NodeJS.ProcessEnv {
  const { home, layout, secrets, extra } = around;
  const common = {
    HOST: '127.0.0.1',
    PORT: String(service.port),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    DRAIN_TIMEOUT_MS: '10000',
    GATEWAY_KEY: secrets.gatewayKey,
    ...(hasRegistry(layout) && { REGISTRY_JWKS: `${serviceNamed(layout, 'registry').url}/ashlar/v1/keys` }),
    PUBLIC_URL: urlOf(layout, service.name),
  };
  const own =
    service.name === 'gateway'
      ? routingEnvironment(home, layout)
      : {
          OAUTH_ISSUER: urlOf(layout, 'identity'),
          OAUTH_AUDIENCE: service.name,
          // Past the gateway: tokens are verified while it is away.
          OAUTH_JWKS: `${serviceNamed(layout, 'identity').url}/.well-known/jwks.json`,
          DATA_KEY: secrets.dataKeys[service.name],
          DATABASE_URL: service.database === undefined ? undefined : around.databaseUrls[service.database],
          MIGRATE_ON_START: 'true',
          ...busEnvironment(around.bus),
          ...(service.name === 'messaging' && {
            ...mailEnvironment(layout),
            SIGN_IN_CLIENT_FILE: signInClientFile(home, 'messaging'),
            OPERATORS: operatorEmail,
          }),
          // Departments try their receivers on this machine, and all payers have its one address.
          ...(service.name === 'payments' && {
            WEBHOOK_INSECURE_TARGETS: 'true',
            PAYMENT_LINK_ADDRESS_PER_MINUTE: '10000',
            PAYMENT_LINK_PER_MINUTE: '10000',
          }),
          // Whose pages are read past the gateway.
          ...(service.name === 'content' && { SITE_DEPARTMENT: 'demo' }),
          ...(service.name === 'registry' && {
            OPERATORS: operatorEmail,
            SIGN_IN_CLIENT_FILE: signInClientFile(home, 'registry'),
            BRIDGE_TOKEN_URL: `${serviceNamed(layout, 'identity').url}/token`,
            BRIDGE_CLIENT_ID: operatorClientId,
            BRIDGE_CLIENT_SECRET: secrets.operatorClientSecret,
          }),
          ...(service.name === 'identity' && {
            ISSUER: common.PUBLIC_URL,
            ...oneLoginEnvironment(layout),
            OPERATOR_CLIENT_ID: operatorClientId,
            OPERATOR_CLIENT_SECRET: secrets.operatorClientSecret,
            CLIENT_INSECURE_TARGETS: 'true',
            MESSAGING_FILE: messagingFile(home),
          }),
        };
  return { ...process.env, ...common, ...own, ...extra };
}

/** The gateway follows the registry; a platform that is declared without one has a file. */
function routingEnvironment(home: string, layout: Layout): NodeJS.ProcessEnv {
  if (!hasRegistry(layout)) return { ENTRY_POINTS: entryPointsFile(home) };
  return { REGISTRY_URL: serviceNamed(layout, 'registry').url, ROUTING_CACHE: join(home, 'routing.json') };
}

/** Where callers reach a component: its first entry point, or the service itself when it has none. */
function urlOf(layout: Layout, component: string): string {
  const entryPoint = layout.entryPoints.find((one) => one.component === component);
  return entryPoint?.url ?? serviceNamed(layout, component).url;
}

/** The second issuer is a sandbox: it proves made-up people, and takes a password for two factors. */
function oneLoginEnvironment({ entryPoints }: Layout) {
  const url = entryPoints.find(({ name }) => name === 'ONE_LOGIN_ISSUER')?.url;
  if (url === undefined) return {};
  return { ONE_LOGIN_ISSUER: `${url}/`, PROOFING_PROVIDER: 'sandbox', PRETEND_SECOND_FACTOR: 'true' };
}

/** Mail goes to the mailbox by SMTP. Nobody but this machine's people reads it: everything listens on loopback. */
function mailEnvironment({ mailPort }: Layout) {
  return {
    MAILBOX: 'true',
    SANDBOX_CARRIERS: 'true',
    CALLBACK_INSECURE_TARGETS: 'true',
    MAILBOX_SMTP_PORT: String(mailPort),
    SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
  };
}

function busEnvironment(bus: BusAddress) {
  return bus.kind === 'kafka'
    ? { BUS: 'kafka', KAFKA_BROKERS: bus.brokers.join(',') }
    : { BUS: 'postgres', BUS_URL: bus.url };
}
