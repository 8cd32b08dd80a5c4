import { json } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

/** Implementations that get 3-D Secure wrong, with answers that stay of the contract's shape. */
export const CHALLENGE_FAULTS: readonly PaymentsFault[] = [
  {
    name: '3ds: a payment does not say that its issuer asked',
    category: 'state',
    caughtBy: '3ds',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.startsWith('/v1/payments/') && body.authorisation_summary
          ? { ...body, authorisation_summary: { three_d_secure: { required: false } } }
          : undefined,
      ),
  },
  everyAnswerPasses(),
  anyBrowserAnswers(),
  {
    name: '3ds: an answer that comes late shows the payment as confirmable',
    category: 'links',
    caughtBy: '3ds',
    reply: (reply, { path }) =>
      /\/result$/.test(path) && reply.status === 200
        ? { ...reply, body: reply.body.replace('id="return-url"', 'id="confirm"') }
        : reply,
  },
];

function everyAnswerPasses(): PaymentsFault {
  const passes = new Map<string, string>();
  return {
    name: '3ds: whoever comes back from the issuer has passed',
    category: 'state',
    caughtBy: '3ds',
    request(request) {
      const [path = '', query = ''] = request.path.split('?');
      const id = path.split('/')[2] ?? '';
      const pass = new URLSearchParams(query).get('pass');
      if (pass !== null) passes.set(id, pass);
      const known = passes.get(id);
      return isAnswer(request) && known !== undefined
        ? { ...request, body: new URLSearchParams({ answer: known }).toString() }
        : request;
    },
  };
}

function anyBrowserAnswers(): PaymentsFault {
  const cookies = new Map<string, string>();
  return {
    name: 'tenancy: any browser may bring an issuer’s answer',
    category: 'tenancy',
    caughtBy: '3ds',
    request(request) {
      const id = request.path.split('/')[2] ?? '';
      const { cookie } = request.headers;
      if (cookie !== undefined) cookies.set(id, cookie);
      const known = cookies.get(id);
      return isAnswer(request) && cookie === undefined && known !== undefined
        ? { ...request, headers: { ...request.headers, cookie: known } }
        : request;
    },
  };
}

function isAnswer({ method, path }: { method: string; path: string }): boolean {
  return method === 'POST' && path.endsWith('/3ds_required_in');
}
