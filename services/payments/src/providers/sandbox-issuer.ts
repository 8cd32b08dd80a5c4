import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuthorisationOutcome } from '../domain/ports.ts';
import type { Remembered } from './sandbox-memory.ts';

/** What the simulated issuer's page offers, in its order, and what becomes of the card then. A payer who gives up is declined. */
const answers = { pass: 'authorised', fail: 'declined', cancel: 'declined' } as const;

/** Where the simulated issuer's page is, beside the payment's own pages. */
const page = '3ds_simulation';

/** An authorisation that the issuer asks about. Its transaction's id is random, and no payer sees it. */
type Asked = Pick<Remembered, 'key' | 'transactionId'>;

/** The page with the issuer's question about an authorisation. The answers that it may give come with it, signed: the issuer remembers nothing. */
export function challengePage(asked: Asked): string {
  const query = new URLSearchParams();
  for (const answer of Object.keys(answers)) query.set(answer, signed(asked, answer));
  return `${page}?${query}`;
}

/** What an answer makes of the authorisation; undefined when it is not the issuer's answer about it. */
export function readAnswer(asked: Asked, text: string): AuthorisationOutcome | undefined {
  const [answer = ''] = text.split('.', 1);
  if (!Object.hasOwn(answers, answer)) return undefined;
  const [given, expected] = [Buffer.from(text), Buffer.from(signed(asked, answer))];
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  return genuine ? answers[answer as keyof typeof answers] : undefined;
}

// With what the sandbox remembers of the authorisation and not with a key of the service: a payer who is with the issuer while a department is handed over comes
// back to another service.
function signed({ key, transactionId }: Asked, answer: string): string {
  return `${answer}.${createHmac('sha256', transactionId).update(`3ds\n${key}\n${answer}`).digest('base64url')}`;
}
