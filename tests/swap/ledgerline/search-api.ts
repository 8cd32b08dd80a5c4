import type { Books } from './books.ts';
import { recurringOff } from './create-rules.ts';
import { type Answer, type Asked, Refused, type Route } from './http.ts';
import type { Json } from './journal.ts';
import type { PayError } from './rules.ts';
import {
  nothing,
  type Page,
  pageView,
  type Sought,
  searchError,
  searches,
  searchPayments,
  searchRefunds,
  soughtOf,
} from './search.ts';
import { foundView, refundView, type Seen } from './views.ts';

/** A request with its account, and what its views need. */
export interface Called {
  readonly account: Json;
  readonly limits: Readonly<Record<string, string>>;
  readonly seen: Seen;
}

/** One error of the standard, to throw. */
export function refused({ status, ...body }: PayError): Refused {
  return new Refused({ status, body });
}

/** Finding things. The core profile has no agreements and no disputes: those searches find nothing, and none can be made. */
export function searchRoutes(books: Books, called: (asked: Asked) => Called): readonly Route[] {
  const gone = (code: string) => (asked: Asked) => {
    called(asked);
    throw refused({ status: 404, code, description: 'Not found' });
  };
  const none = { find: nothing, view: (thing: never) => thing };
  return [
    [
      'GET',
      /^\/v1\/payments$/,
      (asked) => {
        const call = called(asked);
        const find = (sought: Sought) => searchPayments(books, String(call.account.id), sought);
        return found(asked, call, ['payments', 'P0401', 'P0402'], {
          find,
          view: (payment) => foundView(payment, call.seen),
        });
      },
    ],
    [
      'GET',
      /^\/v1\/refunds$/,
      (asked) => {
        const call = called(asked);
        const find = (sought: Sought) => searchRefunds(books, String(call.account.id), sought);
        const view: Finder<{ payment: string; refund: Parameters<typeof refundView>[1] }>['view'] = ({
          payment,
          refund,
        }) => ({
          ...refundView(payment, refund, call.seen),
          payment_id: payment,
        });
        return found(asked, call, ['refunds', 'P1101', 'P1100'], { find, view });
      },
    ],
    ['GET', /^\/v1\/disputes$/, (asked) => found(asked, called(asked), ['disputes', 'P0401', 'P0402'], none)],
    [
      'GET',
      /^\/v1\/agreements$/,
      (asked) => found(asked, called(asked), ['agreements', 'P2401', 'P2402'], none),
    ],
    [
      'POST',
      /^\/v1\/agreements$/,
      (asked) => {
        called(asked);
        throw refused(recurringOff);
      },
    ],
    ['GET', /^\/v1\/agreements\/([^/]+)$/, gone('P2200')],
    ['POST', /^\/v1\/agreements\/([^/]+)\/cancel$/, gone('P2500')],
  ];
}

interface Finder<Thing> {
  find(sought: Sought): Page<Thing> | undefined;
  view(thing: Thing): Json;
}

function found<Thing>(
  asked: Asked,
  call: Called,
  [what, wrong, beyond]: readonly [keyof typeof searches, string, string],
  { find, view }: Finder<Thing>,
): Answer {
  const checks = searches[what];
  const sought = soughtOf(asked.query, checks.keys());
  const error = searchError(sought, checks, wrong);
  if (error) throw refused(error);
  const page = find(sought);
  if (!page) throw refused({ status: 404, code: beyond, description: 'Page not found' });
  return {
    status: 200,
    body: pageView(page, `${asked.publicUrl}/v1/${what}`, sought, view),
    headers: call.limits,
  };
}
