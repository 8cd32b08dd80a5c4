import type { PlantedFault } from './faulty-proxy.ts';
import type { Reply } from './local-server.ts';

interface Shown {
  id?: string;
  status?: string;
  status_code?: number;
  errors?: { error: string; message: string }[];
  body?: string;
  subject?: string | null;
  reference?: string | null;
  version?: number;
  html?: string | null;
  sent_at?: string | null;
  phone_number?: string | null;
  content?: { body: string };
  notifications?: { id: string }[];
  links?: { current: string; next?: string };
  templates?: unknown[];
  received_text_messages?: unknown[];
  suppressions?: unknown[];
  row_count?: number;
}

/** Changes a JSON answer where `change` gives another; others pass. */
function json(reply: Reply, change: (body: Shown) => Shown | undefined): Reply {
  if (!reply.body.startsWith('{')) return reply;
  const changed = change(JSON.parse(reply.body));
  return changed ? { ...reply, body: JSON.stringify(changed) } : reply;
}

/** Whether a path is of one notification. */
export const isOne = (path: string) => /^\/v2\/notifications\/[0-9a-f-]{36}$/.test(path);
const isList = (path: string) => /^\/v2\/notifications\?/.test(path);

/** An answer with one error in place of whatever came. */
export function refused(reply: Reply, status: number, error: string, message: string): Reply {
  return { ...reply, status, body: JSON.stringify({ status_code: status, errors: [{ error, message }] }) };
}

