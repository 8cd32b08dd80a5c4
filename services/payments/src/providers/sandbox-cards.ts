import type { DisputeReason } from '../domain/dispute.ts';
import type { AuthorisationOutcome } from '../domain/ports.ts';

/** Which sandbox: they differ in the cards that only one of them takes. */
export type SandboxId = 'sandbox' | 'sandbox-a' | 'sandbox-b';

/** What a sandbox says of a card: the standard's test cards decide (payments standard, test card numbers), then its own. Every other number is a fault. */
export function outcomeAt(id: SandboxId, number: string): AuthorisationOutcome {
  return (
    own[id].get(number) ??
    (authorised.has(number)
      ? 'authorised'
      : challenged.has(number)
        ? 'requires_3ds'
        : declined.has(number)
          ? 'declined'
          : 'error')
  );
}

/** Why a card's payer challenges the payment, and how that ends: `open` waits until it is told to go on. */
export interface Challenge {
  readonly reason: DisputeReason;
  readonly end: 'open' | 'won' | 'lost';
}

/**
 * Whether a card's payer challenges the payment. Evidence is given at once and decides, unless the name on the card says not to, as at the
 * standard's own test accounts.
 */
export function challengeOf(card: { number: string; holder: string }): Challenge | undefined {
  const challenge = disputed.get(card.number);
  return challenge && card.holder === withoutEvidence ? { ...challenge, end: 'open' } : challenge;
}

/** How later charges of a kept card go: one of the standard's cards can be kept and is then declined. */
export function chargedLater(number: string): AuthorisationOutcome {
  return declinedLater.has(number) ? 'declined' : 'authorised';
}

const withoutEvidence = 'skip_evidence';

/** Cards whose payers challenge the payment once it is captured, with the reason that they give and how that ends (payments standard, test card numbers). */
const disputed = new Map<string, Challenge>([
  ['4000000000000259', { reason: 'fraudulent', end: 'lost' }],
  ['4000000000002685', { reason: 'product_not_received', end: 'won' }],
]);

const authorised = new Set([
  ...disputed.keys(),
  '4242424242424242',
  '4444333322221111',
  '4917610000000000003',
  '4000056655665556',
  '5105105105105100',
  '371449635398431',
  '3566002020360505',
  '6011000990139424',
  '36148900647913',
  '222100000000000',
  '4000000000000010',
  '4000160000000004',
  '4000020000000000',
  '4988080000000000',
  '4111111111111111',
  '4293189100000008',
  '5101180000000007',
  '4131840000000003',
  '4000180000000002',
  '5200828282828210',
]);
// Cards whose issuer asks the payer first, unless nobody is there to answer.
const challenged = new Set(['4000002500003155', '4000000000003063']);
const declinedLater = new Set(['5105105105105100']);
const declined = new Set(['4000000000000002', '4000000000000069', '4000000000000127']);

// Cards that show what another provider would have done: the README lists them.
const onlyAtA = '4000000000000101';
const onlyAtB = '4000000000000200';
const faultyAtA = '4000000000000309';
const faultyAtB = '4000000000000408';
const own: Readonly<Record<SandboxId, ReadonlyMap<string, AuthorisationOutcome>>> = {
  sandbox: new Map(),
  'sandbox-a': new Map([
    [onlyAtA, 'authorised'],
    [onlyAtB, 'declined'],
    [faultyAtA, 'error'],
    [faultyAtB, 'authorised'],
  ]),
  'sandbox-b': new Map([
    [onlyAtA, 'declined'],
    [onlyAtB, 'authorised'],
    [faultyAtA, 'authorised'],
    [faultyAtB, 'error'],
  ]),
};
