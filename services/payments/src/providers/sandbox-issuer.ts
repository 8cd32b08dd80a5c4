import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuthorisationOutcome } from '../domain/ports.ts';

/** What the simulated issuer's page offers, in its order, and what becomes of the card then. A payer who gives up is declined. */
const answers = { pass: 'authorised', fail: 'declined', cancel: 'declined' } as const;

/** Where the simulated issuer's page is, beside the payment's own pages. */
const page = '3ds_simulation';

/** An issuer that asks whatever it is told to, and signs the answers: each for one authorisation. */
export function createIssuer(secret: Buffer) {
  const signed = (key: string, answer: string) =>
    `${answer}.${createHmac('sha256', secret).update(`3ds\n${key}\n${answer}`).digest('base64url')}`;
  return {
    /** The page with its question about an authorisation. The answers that it may give come with it: it remembers nothing. */
    challenge(key: string): string {
      const query = new URLSearchParams();
      for (const answer of Object.keys(answers)) query.set(answer, signed(key, answer));
      return `${page}?${query}`;
    },
    /** What an answer makes of the authorisation; undefined when it is not this issuer's answer about it. */
    read(key: string, text: string): AuthorisationOutcome | undefined {
      const [answer = ''] = text.split('.', 1);
      if (!Object.hasOwn(answers, answer)) return undefined;
      const [given, expected] = [Buffer.from(text), Buffer.from(signed(key, answer))];
      const genuine = given.length === expected.length && timingSafeEqual(given, expected);
      return genuine ? answers[answer as keyof typeof answers] : undefined;
    },
  };
}
