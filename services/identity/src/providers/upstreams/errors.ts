import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import type { UpstreamOutcome } from '../../domain/ports.ts';

/** What a provider says does not fit what was asked of it. */
export class Untrusted extends Error {}

/** What an error means. It never tells what the provider sent, which may be tokens. */
export function outcomeOfError(
  error: unknown,
): Extract<UpstreamOutcome, { reason: string }> | { readonly kind: 'declined'; readonly reason: string } {
  if (error instanceof AuthorizationResponseError) return ofRedirect(error.error);
  if (error instanceof Untrusted) return { kind: 'refused', reason: error.message };
  if (error instanceof ResponseBodyError) {
    const reason = wordOf(error.error);
    return isOutage(error.status) ? { kind: 'away', reason } : { kind: 'refused', reason };
  }
  if (error instanceof ClientError && error.code !== undefined) {
    const { cause, code } = error;
    const status = cause instanceof Object && 'status' in cause ? Number(cause.status) : 0;
    return isOutage(status) || code === 'OAUTH_TIMEOUT'
      ? { kind: 'away', reason: code }
      : { kind: 'refused', reason: code };
  }
  return { kind: 'away', reason: error instanceof Error ? error.message : 'unknown' };
}

/** RFC 6749 section 4.1.2.1, and OpenID Connect Core 1.0 section 3.1.2.6. */
function ofRedirect(told: string): ReturnType<typeof outcomeOfError> {
  const reason = wordOf(told);
  if (['server_error', 'temporarily_unavailable'].includes(reason)) return { kind: 'away', reason };
  const declined = [
    'access_denied',
    'login_required',
    'consent_required',
    'interaction_required',
    'account_selection_required',
    'unmet_authentication_requirements',
  ];
  return declined.includes(reason) ? { kind: 'declined', reason } : { kind: 'refused', reason };
}

/** A code of an error, which anybody can put into an address. */
function wordOf(told: string): string {
  return /^[a-z_]{1,60}$/.test(told) ? told : 'an unknown error';
}

function isOutage(status: number): boolean {
  return status >= 500 || status === 429;
}
