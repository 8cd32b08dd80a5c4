import {
  busOf,
  type ComponentConfig,
  componentConfig,
  handoverConfig,
  redisConfig,
  registryConfig,
} from '@ashlar/component';
import { ConfigError, type ConfigOf, type ConfigSpec, readConfig } from '@ashlar/service-kit';

/** Every environment variable of the service. */
export const configSpec = {
  ...componentConfig,
  ...redisConfig,
  ...registryConfig,
  ...handoverConfig,
  dataKey: {
    env: 'DATA_KEY',
    kind: 'secret',
    min: 44,
    meaning:
      'base64 of 32 random bytes; signing keys are sealed with it, cookies and forms signed with keys made from it',
  },
  issuer: {
    env: 'ISSUER',
    kind: 'url',
    meaning: 'address of this issuer, a root without a path; it stands in every token',
  },
  oneLoginIssuer: {
    env: 'ONE_LOGIN_ISSUER',
    kind: 'url',
    optional: true,
    meaning:
      'address of a second issuer, with GOV.UK One Login’s profile: a root at a host of its own; without one there is no such issuer',
  },
  oneLoginSubjectPrefix: {
    env: 'ONE_LOGIN_SUBJECT_PREFIX',
    kind: 'string',
    default: 'urn:fdc:gov.uk:2022:',
    meaning: 'URN that the names of people begin with at that issuer',
  },
  oneLoginSignedOutUrl: {
    env: 'ONE_LOGIN_SIGNED_OUT_URL',
    kind: 'url',
    default: 'https://www.gov.uk/',
    meaning: 'where people are left who signed out there, when no client says otherwise',
  },
  oneLoginDocumentationUrl: {
    env: 'ONE_LOGIN_DOCUMENTATION_URL',
    kind: 'url',
    default: 'https://docs.sign-in.service.gov.uk/',
    meaning: 'its documentation, named in its configuration document',
  },
  oneLoginPolicyUrl: {
    env: 'ONE_LOGIN_POLICY_URL',
    kind: 'url',
    default: 'https://signin.account.gov.uk/privacy-notice',
    meaning: 'its privacy notice, named there',
  },
  oneLoginTermsUrl: {
    env: 'ONE_LOGIN_TERMS_URL',
    kind: 'url',
    default: 'https://signin.account.gov.uk/terms-and-conditions',
    meaning: 'its terms and conditions, named there',
  },
  proofingProvider: {
    env: 'PROOFING_PROVIDER',
    kind: 'choice',
    choices: ['none', 'sandbox'],
    default: 'none',
    meaning: 'who proves identities; a sandbox proves made-up people, as whoever tests chooses',
  },
  pretendSecondFactor: {
    env: 'PRETEND_SECOND_FACTOR',
    kind: 'bool',
    default: false,
    meaning: 'take every sign-in at that issuer for one with two factors, in a sandbox',
  },
  operatorClientId: {
    env: 'OPERATOR_CLIENT_ID',
    kind: 'string',
    default: 'operator',
    meaning: 'client of the platform’s operators, which may ask for every scope',
  },
  operatorClientSecret: {
    env: 'OPERATOR_CLIENT_SECRET',
    kind: 'secret',
    optional: true,
    min: 32,
    meaning: 'its secret; without one there is no such client',
  },
  accessTokenS: {
    env: 'ACCESS_TOKEN_S',
    kind: 'int',
    default: 600,
    min: 60,
    max: 600,
    meaning: 'how long an access token works, in seconds',
  },
  idTokenS: {
    env: 'ID_TOKEN_S',
    kind: 'int',
    default: 3600,
    min: 60,
    max: 3600,
    meaning: 'how long an ID token is good for, in seconds',
  },
  grantS: {
    env: 'GRANT_S',
    kind: 'int',
    default: 1_209_600,
    min: 600,
    meaning: 'for how long a person has agreed, and refresh tokens work, in seconds',
  },
  sessionS: {
    env: 'SESSION_S',
    kind: 'int',
    default: 43_200,
    min: 600,
    meaning: 'how long a person stays signed in, in seconds',
  },
  clientTimeoutMs: {
    env: 'CLIENT_TIMEOUT_MS',
    kind: 'int',
    default: 3000,
    min: 10,
    max: 30_000,
    meaning:
      'how long an address of a client or an upstream identity provider has to answer, in milliseconds',
  },
  clientInsecureTargets: {
    env: 'CLIENT_INSECURE_TARGETS',
    kind: 'bool',
    default: false,
    meaning:
      'let addresses of clients and upstream identity providers be on this machine itself, by http too; for sandboxes only',
  },
  clientCaFile: {
    env: 'CLIENT_CA_FILE',
    kind: 'string',
    optional: true,
    meaning: 'PEM file of further authorities for the certificates of those addresses',
  },
  signInWindowS: {
    env: 'SIGN_IN_WINDOW_S',
    kind: 'int',
    default: 900,
    min: 1,
    meaning: 'for how long failed sign-ins are counted, in seconds',
  },
  signInsPerAccount: {
    env: 'SIGN_INS_PER_ACCOUNT',
    kind: 'int',
    default: 10,
    min: 1,
    meaning: 'failed sign-ins of one email address in that time',
  },
  signInsPerAddress: {
    env: 'SIGN_INS_PER_ADDRESS',
    kind: 'int',
    default: 100,
    min: 1,
    meaning: 'failed sign-ins, and codes asked for, from one network address in that time',
  },
  failedSecretsPerMinute: {
    env: 'FAILED_SECRETS_PER_MINUTE',
    kind: 'int',
    default: 30,
    min: 1,
    meaning: 'wrong secrets of one client from one network address in a minute, before none is looked at',
  },
  tokensPerMinute: {
    env: 'TOKENS_PER_MINUTE',
    kind: 'int',
    default: 0,
    min: 0,
    meaning:
      'tokens of one client in a minute, its own and those of sign-ins, where it has no quota of its own; 0 is as many as it likes',
  },
  tokensPerDay: {
    env: 'TOKENS_PER_DAY',
    kind: 'int',
    default: 0,
    min: 0,
    meaning: 'the same in a day',
  },
  leastPasswordLength: {
    env: 'LEAST_PASSWORD_LENGTH',
    kind: 'int',
    default: 8,
    min: 8,
    max: 64,
    meaning: 'fewest characters of a password that a person chooses',
  },
  messagingFile: {
    env: 'MESSAGING_FILE',
    kind: 'string',
    optional: true,
    meaning:
      'JSON file about messaging: `url`, `api_key`, and `templates` with `code` and `notice`, and `phone_code` of a text message, each with `en` and `cy`; read for each use, so that it may come later; without it people can neither sign up nor get a forgotten password replaced',
  },
  messagingTimeoutMs: {
    env: 'MESSAGING_TIMEOUT_MS',
    kind: 'int',
    default: 5000,
    min: 100,
    max: 30_000,
    meaning: 'how long messaging has to take a mail, in milliseconds, before it is tried again',
  },
  codeLifetimeS: {
    env: 'CODE_LIFETIME_S',
    kind: 'int',
    default: 600,
    min: 1,
    max: 3600,
    meaning: 'how long a code sent by e-mail works, in seconds',
  },
  codeTries: {
    env: 'CODE_TRIES',
    kind: 'int',
    default: 6,
    min: 1,
    max: 20,
    meaning: 'wrong codes of one email address before it is locked',
  },
  codeLockS: {
    env: 'CODE_LOCK_S',
    kind: 'int',
    default: 900,
    min: 1,
    meaning: 'for how long it is locked, and codes that are sent are counted, in seconds',
  },
  codesPerEmail: {
    env: 'CODES_PER_EMAIL',
    kind: 'int',
    default: 6,
    min: 1,
    meaning: 'codes sent to one email address in that time',
  },
  rotateKeysEveryS: {
    env: 'ROTATE_KEYS_EVERY_S',
    kind: 'int',
    default: 7_776_000,
    min: 0,
    meaning:
      'for how long a signing key signs before the next one does, in seconds: 90 days, and 900 at least; 0 leaves it to operators',
  },
  keepAuditS: {
    env: 'KEEP_AUDIT_S',
    kind: 'int',
    default: 220_752_000,
    min: 31_536_000,
    meaning: 'how long entries of the audit are kept, in seconds: seven years, and one at least',
  },
  auditSealEveryS: {
    env: 'AUDIT_SEAL_EVERY_S',
    kind: 'int',
    default: 60,
    min: 1,
    max: 86_400,
    meaning: 'how often the end of the audit’s chain is signed and published at most, in seconds',
  },
} as const satisfies ConfigSpec;

