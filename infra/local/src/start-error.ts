/** Why the platform did not start, in one sentence for whoever typed the command. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Turns what stopped a start into a sentence; an error that nobody foresaw comes back as it is, with its stack. */
export function explain(error: unknown, home: string): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StartError(`The disk that holds ${home} is full; free some space and start again.`, {
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StartError(`This user may not write to ${home}; choose another folder with ASHLAR_HOME.`, {
      cause: error,
    });
  }
  if (code === 'ENOTDIR' || (code === 'EEXIST' && isMkdir(error))) {
    return new StartError(`${home} is not a folder; choose another with ASHLAR_HOME.`, { cause: error });
  }
  return error;
}

function isMkdir(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error && error.syscall === 'mkdir';
}

/** The code of an error of the system, such as ENOSPC. */
export function errorCode(error: unknown): string | undefined {
  const found = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof found === 'string' ? found : undefined;
}
