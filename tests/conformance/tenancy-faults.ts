import type { PaymentsFault } from './payments-fault.ts';

/** What the other department can reach by each fault, the section that must notice it, and the requests that are answered as if the owner had asked. */
const LEAKS: readonly (readonly [name: string, caughtBy: string, requests: RegExp])[] = [
  ['another account’s payment is shown', 'tenancy', /^GET \/v1\/payments\/\w+$/],
  ['another account’s history of a payment is shown', 'tenancy', /^GET \/v1\/payments\/\w+\/events$/],
  ['another account’s payment is cancelled', 'tenancy', /^POST \/v1\/payments\/\w+\/cancel$/],
  ['another account’s payment is captured', 'capture', /^POST \/v1\/payments\/\w+\/capture$/],
  ['another account’s payment is given back', 'refund-errors', /^POST \/v1\/payments\/\w+\/refunds$/],
  ['another account’s refund is shown', 'refund-errors', /^GET \/v1\/payments\/\w+\/refunds\/\w+$/],
  ['another account’s refunds are listed', 'refund-errors', /^GET \/v1\/payments\/\w+\/refunds$/],
  ['another account’s payments are found', 'tenancy', /^GET \/v1\/payments\?/],
  ['another account’s refunds are found', 'tenancy', /^GET \/v1\/refunds/],
  ['another account’s disputes are found', 'disputes', /^GET \/v1\/disputes/],
  ['another account’s agreements are found', 'tenancy', /^GET \/v1\/agreements\?/],
  ['another account’s agreement is shown', 'agreement-errors', /^GET \/v1\/agreements\/\w+$/],
  ['another account’s agreement is cancelled', 'agreement-errors', /^POST \/v1\/agreements\/\w+\/cancel$/],
  ['another account’s ledger is shown', 'tenancy', /^GET \/ashlar\/v1\/payments\/\w+\/ledger$/],
  ['another account’s payment runs out of time', 'tenancy', /^POST \/ashlar\/v1\/sandbox\//],
  ['another account’s changes are heard', 'feed', /^GET \/ashlar\/v1\/changes/],
];

/** Implementations that let one department reach what is another's, with answers that stay of the contract's shape. */
export const TENANCY_FAULTS: readonly PaymentsFault[] = [
  ...LEAKS.map(
    ([name, caughtBy, requests]): PaymentsFault => ({
      name: `tenancy: ${name}`,
      category: 'tenancy',
      caughtBy,
      leaks: ({ method, path }) => requests.test(`${method} ${path}`),
    }),
  ),
  {
    name: 'tenancy: one account’s idempotency keys are every account’s',
    category: 'tenancy',
    caughtBy: 'tenancy',
    leaks: ({ method, path, headers }) =>
      method === 'POST' && path === '/v1/payments' && 'idempotency-key' in headers,
  },
];
