import { until } from '@ashlar/testkit';
import type { EvidenceChain } from '../../src/domain/secure-message/evidence.ts';
import { type Account, type Answer, adminToken, type Service } from '../fixtures.ts';

/** Words that no test of these lets leave the mailbox. */
export const secret = 'Xanthoma';

/** A text as a file of a message. */
export function aTextFile(text: string, changes: Record<string, unknown> = {}) {
  return {
    encoding_format: 'text/plain',
    filename: 'letter.txt',
    language: 'en',
    content: Buffer.from(text).toString('base64'),
    ...changes,
  };
}

/** A valid body of a confidential message. */
export function aSecureMessage({ id }: Pick<Account, 'id'>, changes: Record<string, unknown> = {}) {
  return {
    messaging_service_id: id,
    recipient: { recipient_id: 'person-1' },
    sender: { label: 'Fishing licences' },
    label: `About your ${secret}`,
    confidentiality: 'confidential',
    required_assurance: 'low',
    main_document: { files: [aTextFile(`Your ${secret} is granted.`)] },
    ...changes,
  };
}

/** Calls an operation of secure messages as a client of a department. */
export async function secureCall(
  service: Pick<Service, 'call' | 'issuer'>,
  method: 'GET' | 'POST',
  path: string,
  ask: { body?: unknown; department?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const key = await adminToken(service, ask.department ?? 'demo', 'messaging:secure-messages');
  const { body, headers } = ask;
  return service.call(method, `/ashlar/v1/secure-messages${path}`, {
    key,
    ...(body !== undefined && { body }),
    ...(headers && { headers }),
  });
}

/** Sends a secure message and answers its id; throws unless it is accepted. */
export async function sendSecure(
  service: Service,
  account: Account,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const sent = await secureCall(service, 'POST', '', { body: aSecureMessage(account, changes) });
  if (sent.status !== 201) throw new Error(`Sending answers ${sent.status} ${sent.text}`);
  return String(sent.json.message_uuid);
}

/** Waits until a message has a state, and answers it as the API shows it. */
export function secureReaches(service: Service, id: string, state: string): Promise<Record<string, unknown>> {
  const there = async () => {
    const { json } = await secureCall(service, 'GET', `/${id}`);
    return json.state === state ? json : undefined;
  };
  return until(there, { timeoutMs: 15_000, what: `${id} to be ${state}` });
}

/** The evidence of a message. */
export async function evidenceOf(service: Service, id: string): Promise<EvidenceChain> {
  return (await secureCall(service, 'GET', `/${id}/evidence`)).json as unknown as EvidenceChain;
}

/** Waits until the evidence of a message says that something happened. */
export function attested(service: Service, id: string, event: string): Promise<EvidenceChain> {
  const there = async () => {
    const chain = await evidenceOf(service, id);
    return chain.evidence.some((piece) => piece.event === event) ? chain : undefined;
  };
  return until(there, { timeoutMs: 15_000, what: `evidence that ${id} was ${event}` });
}

/** What a JWS says, unverified. */
export function claimsOf(jws: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
}

/** What a refusal says: its status, and each place that is wrong. */
export function refusalOf({ status, json }: Answer): (string | number)[] {
  const errors = (json.errors ?? []) as { pointer: string; detail: string }[];
  return [status, ...errors.map(({ pointer, detail }) => `${pointer} ${detail}`)];
}
