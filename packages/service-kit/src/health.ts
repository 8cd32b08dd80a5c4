import type { Logger } from 'pino';
import type { Handler, HealthCheck } from './types.ts';

interface Readiness {
  status: 'ok' | 'degraded' | 'failed';
  checks: Record<
    string,
    { status: 'ok' | 'failed'; detail?: string; measures?: Readonly<Record<string, number>> }
  >;
}

/** The process runs and answers: that is all liveness says, so that an outage elsewhere restarts nothing. */
export const liveness: Handler = () => ({ status: 'ok' });

/**
 * Makes the readiness operation. All checks run at once with a second each; the answer serves for half a second, however many
 * ask. 503 while a critical check fails or the service drains.
 */
export function createReadiness(
  health: Readonly<Record<string, HealthCheck>>,
  draining: AbortSignal,
  logger: Pick<Logger, 'warn'>,
): Handler {
  let latest: { at: number; readiness: Promise<Readiness> } | undefined;

  return async (_request, reply) => {
    if (draining.aborted) return reply.code(503).send(drainingReadiness);
    const now = performance.now();
    if (latest === undefined || now - latest.at > cachedMs) {
      latest = { at: now, readiness: runChecks(health, logger) };
    }
    const readiness = await latest.readiness;
    return reply.code(readiness.status === 'failed' ? 503 : 200).send(readiness);
  };
}

const cachedMs = 500;
const checkTimeoutMs = 1000;
const drainingReadiness: Readiness = {
  status: 'failed',
  checks: { drain: { status: 'failed', detail: 'shutting down' } },
};

async function runChecks(
  health: Readonly<Record<string, HealthCheck>>,
  logger: Pick<Logger, 'warn'>,
): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(health).map(async ([name, { critical, check }]) => {
      try {
        const measures = await within(checkTimeoutMs, check());
        return { name, critical, result: { status: 'ok' as const, ...(measures && { measures }) } };
      } catch (error) {
        logger.warn({ err: error, check: name }, 'health check failed');
        return { name, critical, result: { status: 'failed' as const, detail: publicReason(error) } };
      }
    }),
  );
  const failed = results.filter(({ result }) => result.status === 'failed');
  return {
    status: failed.some(({ critical }) => critical) ? 'failed' : failed.length > 0 ? 'degraded' : 'ok',
    checks: Object.fromEntries(results.map(({ name, result }) => [name, result])),
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Errors of drivers and of the system carry a code and name addresses: strangers get neither. */
function publicReason(error: unknown): string {
  return error instanceof Error && !('code' in error) ? error.message : 'unreachable';
}
