import { json } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isCredentials = (path: string) => /\/provider-credentials(\/|$)/.test(path);

/** Switches of an account's provider that go wrong, each in one way. */
export const SWITCHING_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'switching: a payment says that it is at the provider of today',
    category: 'state',
    caughtBy: 'switching',
    reply: (reply, { method, path }) =>
      json(reply, (body) =>
        method === 'GET' && /^\/v1\/payments\/\w{26}$/.test(path) && body.payment_provider === 'sandbox-a'
          ? { ...body, payment_provider: 'sandbox-b' }
          : undefined,
      ),
  },
  {
    name: 'switching: a check that failed counts as passed',
    category: 'state',
    caughtBy: 'switching',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.endsWith('/verify') && body.status === 'ENTERED'
          ? { ...body, status: 'VERIFIED', verification: { ...(body.verification as object), passed: true } }
          : undefined,
      ),
  },
  {
    name: 'switching: of activations that meet the last one wins',
    category: 'concurrency',
    caughtBy: 'switching',
    request: (request) => (request.path.endsWith('/activate') ? { ...request, body: '{}' } : request),
  },
  {
    name: 'switching: the credential before goes on being active beside the new one',
    category: 'state',
    caughtBy: 'switching',
    reply: (reply, { method, path }) =>
      json(reply, (body) =>
        method === 'GET' && isCredentials(path) && Array.isArray(body.provider_credentials)
          ? {
              ...body,
              provider_credentials: body.provider_credentials.map((one) =>
                one.status === 'RETIRED' ? { ...one, status: 'ACTIVE' } : one,
              ),
            }
          : undefined,
      ),
  },
  {
    name: 'switching: the department is not told of it',
    category: 'event missing or extra',
    caughtBy: 'switching',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.startsWith('/ashlar/v1/changes')
          ? {
              ...body,
              events: body.events?.filter(({ type }) => !String(type).includes('provider_switched')) ?? [],
            }
          : undefined,
      ),
  },
];
