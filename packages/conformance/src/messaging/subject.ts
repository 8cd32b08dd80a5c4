import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { type Answer, type Ask, send } from '../http.ts';

/** The implementation under test: an address and what a department would hold. */
export interface MessagingSubject {
  /** A root without a path or trailing slash. */
  readonly baseUrl: string;
  /** A key that may send to anyone, in the standard's form. */
  readonly apiKey: string;
  /** A key of type test of the same service; what needs one is left out without it. */
  readonly testApiKey?: string;
  /** An access token with messaging:admin, of the department that the address belongs to; what makes services of its own is left out without it. */
  readonly adminToken?: string;
  /** An access token with messaging:admin of an operator of all departments; what changes carriers that do as they are told is left out without it. */
  readonly operatorToken?: string;
  /** Templates of that service, each with at least one placeholder. */
  readonly emailTemplate: string;
  readonly smsTemplate: string;
}

/** A recipient of each kind that nobody owns. */
export const recipients = { email: 'conformance@example.org', sms: '07700900123' };

const validator = createSchemaValidator(loadContract('messaging').document);

/** The token that a client makes of a key. `changes` replace claims and header. */
export function tokenOf(
  key: string,
  changes: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {},
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: key.slice(-73, -37), iat: Math.round(Date.now() / 1000), ...changes.claims };
  const signed = `${part({ typ: 'JWT', alg: 'HS256', ...changes.header })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', key.slice(-36)).update(signed).digest('base64url')}`;
}

/** Calls the API with the subject's key, and checks that the answer is one that the contract of `operationId` allows. */
export async function call(
  subject: MessagingSubject,
  operationId: string,
  path: string,
  ask: Ask & { key?: string; authorization?: string | null } = {},
): Promise<Answer> {
  const { key = subject.apiKey, authorization = `Bearer ${tokenOf(key)}` } = ask;
  const headers = { ...(authorization !== null && { authorization }), ...ask.headers };
  const answer = await send(`${subject.baseUrl}${path}`, { ...ask, headers });
  const shown = answer.json ?? (answer.text === '' ? undefined : answer.text);
  const faults = validator.response(operationId, answer.status, shown);
  const what = `${operationId} answered ${answer.status} outside its contract: ${answer.text.slice(0, 400)}`;
  assert.deepEqual(faults, [], what);
  return answer;
}

/** Values for every placeholder of a template. */
export async function valuesFor(
  subject: MessagingSubject,
  template: string,
): Promise<Record<string, string>> {
  const { json } = await call(subject, 'getTemplate', `/v2/template/${template}`);
  const names = Object.keys((json as { personalisation: object }).personalisation);
  assert.ok(names.length > 0, 'the suite needs a template with a placeholder');
  return Object.fromEntries(names.map((name) => [name, 'Anna']));
}

/** A valid body of a message, with members replaced or (undefined) left out. */
export async function bodyOf(
  subject: MessagingSubject,
  kind: 'email' | 'sms',
  changes: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const template_id = kind === 'email' ? subject.emailTemplate : subject.smsTemplate;
  const recipient = kind === 'email' ? { email_address: recipients.email } : { phone_number: recipients.sms };
  return { ...recipient, template_id, personalisation: await valuesFor(subject, template_id), ...changes };
}

/** Sends a message and answers what was said. Its reference is a new one unless told, and comes back with what is accepted. */
export async function sendMessage(
  subject: MessagingSubject,
  kind: 'email' | 'sms',
  changes: Record<string, unknown> = {},
  key?: string,
): Promise<Answer> {
  const operationId = kind === 'email' ? 'sendEmail' : 'sendSms';
  const body = await bodyOf(subject, kind, { reference: randomUUID(), ...changes });
  const answer = await call(subject, operationId, `/v2/notifications/${kind}`, { body, ...(key && { key }) });
  assertEchoed(answer, body);
  return answer;
}

/** Asserts that what was accepted is what was asked for: it comes back with its reference. */
export function assertEchoed({ status, json }: Answer, body: Record<string, unknown>): void {
  if (status === 201) assert.equal((json as { reference?: unknown }).reference, body.reference ?? null);
}

/** Asserts that the subject listens: a refusal says little of one that would refuse anything, or never heard the question. */
export async function assertListens(subject: MessagingSubject): Promise<void> {
  const reference = randomUUID();
  const { status, json } = await call(
    subject,
    'listNotifications',
    `/v2/notifications?reference=${reference}`,
  );
  assert.equal(status, 200);
  const { notifications, links } = json as { notifications: unknown[]; links: { current: string } };
  assert.deepEqual(notifications, []);
  assert.ok(links.current.includes(reference), `${links.current} is not what was asked for`);
}

/** Sends a message and answers its id; throws unless it was accepted. */
export async function accepted(...ask: Parameters<typeof sendMessage>): Promise<string> {
  const answer = await sendMessage(...ask);
  assert.equal(answer.status, 201, answer.text);
  return (answer.json as { id: string }).id;
}

/** Asserts the errors of the standard, in order, as `ErrorName: message`. */
export function assertErrors(answer: Answer, status: number, expected: readonly string[]): void {
  const { status_code, errors = [] } = (answer.json ?? {}) as {
    status_code?: number;
    errors?: { error: string; message: string }[];
  };
  assert.deepEqual(
    {
      status: answer.status,
      status_code,
      errors: errors.map(({ error, message }) => `${error}: ${message}`),
    },
    { status, status_code: status, errors: expected },
  );
}

/** Waits until a notification has a status, and answers it; throws after 20 s with what it was last. */
export async function reaches(
  subject: MessagingSubject,
  id: string,
  status: string,
): Promise<Record<string, unknown>> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { json } = await call(subject, 'getNotification', `/v2/notifications/${id}`);
    const found = json as Record<string, unknown>;
    if (found.status === status) return found;
    assert.equal(found.completed_at, null, `the notification ended as ${found.status} and not ${status}`);
    assert.ok(Date.now() < deadline, `the notification is ${found.status} and not ${status} after 20 s`);
    await setTimeout(100);
  }
}
