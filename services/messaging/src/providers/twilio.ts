import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Carrier, Handover, Outcome, Outgoing, Receipt } from '../domain/ports.ts';
import { neverReached } from './http.ts';
import { receiptAddress } from './receipt-address.ts';

/** What it takes to send by Twilio. */
export interface TwilioSetup {
  readonly accountSid: string;
  readonly authToken: string;
  /** The root of its API. */
  readonly url: string;
  /** Where it reaches this component: receipts go below it. */
  readonly receiptsUrl: string;
  readonly timeoutMs: number;
}

/**
 * Hands text messages to Twilio's Messages API (version 2010-04-01), which knows no idempotency keys: a message with an unknown outcome may arrive twice.
 * What becomes of a message it tells by status callbacks, to an address that names the notification; nothing else is asked.
 */
export function createTwilio(setup: TwilioSetup): Carrier {
  const { accountSid, authToken, url, timeoutMs } = setup;
  const messages = `${url}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return {
    remembers: false,
    async send(message) {
      try {
        const response = await fetch(messages, {
          method: 'POST',
          headers: { authorization, accept: 'application/json' },
          body: formOf(message, receiptAddress(setup.receiptsUrl, 'twilio', message)),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        return await handoverOf(response);
      } catch (error) {
        if (neverReached(error)) return 'not_sent';
        throw error;
      }
    },
    outcome: async () => undefined,
    readReceipt: (receipt) => readReceipt(setup, receipt),
  };
}

function formOf({ to, from, text }: Outgoing, statusCallback: string): URLSearchParams {
  return new URLSearchParams({ To: to, From: from, Body: text, StatusCallback: statusCallback });
}

/**
 * Errors that are about this message, for good (https://www.twilio.com/docs/api/errors): its recipient is no number (21211, 21217), cannot be reached (21214), is a short
 * code (21265), the sender itself (21266), a premium number (21268), in a country that is not switched on (21408), not reachable from this sender (21612), no mobile
 * phone (21614) or a landline (21635), asked for no more messages (21610); or its text is too long (21617). Others are about the account or the sender: to be mended.
 */
const refusals: ReadonlySet<unknown> = new Set([
  21211, 21214, 21217, 21265, 21266, 21268, 21408, 21610, 21612, 21614, 21617, 21635,
]);

async function handoverOf(response: Response): Promise<Handover> {
  const answer = (await response.json().catch(() => ({}))) as { code?: unknown; sid?: unknown };
  if (response.ok && typeof answer.sid === 'string') return 'accepted';
  // It may have taken the message before it failed; and a good answer without a message's id is not its own, but of something on the way.
  if (response.ok || response.status >= 500) {
    throw Object.assign(new Error(`Twilio answers ${response.status}`), { status: response.status });
  }
  return response.status === 400 && refusals.has(answer.code) ? 'refused' : 'not_sent';
}

/**
 * Whether a failure lasts: the message is blocked (30004), the number unknown (30005) or a landline (30006), or the text filtered (30007); or what would have been
 * refused at once was found out later. A handset that is off or out of reach (30003) may be on again, and an error without a reason (30008) may not come again.
 */
function lasts(code = ''): boolean {
  return ['30004', '30005', '30006', '30007'].includes(code) || refusals.has(Number(code));
}

function readReceipt(setup: TwilioSetup, receipt: Receipt) {
  const { headers, form } = receipt;
  const signed = Object.keys(form)
    .sort()
    .reduce((text, name) => text + name + form[name], receiptAddress(setup.receiptsUrl, 'twilio', receipt));
  const expected = createHmac('sha1', setup.authToken).update(signed).digest();
  const given = Buffer.from(String(headers['x-twilio-signature'] ?? ''), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { outcome: outcomeOf(form) };
}

const failures: ReadonlySet<string | undefined> = new Set(['undelivered', 'failed', 'canceled']);

function outcomeOf({ MessageStatus, ErrorCode }: Receipt['form']): Outcome | undefined {
  // Channels that tell that a message was read need not tell before that it was delivered.
  if (MessageStatus === 'delivered' || MessageStatus === 'read') return 'delivered';
  if (!failures.has(MessageStatus)) return undefined;
  return lasts(ErrorCode) ? 'permanent-failure' : 'temporary-failure';
}
