import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Books } from './books.ts';
import type { Card } from './cards.ts';
import { change, find, type Json } from './journal.ts';

/** An operation as the network remembers it: the form in which its memory is handed over. */
export interface Memory extends Json {
  readonly key: string;
  readonly operation: 'authorise' | 'capture' | 'refund';
  readonly outcome: string;
  readonly transaction_id: string;
  readonly amount: number | null;
  /** Of an authorisation: the capture that has its money. Of a capture: what went back, and by which refunds. */
  readonly captured_by: string | null;
  readonly refunded: number;
  readonly refund_keys: readonly string[];
}

/** For which payment the network is asked. */
export interface Payee {
  readonly department: string;
  readonly service: string;
  /** The provider and, where the account has one, the name by which it is known there. */
  readonly provider: string;
  readonly account?: string | undefined;
}

/** The sandbox's card network: another company, as far as the rest can tell. Nothing but its key says which operation is meant, and the first outcome stays. */
export interface Network {
  authorise(of: Payee, ask: { key: string; amount: number; card: Card }): Promise<Memory>;
  capture(of: Payee, ask: { key: string; authorisationKey: string; amount: number }): Promise<Memory>;
  refund(of: Payee, ask: { key: string; captureKey: string; amount: number }): Promise<Memory>;
  cancel(of: Payee, ask: { authorisationKey: string }): Promise<void>;
  query(of: Payee, key: string): Promise<Memory | undefined>;
}

const authorised = new Set([
  ...['4242424242424242', '4444333322221111', '4917610000000000003', '4000056655665556', '5105105105105100'],
  ...['371449635398431', '3566002020360505', '6011000990139424', '36148900647913', '222100000000000'],
  ...['4000000000000010', '4000160000000004', '4000020000000000', '4988080000000000', '4111111111111111'],
  ...['4293189100000008', '5101180000000007', '4131840000000003', '4000180000000002', '5200828282828210'],
]);
const declined = new Set(['4000000000000002', '4000000000000069', '4000000000000127']);

/** What the network says of a card: the standard's test cards decide; every other number is a fault. */
function outcomeOf(number: string): string {
  return authorised.has(number) ? 'authorised' : declined.has(number) ? 'declined' : 'error';
}

/** The network, with its memory in the books and `delayMs` to each answer. */
export function openNetwork(books: Books, delayMs: number): Network {
  const at = async <T>(work: () => T): Promise<T> => {
    if (delayMs > 0) await setTimeout(delayMs);
    return books.write(work);
  };
  const recall = (key: string) => find(books, kind, key)?.record as Memory | undefined;
  const keep = ({ department, service }: Payee, made: Memory) => {
    const record = { ...made, department };
    change(
      books,
      { underWay: true },
      { kind, id: record.key, department, service, record, type: null, at: new Date() },
    );
    return record;
  };
  return {
    authorise: (of, { key, amount, card }) =>
      at(
        () =>
          recall(own(of, key)) ??
          keep(of, { ...blank(own(of, key), 'authorise', amount), outcome: outcomeOf(card.number) }),
      ),
    capture: (of, ask) =>
      at(() => {
        const [key, authorisationKey] = [own(of, ask.key), own(of, ask.authorisationKey)];
        const known = recall(key);
        if (known) return known;
        const from = recall(authorisationKey);
        const goes = from?.outcome === 'authorised' && (from.captured_by ?? key) === key;
        if (from && goes) keep(of, { ...from, captured_by: key });
        const made = blank(key, 'capture', ask.amount);
        return keep(of, {
          ...made,
          authorisation_key: authorisationKey,
          outcome: goes ? 'captured' : 'refused',
        });
      }),
    refund: (of, ask) =>
      at(() => {
        const [key, captureKey] = [own(of, ask.key), own(of, ask.captureKey)];
        const known = recall(key);
        if (known) return known;
        const from = recall(captureKey);
        const goes = from?.outcome === 'captured' && from.refunded + ask.amount <= (from.amount ?? 0);
        if (from && goes)
          keep(of, {
            ...from,
            refunded: from.refunded + ask.amount,
            refund_keys: [...from.refund_keys, key],
          });
        const made = blank(key, 'refund', ask.amount);
        return keep(of, { ...made, authorisation_key: captureKey, outcome: goes ? 'refunded' : 'refused' });
      }),
    cancel: (of, ask) =>
      at(() => {
        const key = own(of, ask.authorisationKey);
        const known = recall(key);
        if (!known) keep(of, { ...blank(key, 'authorise', null), outcome: 'cancelled' });
        else if (['authorised', 'requires_3ds'].includes(known.outcome) && known.captured_by === null) {
          keep(of, { ...known, outcome: 'cancelled' });
        }
      }),
    async query(of, key) {
      if (delayMs > 0) await setTimeout(delayMs);
      return recall(own(of, key));
    },
  };
}

const kind = 'sandbox_transaction';

// The oldest sandbox's keys stand as they are; another's, and those of an account with a name, begin with the names.
function own({ provider, account }: Payee, key: string): string {
  if (account !== undefined) return `${provider}/${account}/${key}`;
  return provider === 'sandbox' ? key : `${provider}/${key}`;
}

function blank(key: string, operation: Memory['operation'], amount: number | null): Memory {
  return {
    ...{ key, operation, outcome: '', transaction_id: randomUUID(), amount, authorisation_key: null },
    ...{ card_token: null, recurring_outcome: null, captured_by: null, refund_keys: [], refunded: 0 },
    ...{ dispute_reason: null, dispute_end: null, dispute_key: null, created_at: new Date().toISOString() },
  };
}