/** The service's configuration, checked. */
export type IdentityConfig = ComponentConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readIdentityConfig(env?: NodeJS.ProcessEnv): IdentityConfig {
  const config = { name: 'identity', ...readConfig(configSpec, env) };
  busOf(config);
  const { origin } = new URL(config.issuer);
  if (config.issuer !== origin)
    throw new ConfigError([`ISSUER must be a root without a path or a slash at its end`]);
  if (config.rotateKeysEveryS !== 0 && config.rotateKeysEveryS < 900)
    throw new ConfigError([
      'ROTATE_KEYS_EVERY_S must be 900 or more, so that everybody sees a key before it signs, or 0',
    ]);
  refuseSandbox(config);
  return config;
}

/** Made-up identities and pretended factors only where the address says so: on this machine, or at a host with `sandbox` in its name. */
function refuseSandbox({ oneLoginIssuer, proofingProvider, pretendSecondFactor }: IdentityConfig): void {
  if (oneLoginIssuer === undefined) return;
  const { origin, host, hostname } = new URL(oneLoginIssuer);
  if (![origin, `${origin}/`].includes(oneLoginIssuer)) {
    throw new ConfigError(['ONE_LOGIN_ISSUER must be a root without a path']);
  }
  const isSandbox = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname) || /\bsandbox\b/.test(host);
  const problems = [
    ...(proofingProvider === 'sandbox' ? ['PROOFING_PROVIDER must not be sandbox'] : []),
    ...(pretendSecondFactor ? ['PRETEND_SECOND_FACTOR must be false'] : []),
  ].map(
    (problem) =>
      `${problem} unless the host of ONE_LOGIN_ISSUER is a loopback address or has sandbox in its name`,
  );
  if (!isSandbox && problems.length > 0) throw new ConfigError(problems);
}
