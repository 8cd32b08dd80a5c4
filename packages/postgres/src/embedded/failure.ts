import { types } from 'node:util';

/** What stopped the embedded server. */
export type EmbeddedPostgresErrorCode =
  | 'unsupported_platform'
  | 'missing_package'
  | 'missing_library'
  | 'refuses_root'
  | 'port_taken'
  | 'disk_full'
  | 'no_permission'
  | 'folder_in_use'
  | 'damaged_folder'
  | 'failed';

/** Why the embedded server did not start: `code` for programs, `message` one sentence for people. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Where a failure happened, for its message. */
export interface Place {
  folder: string;
  port: number;
}

/** Reads the reason out of what `initdb` or `postgres` printed before it ended. */
export function explainOutput(output: string, place: Place): EmbeddedPostgresError {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(output)?.[1];
  if (library) return missingLibrary(library);
  if (/version `GLIBC\S*' not found/.test(output)) return oldLibc();
  if (/No space left on device/.test(output)) return diskFull(place);
  if (/could not bind \S+ address .*: Address already in use/.test(output)) return portTaken(place);
  if (/Permission denied|Operation not permitted/.test(output)) return noPermission(place);
  const reason =
    /(?:FATAL|PANIC|error): +(.+)/.exec(output)?.[1] ??
    (output.trim().split('\n').at(-1) || 'no reason given');
  return new EmbeddedPostgresError('failed', `PostgreSQL in ${place.folder} did not start: ${reason}`, {
    cause: new Error(output.slice(-4000)),
  });
}

/** Turns an error of the file system into one sentence; anything else comes back as it is. */
export function explainError(error: unknown, place: Place): unknown {
  if (!types.isNativeError(error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return diskFull(place);
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') return noPermission(place);
  return error;
}

/** The port is somebody else's. */
export function portTaken({ port }: Place): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'port_taken',
    `Port ${port} is taken by another program; stop it or choose another port.`,
  );
}

function missingLibrary(library: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'missing_library',
    `PostgreSQL needs the shared library ${library}, which is missing; install it, or this platform's packages again with pnpm install --force.`,
  );
}

function oldLibc(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsupported_platform',
    'The C library of this machine is too old for the embedded PostgreSQL; use a PostgreSQL server of your own instead.',
  );
}

function diskFull({ folder }: Place): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'disk_full',
    `The disk that holds ${folder} is full; free some space and start again.`,
  );
}

function noPermission({ folder }: Place): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_permission',
    `This user may not write to ${folder} or to files in it; give it to this user or choose another folder.`,
  );
}
