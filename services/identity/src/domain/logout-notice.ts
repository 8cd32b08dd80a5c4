/** The event of a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4). */
export const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** For how long a client is tried that does not answer, in milliseconds: a day. Its own session has ended by then as a rule. */
export const noticeKeptMs = 86_400_000;

/** How long to wait after a try, in milliseconds: a second, and twice as long each time, up to ten minutes. */
export function noticeBackoffMs(tries: number): number {
  return Math.min(1000 * 2 ** (tries - 1), 600_000);
}
