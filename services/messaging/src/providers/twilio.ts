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

/** Errors that are about this message's recipient: not a number, not reachable from here, not a mobile number, asked for no more messages. */
const refusals: ReadonlySet<unknown> = new Set([21211, 21408, 21610, 21612, 21614]);

async function handoverOf(response: Response): Promise<Handover> {
  const answer = (await response.json().catch(() => ({}))) as { code?: unknown; sid?: unknown };
  if (response.ok && typeof answer.sid === 'string') return 'accepted';
  // It may have taken the message before it failed; and a good answer without a message's id is not its own, but of something on the way.
  if (response.ok || response.status >= 500) {
    throw Object.assign(new Error(`Twilio answers ${response.status}`), { status: response.status });
  }
  return response.status === 400 && refusals.has(answer.code) ? 'refused' : 'not_sent';
}

/** A handset that is off or out of reach may be on again; the other failures last. */
const lasting: ReadonlySet<string | undefined> = new Set(['30004', '30005', '30006', '30007']);

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

function outcomeOf({ MessageStatus, ErrorCode }: Receipt['form']): Outcome | undefined {
  if (MessageStatus === 'delivered') return 'delivered';
  if (MessageStatus !== 'undelivered' && MessageStatus !== 'failed') return undefined;
  return lasting.has(ErrorCode) ? 'permanent-failure' : 'temporary-failure';
}
