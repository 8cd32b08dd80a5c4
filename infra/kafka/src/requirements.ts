import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { isNativeError } from 'node:util/types';

/** Something that the broker needs and this machine lacks. The message is one sentence for a person. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

/** The Java to run. */
export const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';

/** Throws an `Unmet` when there is no Java 17 or newer. */
export async function requireJava(): Promise<void> {
  // Java prints its version on the error stream: openjdk version "17.0.15" 2025-04-15
  const { stderr } = await run(java, ['-version']).catch(() => ({ stderr: '' }));
  const version = /version "(\d+)/.exec(stderr)?.[1];
  if (version === undefined) {
    throw new Unmet('Kafka needs Java 17 or newer, and there is none; install it or set JAVA_HOME.');
  }
  if (Number(version) < 17)
    throw new Unmet(`Kafka needs Java 17 or newer, and this is Java ${version}; set JAVA_HOME.`);
}

/** Throws an `Unmet` when there is no Maven, which fetches the broker the first time. */
export async function requireMaven(): Promise<void> {
  await run('mvn', ['-version']).catch(() => {
    throw new Unmet(
      'Kafka is fetched with Maven the first time, and there is no mvn; install the package maven.',
    );
  });
}

/** Throws an `Unmet` when the port is taken. */
export async function requirePort(port: number): Promise<void> {
  await listenOnce(port).catch((error: unknown) => {
    const taken = isNativeError(error) && 'code' in error && error.code === 'EADDRINUSE';
    throw new Unmet(
      taken
        ? `Port ${port} is taken; set KAFKA_PORT to another.`
        : `Port ${port} cannot be used on 127.0.0.1.`,
    );
  });
}

/** A port that is free on the loopback address. */
export function findFreePort(): Promise<number> {
  return listenOnce(0);
}

const run = promisify(execFile);

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
