import { readFileSync } from 'node:fs';

/** One environment variable: its name, how it is read, and what it means. */
export interface ConfigEntry {
  env: string;
  kind: 'string' | 'int' | 'bool' | 'url' | 'secret' | 'choice';
  default?: string | number | boolean;
  /** May be absent; the value is then `undefined`. */
  optional?: boolean;
  /** For kind `choice`. */
  choices?: readonly string[];
  /** The least value of an int, or the least length of a secret. */
  min?: number;
  max?: number;
  /** One phrase for the table in the README. */
  meaning: string;
}

/** Every variable that a service reads, by the name its code uses. */
export type ConfigSpec = Readonly<Record<string, ConfigEntry>>;

/** The values that `readConfig` makes of a spec. */
export type ConfigOf<Spec extends ConfigSpec> = {
  readonly [Name in keyof Spec]: ValueOf<Spec[Name]> | AbsentOf<Spec[Name]>;
};

/** What the kit itself needs to know. `name` is the component's id; the rest comes from `kitConfig`. */
export interface KitConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly drainTimeoutMs: number;
  readonly gatewayKey?: string | undefined;
  readonly publicUrl?: string | undefined;
  readonly maxEventLoopDelayMs: number;
}

/** The kit's own variables; a service spreads them into its spec. */
export const kitConfig = {
  host: { env: 'HOST', kind: 'string', default: '127.0.0.1', meaning: 'address to listen on' },
  port: { env: 'PORT', kind: 'int', default: 3000, min: 0, max: 65_535, meaning: 'port to listen on' },
  logLevel: {
    env: 'LOG_LEVEL',
    kind: 'choice',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    default: 'info',
    meaning: 'least severe log line that is written',
  },
  bodyLimitBytes: {
    env: 'BODY_LIMIT_BYTES',
    kind: 'int',
    default: 1_048_576,
    min: 1024,
    meaning: 'largest request body, in bytes',
  },
  requestTimeoutMs: {
    env: 'REQUEST_TIMEOUT_MS',
    kind: 'int',
    default: 30_000,
    min: 100,
    meaning: 'longest time for a request to arrive in full, in milliseconds',
  },
  drainTimeoutMs: {
    env: 'DRAIN_TIMEOUT_MS',
    kind: 'int',
    default: 30_000,
    min: 0,
    meaning: 'longest time for requests in flight to finish at shutdown, in milliseconds',
  },
  gatewayKey: {
    env: 'GATEWAY_KEY',
    kind: 'secret',
    optional: true,
    min: 16,
    meaning: 'secret by which the gateway proves itself; without it no forwarded header is believed',
  },
  publicUrl: {
    env: 'PUBLIC_URL',
    kind: 'url',
    optional: true,
    meaning: 'address that links point to when a request does not come through the gateway',
  },
  maxEventLoopDelayMs: {
    env: 'MAX_EVENT_LOOP_DELAY_MS',
    kind: 'int',
    default: 1000,
    min: 10,
    meaning: 'how late the process may run, in milliseconds, before it answers 503',
  },
} as const satisfies ConfigSpec;

/** Every problem of an environment, one line each; each names its variable and none repeats a value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads and checks every variable of a spec; an empty one counts as absent. Throws one `ConfigError` with all problems.
 *
 * A secret can also lie in a file, as container platforms hand secrets over: `DATA_KEY_FILE` is then its path. White space around the value
 * does not count.
 */
export function readConfig<const Spec extends ConfigSpec>(
  spec: Spec,
  env: NodeJS.ProcessEnv = process.env,
): ConfigOf<Spec> {
  const problems: string[] = [];
  const values: Record<string, string | number | boolean | undefined> = {};
  for (const [name, entry] of Object.entries(spec)) {
    const found = findText(entry, env);
    if ('problem' in found) {
      problems.push(found.problem);
      continue;
    }
    if (found.text === '') {
      values[name] = entry.default;
      if (entry.default === undefined && entry.optional !== true) {
        problems.push(`${entry.env} is missing: ${entry.meaning}`);
      }
      continue;
    }
    const read = readValue(entry, found.text);
    if (typeof read === 'object') problems.push(`${found.source} ${read.problem}`);
    else values[name] = read;
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as ConfigOf<Spec>;
}

/** The variables as a Markdown table for a README: variable, meaning, default. */
export function configTable(spec: ConfigSpec): string {
  const rows = Object.values(spec).map((entry) => {
    const choices = entry.choices === undefined ? '' : ` (${entry.choices.join(', ')})`;
    return `| \`${entry.env}\` | ${entry.meaning}${choices} | ${defaultText(entry)} |`;
  });
  return ['| variable | meaning | default |', '|---|---|---|', ...rows].join('\n');
}

type ValueOf<Entry extends ConfigEntry> = Entry['kind'] extends 'int'
  ? number
  : Entry['kind'] extends 'bool'
    ? boolean
    : Entry['kind'] extends 'choice'
      ? Entry extends { choices: readonly (infer Choice)[] }
        ? Choice
        : string
      : string;

type AbsentOf<Entry extends ConfigEntry> = Entry extends { default: string | number | boolean }
  ? never
  : Entry extends { optional: true }
    ? undefined
    : never;

function defaultText(entry: ConfigEntry): string {
  if (entry.default !== undefined) return `\`${entry.default}\``;
  return entry.optional === true ? 'none' : '**required**';
}

/** A variable's text, empty when it is absent, and which variable it came from. */
function findText(
  { env: variable, kind }: ConfigEntry,
  env: NodeJS.ProcessEnv,
): { text: string; source: string } | { problem: string } {
  const text = env[variable]?.trim() ?? '';
  const source = `${variable}_FILE`;
  const path = env[source]?.trim() ?? '';
  if (kind !== 'secret' || path === '') return { text, source: variable };
  if (text !== '') return { problem: `${variable} and ${source} are both set: one of them is enough` };
  try {
    const content = readFileSync(path, 'utf8').trim();
    return content === '' ? { problem: `${source} names an empty file` } : { text: content, source };
  } catch (error) {
    return { problem: `${source} names a file that cannot be read (${codeOf(error)})` };
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}

function readValue(entry: ConfigEntry, text: string): string | number | boolean | { problem: string } {
  switch (entry.kind) {
    case 'string':
      return text;
    case 'int':
      return readInt(text, entry);
    case 'bool':
      if (text !== 'true' && text !== 'false') return { problem: 'must be true or false' };
      return text === 'true';
    case 'url':
      return URL.canParse(text) ? text : { problem: 'must be an absolute URL' };
    case 'secret':
      return text.length >= (entry.min ?? 1)
        ? text
        : { problem: `must have at least ${entry.min} characters` };
    case 'choice':
      return entry.choices?.includes(text) === true
        ? text
        : { problem: `must be one of ${entry.choices?.join(', ')}` };
  }
}

function readInt(text: string, entry: ConfigEntry): number | { problem: string } {
  const value = Number(text);
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = entry;
  if (/^-?\d+$/.test(text) && value >= min && value <= max) return value;
  const from = entry.min === undefined ? '' : ` from ${entry.min}`;
  const to = entry.max === undefined ? '' : ` up to ${entry.max}`;
  return { problem: `must be a whole number${from}${to}` };
}
