/** An error that only has a code; it stands for a decision of the gateway. */
export function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The code of an error of a connection, or of what caused it. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { code?: string; cause?: unknown };
  // undici wraps some socket errors; the cause then says more.
  if (code === undefined || code === 'UND_ERR_SOCKET') return errorCode(cause) ?? code;
  return code;
}
