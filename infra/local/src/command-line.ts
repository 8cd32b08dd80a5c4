import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

/** What `pnpm start` was asked for. */
export interface StartCommand {
  home: string;
  port: number;
  bus: 'postgres' | 'kafka';
  kafkaBrokers: readonly string[];
  /** An admin URL of a server to use in place of the embedded one. */
  postgresUrl: string | undefined;
  reset: boolean;
  verbose: boolean;
  help: boolean;
}

/** The text of `--help`. */
export const helpText = `Runs the whole platform on this machine.

  pnpm start [--bus postgres|kafka] [--reset] [--verbose]

  --bus kafka   events travel over Kafka, at KAFKA_BROKERS; pnpm kafka starts a broker
  --reset       deletes everything under ASHLAR_HOME first
  --verbose     shows every log line of the services, not only warnings
  --help        shows this

  ASHLAR_PORT          the gateway's port (8080); the other ports follow from it
  ASHLAR_HOME          where data, keys and logs are kept (.ashlar)
  ASHLAR_POSTGRES_URL  an admin URL of a PostgreSQL server, 18 or later, to use in place of the embedded one
  KAFKA_BROKERS        where Kafka is: host:port, separated by commas

Ctrl-C finishes what is in flight and stops; a second Ctrl-C stops at once.`;

/** Reads the command line and the environment. Throws a `StartError` for anything unknown or out of range. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): StartCommand {
  const values = parse(args, {
    bus: { type: 'string', default: 'postgres' },
    reset: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  const { bus } = values;
  if (bus !== 'postgres' && bus !== 'kafka') throw new StartError('--bus takes postgres or kafka.');
  const kafkaBrokers = (env.KAFKA_BROKERS ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter(Boolean);
  if (bus === 'kafka' && kafkaBrokers.length === 0) {
    throw new StartError(
      '--bus kafka needs KAFKA_BROKERS, such as KAFKA_BROKERS=127.0.0.1:9092; pnpm kafka starts a broker there.',
    );
  }
  const odd = kafkaBrokers.find((broker) => !/^[^\s/]+:\d{1,5}$/.test(broker));
  if (odd !== undefined)
    throw new StartError(`KAFKA_BROKERS takes host:port, such as 127.0.0.1:9092, and not ${odd}.`);
  return {
    home: readHome(env),
    port: readPort(env),
    bus,
    kafkaBrokers,
    postgresUrl: readPostgresUrl(env),
    reset: values.reset === true,
    verbose: values.verbose === true,
    help: values.help === true,
  };
}

/** ASHLAR_HOME as an absolute path; `.ashlar` at the top of the repository by default. */
export function readHome(env: NodeJS.ProcessEnv): string {
  const given = env.ASHLAR_HOME ?? '';
  if (given === '') return join(repository, '.ashlar');
  const path = given === '~' || given.startsWith('~/') ? join(homedir(), given.slice(1)) : given;
  return isAbsolute(path) ? path : resolve(env.INIT_CWD ?? process.cwd(), path);
}

/** Parses flags strictly. Throws a `StartError` that names the flag which is not known. */
export function parse(
  args: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; default?: string | boolean; short?: string }>,
): Record<string, string | boolean | undefined> {
  try {
    // Some package managers hand on the `--` that ends their own flags.
    const own = args[0] === '--' ? args.slice(1) : args;
    return parseArgs({ args: [...own], options, strict: true, allowPositionals: false }).values as Record<
      string,
      string | boolean | undefined
    >;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : String(error);
    throw new StartError(`${reason}; --help shows what there is.`);
  }
}

/** The top of the repository. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url));

function readPort(env: NodeJS.ProcessEnv): number {
  const text = env.ASHLAR_PORT ?? '8080';
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_300) return port;
  throw new StartError('ASHLAR_PORT must be a whole number from 1 to 65300.');
}

function readPostgresUrl(env: NodeJS.ProcessEnv): string | undefined {
  const url = env.ASHLAR_POSTGRES_URL;
  if (url === undefined || url === '') return undefined;
  if (/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  throw new StartError(
    'ASHLAR_POSTGRES_URL must be an address such as postgres://admin:password@127.0.0.1:5432/postgres.',
  );
}
