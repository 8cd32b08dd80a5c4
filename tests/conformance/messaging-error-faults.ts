import type { PlantedFault } from './faulty-proxy.ts';
import { isOne, refused } from './messaging-faults.ts';

/** Implementations that tell errors and callbacks wrong, or stay with a carrier that fails. */
export const MESSAGING_ERROR_FAULTS: readonly PlantedFault[] = [
  {
    name: 'errors: a landline is a number with too few digits',
    caughtBy: 'errors',
    reply: (reply) => ({ ...reply, body: reply.body.replace('Not a UK mobile number', 'Not enough digits') }),
  },
  {
    name: 'errors: forms are not read as JSON',
    caughtBy: 'errors',
    reply: (reply, { headers }) =>
      String(headers['content-type']).includes('urlencoded') && reply.status === 201
        ? refused(reply, 415, 'BadRequestError', 'The body must be application/json')
        : reply,
  },
  {
    name: 'errors: times of yesterday are good',
    caughtBy: 'errors',
    request: (request) => ({ ...request, body: request.body.replace(/,"scheduled_for":"[^"]*"/, '') }),
  },
  {
    name: 'errors: links that end their header are good',
    caughtBy: 'errors',
    request: (request) => ({ ...request, body: request.body.replace('>,<mailto:a@b.example', '') }),
  },
  {
    name: 'errors: a deleted template is unknown',
    caughtBy: 'errors',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace('Template has been deleted', 'Template not found'),
    }),
  },
  {
    name: 'errors: an e-mail’s length is told without its size',
    caughtBy: 'errors',
    reply: (reply) => ({ ...reply, body: reply.body.replace(/ Your message is \d+ bytes\./, '') }),
  },
  {
    name: 'errors: an e-mail’s PDF is not ready',
    caughtBy: 'errors',
    reply: (reply) =>
      reply.body.includes('Notification is not a letter')
        ? refused(reply, 400, 'PDFNotReadyError', 'PDF not available yet, try again later')
        : reply,
  },
  {
    name: 'errors: a template that is unknown is previewed as an empty one',
    caughtBy: 'errors',
    reply: (reply, { path }) =>
      path.endsWith('/preview') && reply.status === 404
        ? refused(reply, 400, 'BadRequestError', 'Missing personalisation: name')
        : reply,
  },
  {
    name: 'errors: what another service has is forbidden',
    caughtBy: 'errors',
    reply: (reply, { path }) =>
      isOne(path) && reply.status === 404 ? refused(reply, 403, 'AuthError', 'Forbidden') : reply,
  },
  {
    name: 'errors: a QR code’s size is told wrong',
    caughtBy: 'errors',
    reply: (reply) => ({ ...reply, body: reply.body.replace('"num_bytes":505', '"num_bytes":504') }),
  },
  {
    name: 'errors: forces’ post with a country has a wrong postcode',
    caughtBy: 'errors',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace(
        'The last line of a BFPO address must not be a country.',
        'Must be a real UK postcode',
      ),
    }),
  },
  {
    name: 'errors: a letter in trial mode is a bad request',
    caughtBy: 'errors',
    reply: (reply) =>
      reply.body.includes('Cannot send letters when service is in trial mode')
        ? refused(reply, 400, 'BadRequestError', 'Cannot send letters when service is in trial mode')
        : reply,
  },
  {
    name: 'errors: a service without keys has another key',
    caughtBy: 'errors',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace('service has no API keys', 'API key not found'),
    }),
  },
  {
    name: 'errors: a route that is unknown is told as a thing that is',
    caughtBy: 'errors',
    reply: (reply) =>
      reply.body.includes('The requested URL was not found')
        ? refused(reply, 404, 'NoResultFound', 'No result found')
        : reply,
  },
  {
    name: 'errors: a wrong method is an unknown route',
    caughtBy: 'errors',
    reply: (reply) => (reply.status === 405 ? { ...reply, status: 404 } : reply),
  },
  {
    name: 'errors: a smoke test’s number is one of those that a team key may not send to',
    caughtBy: 'errors',
    reply: (reply, { body }) =>
      /0770 ?0900 ?000|7700900111|07700 900 222/.test(body) && reply.status === 201
        ? refused(reply, 400, 'BadRequestError', 'Can’t send to this recipient using a team-only API key')
        : reply,
  },
  {
    name: 'callbacks: nobody is ever told',
    caughtBy: 'callbacks',
    request: (request) =>
      /\/callbacks\//.test(request.path)
        ? { ...request, body: request.body.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1') }
        : request,
  },
  {
    name: 'callbacks: another token comes along',
    caughtBy: 'callbacks',
    request: (request) => ({
      ...request,
      body: request.body.replace('"a-token-of-the-suite"', '"another-token-than-that"'),
    }),
  },
  {
    name: 'callbacks: a refusal is tried again',
    caughtBy: 'callbacks',
    reply: (reply, { path }) =>
      path.endsWith('/callback-messages')
        ? { ...reply, body: reply.body.replaceAll('"failed"', '"pending"') }
        : reply,
  },
  {
    name: 'callbacks: a failure is final',
    caughtBy: 'callbacks',
    reply: (reply, { path }) =>
      path.endsWith('/callback-messages')
        ? { ...reply, body: reply.body.replaceAll('"pending"', '"failed"') }
        : reply,
  },
  {
    name: 'failover: messages stay with the carrier that fails',
    caughtBy: 'failover',
    request: (request) => ({
      ...request,
      body: request.body.replace('"sms_provider":"automatic"', '"sms_provider":"sandbox-sms-1"'),
    }),
  },
  {
    name: 'failover: no carrier is ever known to have failed',
    caughtBy: 'failover',
    reply: (reply, { path }) =>
      path.endsWith('/messaging-providers')
        ? { ...reply, body: reply.body.replaceAll(/"errors_last_minute":\d+/g, '"errors_last_minute":0') }
        : reply,
  },
];
