import { json, type Shown } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isSearch = (path: string) => path.startsWith('/v1/disputes');

/** Implementations that get disputes wrong, with answers that stay of the contract's shape. */
export const DISPUTE_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'disputes: whoever waits for evidence is said to be under review',
    category: 'state',
    caughtBy: 'disputes',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isSearch(path)
          ? each(body, (dispute) =>
              dispute.status === 'needs_response' ? { ...dispute, status: 'under_review' } : dispute,
            )
          : undefined,
      ),
  },
  {
    name: 'disputes: what a lost one costs leaves the fee out',
    category: 'money',
    caughtBy: 'disputes',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isSearch(path)
          ? each(body, (dispute) =>
              'net_amount' in dispute ? { ...dispute, net_amount: -Number(dispute.amount) } : dispute,
            )
          : undefined,
      ),
  },
  {
    name: 'refunds: a disputed payment is shown as one that can be refunded',
    category: 'money',
    caughtBy: 'disputes',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.startsWith('/v1/payments/') && body.refund_summary?.status === 'unavailable'
          ? { ...body, refund_summary: { ...body.refund_summary, status: 'available' } }
          : undefined,
      ),
  },
  {
    name: 'order of checks: a refund’s amount is compared before it is asked whether the payment is disputed',
    category: 'order of checks',
    caughtBy: 'disputes',
    reply: (reply, { body: asked }) =>
      json(reply, (body) =>
        String(body.description).includes('disputed') && asked.includes('refund_amount_available')
          ? {
              ...body,
              description:
                'The payment is not available for refund. Payment refund status: amount_not_available',
            }
          : undefined,
      ),
  },
  {
    name: 'events: that a dispute is reviewed is not told',
    category: 'event missing or extra',
    caughtBy: 'disputes',
    reply: (reply, { path }) =>
      json(reply, ({ events, ...body }) =>
        path.startsWith('/ashlar/v1/changes') && events
          ? { ...body, events: events.filter(({ type }) => !String(type).includes('evidence')) }
          : undefined,
      ),
  },
  {
    name: 'search: the status of disputes is not looked at',
    category: 'paging',
    caughtBy: 'disputes',
    request: (request) =>
      isSearch(request.path) ? { ...request, path: request.path.replace(/&status=\w+/, '') } : request,
  },
];

function each(body: Shown, change: (dispute: Record<string, unknown>) => Record<string, unknown>): Shown {
  const results = (body.results ?? []) as Record<string, unknown>[];
  return { ...body, results: results.map(change) };
}