/** Implementations that go wrong, each in one way, with answers that stay of the contract's shape. */
export const MESSAGING_FAULTS: readonly PlantedFault[] = [
  {
    name: 'access: the body is looked at before the token',
    caughtBy: 'access',
    reply: (reply, { body }) =>
      body === '{' ? refused(reply, 400, 'BadRequestError', 'Invalid JSON supplied in POST data') : reply,
  },
  {
    name: 'access: a missing token is 403',
    caughtBy: 'access',
    reply: (reply) => (reply.status === 401 ? refused(reply, 403, 'AuthError', 'Forbidden') : reply),
  },
  {
    name: 'access: the clock is told in other words',
    caughtBy: 'access',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace('Error: Your system clock', 'Your system clock'),
    }),
  },
  {
    name: 'sending: what was sent is shown without its last letter',
    caughtBy: 'sending',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        isOne(path) && shown.body ? { ...shown, body: shown.body.slice(0, -1) } : undefined,
      ),
  },
  {
    name: 'sending: the reference is lost',
    caughtBy: 'sending',
    reply: (reply, { method }) =>
      json(reply, (shown) =>
        method === 'POST' && shown.reference ? { ...shown, reference: null } : undefined,
      ),
  },
  {
    name: 'sending: a delivered message has no time of sending',
    caughtBy: 'sending',
    reply: (reply, { path }) =>
      json(reply, (shown) => (isOne(path) && shown.sent_at ? { ...shown, sent_at: null } : undefined)),
  },
  {
    name: 'sending: a number is shown in another form than it was written in',
    caughtBy: 'sending',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        isOne(path) && shown.phone_number ? { ...shown, phone_number: '+447700900123' } : undefined,
      ),
  },
  {
    name: 'sending: only the first error of the schema is told',
    caughtBy: 'sending',
    reply: (reply) =>
      json(reply, (shown) => (shown.errors ? { ...shown, errors: shown.errors.slice(0, 1) } : undefined)),
  },
  {
    name: 'sending: schema errors have the name of other errors',
    caughtBy: 'sending',
    reply: (reply) => ({ ...reply, body: reply.body.replaceAll('"ValidationError"', '"BadRequestError"') }),
  },
  {
    name: 'sending: members that do not belong there are let in',
    caughtBy: 'sending',
    request: (request) => ({ ...request, body: request.body.replace(/,"colour":1/, '') }),
  },
  {
    name: 'test keys: every message is delivered',
    caughtBy: 'test keys',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        isOne(path) && shown.status?.endsWith('-failure') ? { ...shown, status: 'delivered' } : undefined,
      ),
  },
  {
    name: 'reading: a list is oldest first',
    caughtBy: 'reading',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        isList(path) && shown.notifications
          ? { ...shown, notifications: [...shown.notifications].reverse() }
          : undefined,
      ),
  },
  {
    name: 'reading: the filter by reference is ignored',
    caughtBy: 'reading',
    request: (request) => ({ ...request, path: request.path.replace(/reference=[^&]*&?/, '') }),
  },
  {
    name: 'reading: the last page leads on to itself',
    caughtBy: 'reading',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        isList(path) && shown.links && !shown.links.next
          ? { ...shown, links: { ...shown.links, next: shown.links.current } }
          : undefined,
      ),
  },
  {
    name: 'reading: a notification that is unknown is 400',
    caughtBy: 'reading',
    reply: (reply, { path }) =>
      isOne(path) && reply.status === 404
        ? refused(reply, 400, 'ValidationError', 'notification_id is not a valid UUID')
        : reply,
  },
  {
    name: 'templates: an old version is answered with the current one',
    caughtBy: 'templates',
    request: (request) => ({ ...request, path: request.path.replace(/\/version\/\d+$/, '') }),
  },
  {
    name: 'templates: a preview shows the placeholders',
    caughtBy: 'templates',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        path.endsWith('/preview') && shown.body ? { ...shown, body: 'Dear ((name))' } : undefined,
      ),
  },
  {
    name: 'keys: trial mode is told in other words',
    caughtBy: 'keys',
    reply: (reply) => ({ ...reply, body: reply.body.replace('is in trial mode', 'is on trial') }),
  },
  {
    name: 'keys: a plain key is not taken',
    caughtBy: 'keys',
    reply: (reply, { headers }) =>
      /^ApiKey-v1 /.test(String(headers.authorization)) && reply.status === 200
        ? refused(reply, 401, 'AuthError', 'Unauthorized: authentication bearer scheme must be used')
        : reply,
  },
  {
    name: 'keys: the sender that is named is passed over',
    caughtBy: 'keys',
    request: (request) => ({ ...request, body: request.body.replace(/,"sms_sender_id":"[^"]*"/, '') }),
  },
  {
    name: 'keys: a test key lists nothing',
    caughtBy: 'keys',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        isList(path) && shown.notifications
          ? { ...shown, notifications: [], links: { current: shown.links?.current ?? '' } }
          : undefined,
      ),
  },
  {
    name: 'limits: the day’s limit is told without its channel',
    caughtBy: 'limits',
    reply: (reply) => ({ ...reply, body: reply.body.replace('(email: 1)', '(1)') }),
  },
  {
    name: 'limits: the body is read before requests are counted',
    caughtBy: 'limits',
    reply: (reply, { body }) =>
      body === '{' && reply.status === 429
        ? refused(reply, 400, 'BadRequestError', 'Invalid JSON supplied in POST data')
        : reply,
  },
  {
    name: 'order: missing values are told before the template’s kind',
    caughtBy: 'order',
    reply: (reply) =>
      reply.body.includes('template is not suitable')
        ? refused(reply, 400, 'BadRequestError', 'Missing personalisation: name, list, flag')
        : reply,
  },
  {
    name: 'content: a list is a sentence in an e-mail too',
    caughtBy: 'content',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace(String.raw`\n\n* a licence\n* a rod\n* time`, ' a licence, a rod and time'),
    }),
  },
  {
    name: 'content: what strangers wrote is left as it is',
    caughtBy: 'content',
    request: (request) => ({
      ...request,
      body: request.body.replace(/,"sanitise_content_for":\[[^\]]*\]/, ''),
    }),
  },
  {
    name: 'content: a preview’s HTML runs what strangers wrote',
    caughtBy: 'content',
    reply: (reply) =>
      json(reply, (shown) =>
        shown.html
          ? { ...shown, html: shown.html.replaceAll('&#60;', '<').replaceAll('&#62;', '>') }
          : undefined,
      ),
  },
  {
    name: 'content: a text message is shown as it was written',
    caughtBy: 'content',
    reply: (reply) => ({ ...reply, body: reply.body.replace('Lódz...', 'Łódź…') }),
  },
  {
    name: 'letters: a PDF that is not ready is told by another name',
    caughtBy: 'letters',
    reply: (reply) => ({ ...reply, body: reply.body.replace('PDFNotReadyError', 'BadRequestError') }),
  },
  {
    name: 'letters: a PDF comes back with another end',
    caughtBy: 'letters',
    reply: (reply, { path }) =>
      path.endsWith('/pdf') ? { ...reply, body: reply.body.replace(/%%EOF$/, '%%EOF ') } : reply,
  },
  {
    name: 'letters: a letter’s status is the one of a message',
    caughtBy: 'letters',
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        isOne(path) && shown.status === 'received' ? { ...shown, status: 'delivered' } : undefined,
      ),
  },
  {
    name: 'files: a stranger is told the file’s name',
    caughtBy: 'files',
    reply: (reply, { method, path }) =>
      method === 'GET' && path.startsWith('/files/')
        ? { ...reply, body: reply.body.replace('</main>', 'results.csv</main>') }
        : reply,
  },
  {
    name: 'files: a period that is too long is cut short',
    caughtBy: 'files',
    request: (request) => ({ ...request, body: request.body.replace('79 weeks', '7 weeks') }),
  },
  {
    name: 'received texts: the oldest comes first',
    caughtBy: 'received texts',
    reply: (reply) =>
      json(reply, (shown) =>
        shown.received_text_messages
          ? { ...shown, received_text_messages: [...shown.received_text_messages].reverse() }
          : undefined,
      ),
  },
  {
    name: 'unsubscribe: any link is good',
    caughtBy: 'unsubscribe',
    reply: (reply, { path }) =>
      path.startsWith('/unsubscribe/')
        ? {
            ...reply,
            status: 200,
            body: JSON.stringify({ result: 'success', message: 'Unsubscribe successful' }),
          }
        : reply,
  },
  {
    name: 'planned: what is planned is sent at once',
    caughtBy: 'planned',
    request: (request) => ({ ...request, body: request.body.replace(/,"scheduled_for":"[^"]*"/, '') }),
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace('"scheduled_for":null', `"scheduled_for":"${soon()}"`),
    }),
  },
  {
    name: 'planned: what is cancelled is sent all the same',
    caughtBy: 'planned',
    request: (request) => {
      const [, one] = /^(.*)\/cancel$/.exec(request.path) ?? [];
      return one === undefined ? request : { ...request, method: 'GET', path: one };
    },
    reply: (reply, { path }) =>
      json(reply, (shown) =>
        path.endsWith('/cancel') && shown.status === 'scheduled'
          ? { ...shown, status: 'cancelled' }
          : undefined,
      ),
  },
  {
    name: 'planned: a time that has passed is sent at once',
    caughtBy: 'planned',
    request: (request) => {
      const [, at] = /"scheduled_for":"([^"]*)"/.exec(request.body) ?? [];
      const isPast = at !== undefined && Date.parse(at) < Date.now();
      return isPast ? { ...request, body: request.body.replace(/,"scheduled_for":"[^"]*"/, '') } : request;
    },
  },
  {
    name: 'planned: the offset of a time is passed over',
    caughtBy: 'planned',
    request: (request) => ({ ...request, body: request.body.replace('+05:30"', 'Z"') }),
  },
  {
    name: 'bulk: rows that fail are left out, and the others are sent',
    caughtBy: 'bulk',
    request: (request) => ({ ...request, body: request.body.replace(/,\["nobody"[^\]]*\]/, '') }),
  },
  {
    name: 'bulk: rows are numbered without the header',
    caughtBy: 'bulk',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace('"#/rows/2"', '"#/rows/1"').replace('row 3:', 'row 2:'),
    }),
  },
  {
    name: 'bulk: the last row is lost',
    caughtBy: 'bulk',
    request: (request) =>
      request.path === bulkPath ? { ...request, body: request.body.replace(/,\[[^[\]]*\]\]/, ']') } : request,
    reply: (reply, { path, method }) =>
      json(reply, (shown) =>
        path === bulkPath && method === 'POST' && shown.row_count
          ? { ...shown, row_count: shown.row_count + 1 }
          : undefined,
      ),
  },
  {
    name: 'bulk: a key that is used again makes another job',
    caughtBy: 'bulk',
    request: (request) => {
      const { 'idempotency-key': _key, ...headers } = request.headers;
      return request.path === bulkPath ? { ...request, headers } : request;
    },
  },
  {
    name: 'preferences: an opt-out is stored and passed over',
    caughtBy: 'preferences',
    request: (request) => ({ ...request, body: request.body.replace(/,"opted_out":\[[^\]]*\]/, '') }),
  },
  {
    name: 'preferences: the order of a person’s channels is passed over',
    caughtBy: 'preferences',
    request: (request) => ({
      ...request,
      body: request.body.replace('"channels":["sms"]', '"channels":["email"]'),
    }),
    reply: (reply, { method, path }) =>
      method === 'GET' && path.startsWith('/ashlar/v1/recipients/')
        ? { ...reply, body: reply.body.replace('"channels":["email"]', '"channels":["sms"]') }
        : reply,
  },
  {
    name: 'preferences: an address that is not known is told as one that is',
    caughtBy: 'preferences',
    reply: (reply, { path }) =>
      path.startsWith('/ashlar/v1/recipients/')
        ? {
            ...reply,
            body: reply.body.replace('"email_address":null', '"email_address":"anybody@conformance.example"'),
          }
        : reply,
  },
  {
    name: 'suppressed: an address on the list gets its e-mail all the same',
    caughtBy: 'suppressed',
    request: (request) =>
      request.method === 'PUT' && isSuppressions(request.path)
        ? { ...request, body: request.body.replace(/"email_address":"/, '"email_address":"x') }
        : request,
    reply: (reply, { method, path }) =>
      method === 'PUT' && isSuppressions(path)
        ? { ...reply, body: reply.body.replace(/"email_address":"x/, '"email_address":"') }
        : reply,
  },
  {
    name: 'suppressed: nobody is told why',
    caughtBy: 'suppressed',
    reply: (reply) => ({ ...reply, body: reply.body.replace('"suppressed"', 'null') }),
  },
  {
    name: 'suppressed: what is put on the list again is said to be so for the later reason',
    caughtBy: 'suppressed',
    reply: (reply, { method, path, body }) =>
      method === 'PUT' && isSuppressions(path) && body.includes('"manual"')
        ? { ...reply, body: reply.body.replace('"complaint"', '"manual"') }
        : reply,
  },
  {
    name: 'suppressed: an address that is taken from the list stays there',
    caughtBy: 'suppressed',
    request: (request) =>
      request.method === 'DELETE' && request.path.includes('/suppressions/')
        ? { ...request, method: 'GET', path: request.path.replace(/\/suppressions\/.*$/, '') }
        : request,
    reply: (reply, { method, path }) =>
      method === 'DELETE' && path.includes('/suppressions/') ? { ...reply, status: 204, body: '' } : reply,
  },
  {
    name: 'suppressed: the oldest comes first',
    caughtBy: 'suppressed',
    reply: (reply, { method, path }) =>
      json(reply, (shown) =>
        method === 'GET' && /\/suppressions(\?|$)/.test(path) && shown.suppressions
          ? { ...shown, suppressions: [...shown.suppressions].reverse() }
          : undefined,
      ),
  },
];

function isSuppressions(path: string): boolean {
  return path.endsWith('/suppressions');
}

function soon(): string {
  return new Date(Date.now() + 1000).toISOString();
}

const bulkPath = '/ashlar/v1/bulk-jobs';
