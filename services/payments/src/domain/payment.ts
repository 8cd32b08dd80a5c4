import type { Booking } from './money.ts';

/** Where a payment is inside this component. A `… READY` status is a lock: one caller holds the payment while a provider answers. */
export type Status =
  | 'CREATED'
  | 'PAYMENT NOTIFICATION CREATED'
  | 'ENTERING CARD DETAILS'
  | 'USER NOT PRESENT QUEUED'
  | 'AUTHORISATION READY'
  | 'AUTHORISATION 3DS REQUIRED'
  | 'AUTHORISATION 3DS READY'
  | 'AUTHORISATION SUCCESS'
  | 'AUTHORISATION REJECTED'
  | 'AUTHORISATION ERROR'
  | 'AWAITING CAPTURE REQUEST'
  | 'CAPTURE APPROVED'
  | 'CAPTURE READY'
  | 'CAPTURE SUBMITTED'
  | 'CAPTURED'
  | 'CAPTURE ERROR'
  | 'SYSTEM CANCEL READY'
  | 'SYSTEM CANCELLED'
  | 'USER CANCEL READY'
  | 'USER CANCELLED'
  | 'EXPIRE CANCEL READY'
  | 'EXPIRED';

/** A payment's state as the standard shows it to a department. */
export interface ExternalState {
  readonly status:
    | 'created'
    | 'started'
    | 'submitted'
    | 'capturable'
    | 'success'
    | 'failed'
    | 'cancelled'
    | 'error';
  readonly finished: boolean;
  readonly code?: string;
  readonly message?: string;
}

/** What a department hears of a move: the last but one part of the event's type, or null when it hears nothing. */
export type PaymentEvent =
  | 'started'
  | 'authorised'
  | 'confirmed'
  | 'capture_requested'
  | 'captured'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'failed';

/** One legal step of a payment. Made only by {@link move}, so an illegal one cannot reach the store. */
export interface Move {
  readonly from: Status;
  readonly to: Status;
  /** CloudEvents type, or null for a step that no department hears of. */
  readonly type: string | null;
  readonly state: ExternalState;
  /** Whether a department sees another state afterwards than before. */
  readonly changesState: boolean;
  /** What the ledger enters for it, if it enters anything. */
  readonly booking: Booking | undefined;
}

/** Thrown when code asks for a step that the table does not have: a fault of the program, never of a caller. */
export class IllegalMove extends Error {
  constructor(from: Status, to: Status) {
    super(`A payment cannot go from ${from} to ${to}`);
    this.name = 'IllegalMove';
  }
}

/**
 * Every legal step, and what is published of it. Names and grouping follow the internal graph of the standard's reference
 * implementation; a payment whose payer is not there to confirm it is approved as soon as it is authorised; success is told when the payer confirms, before the money is captured, so a failed capture may still turn it into an error.
 * What is told of a payment that was taken elsewhere ends it at once; CAPTURE SUBMITTED is the success of such a one, whose money never passes here.
 */
export const moves: Readonly<Record<Status, Readonly<Partial<Record<Status, PaymentEvent | null>>>>> = {
  CREATED: {
    'ENTERING CARD DETAILS': 'started',
    'USER NOT PRESENT QUEUED': 'started',
    'AUTHORISATION READY': 'started',
    'AUTHORISATION REJECTED': 'declined',
    'SYSTEM CANCELLED': 'cancelled',
    'USER CANCELLED': 'cancelled',
    EXPIRED: 'expired',
  },
  'PAYMENT NOTIFICATION CREATED': {
    'CAPTURE SUBMITTED': 'confirmed',
    'AUTHORISATION REJECTED': 'declined',
    'USER CANCELLED': 'cancelled',
    'AUTHORISATION ERROR': 'failed',
  },
  'ENTERING CARD DETAILS': {
    'AUTHORISATION READY': null,
    'AUTHORISATION REJECTED': 'declined',
    'SYSTEM CANCELLED': 'cancelled',
    'USER CANCELLED': 'cancelled',
    EXPIRED: 'expired',
  },
  'USER NOT PRESENT QUEUED': { 'AUTHORISATION READY': null, EXPIRED: 'expired' },
  'AUTHORISATION READY': {
    'AUTHORISATION SUCCESS': 'authorised',
    'AUTHORISATION REJECTED': 'declined',
    'AUTHORISATION ERROR': 'failed',
    'AUTHORISATION 3DS REQUIRED': null,
    'ENTERING CARD DETAILS': null,
    'USER NOT PRESENT QUEUED': null,
    'CAPTURE APPROVED': 'confirmed',
    'AWAITING CAPTURE REQUEST': 'confirmed',
    'SYSTEM CANCEL READY': 'cancelled',
  },
  // The issuer's answer may reach the provider by itself, so that what comes of it is heard before the payer is back.
  'AUTHORISATION 3DS REQUIRED': {
    'AUTHORISATION 3DS READY': null,
    'AUTHORISATION SUCCESS': 'authorised',
    'AUTHORISATION REJECTED': 'declined',
    'AUTHORISATION ERROR': 'failed',
    'SYSTEM CANCEL READY': 'cancelled',
    'USER CANCEL READY': 'cancelled',
    'EXPIRE CANCEL READY': 'expired',
  },
  'AUTHORISATION 3DS READY': {
    'AUTHORISATION SUCCESS': 'authorised',
    'AUTHORISATION REJECTED': 'declined',
    'AUTHORISATION ERROR': 'failed',
    'AUTHORISATION 3DS REQUIRED': null,
    'SYSTEM CANCEL READY': 'cancelled',
  },
  'AUTHORISATION SUCCESS': {
    'CAPTURE APPROVED': 'confirmed',
    'AWAITING CAPTURE REQUEST': 'confirmed',
    'SYSTEM CANCEL READY': 'cancelled',
    'USER CANCEL READY': 'cancelled',
    'EXPIRE CANCEL READY': 'expired',
  },
  'AWAITING CAPTURE REQUEST': {
    'CAPTURE APPROVED': 'capture_requested',
    'SYSTEM CANCEL READY': 'cancelled',
    'EXPIRE CANCEL READY': 'expired',
  },
  'CAPTURE APPROVED': { 'CAPTURE READY': null },
  'CAPTURE READY': { CAPTURED: 'captured', 'CAPTURE APPROVED': null, 'CAPTURE ERROR': 'failed' },
  'SYSTEM CANCEL READY': { 'SYSTEM CANCELLED': null },
  'USER CANCEL READY': { 'USER CANCELLED': null },
  'EXPIRE CANCEL READY': { EXPIRED: null },
  'AUTHORISATION REJECTED': {},
  'AUTHORISATION ERROR': {},
  'CAPTURE SUBMITTED': {},
  CAPTURED: {},
  'CAPTURE ERROR': {},
  'SYSTEM CANCELLED': {},
  'USER CANCELLED': {},
  EXPIRED: {},
};

/**
 * The step from one status to another.
 * @throws {IllegalMove} when the table has no such step.
 */
export function move(from: Status, to: Status): Move {
  const event = moves[from][to];
  if (event === undefined) throw new IllegalMove(from, to);
  const state = externalState(to);
  return {
    from,
    to,
    type: event && eventType(event),
    state,
    changesState: state.status !== externalState(from).status,
    booking: bookingOf(from, to),
  };
}

/** The books follow the steps: a success is owed to its department from its first moment, until it is taken or turns out to be none. */
function bookingOf(from: Status, to: Status): Booking | undefined {
  // A capture that has to be tried again was confirmed before.
  if (to === 'CAPTURE APPROVED') return from === 'CAPTURE READY' ? undefined : 'confirmation';
  if (to === 'CAPTURED') return 'capture';
  return to === 'CAPTURE ERROR' ? 'capture_failed' : undefined;
}

/** Whether the table has a step from one status to the other. */
export function canMove(from: Status, to: Status): boolean {
  return moves[from][to] !== undefined;
}

/** The CloudEvents type of something that happened to a payment. */
export function eventType(event: PaymentEvent | 'created'): string {
  return `payments.payment.${event}.v1`;
}

/** The state that a department sees for a status, with the standard's code and message where it has them. */
export function externalState(status: Status): ExternalState {
  return states[status];
}

/** Every status that a department sees as a state. */
export function statusesOf(state: string): Status[] {
  return (Object.keys(states) as Status[]).filter((status) => states[status].status === state);
}

/** Where a service's cancellation takes a payment, or undefined where the standard refuses it (400 P0501). */
export function serviceCancel(from: Status): Move | undefined {
  return firstOpen(from, ['SYSTEM CANCELLED', 'SYSTEM CANCEL READY']);
}

/** Where the payer's own cancellation takes a payment, or undefined where it is too late or a provider is being asked. */
export function payerCancel(from: Status): Move | undefined {
  return firstOpen(from, ['USER CANCELLED', 'USER CANCEL READY']);
}

/** Where the end of a payment's time takes it, or undefined where time no longer matters. */
export function expiry(from: Status): Move | undefined {
  return firstOpen(from, ['EXPIRED', 'EXPIRE CANCEL READY']);
}

/** Where a payment ends once the provider has let go of its authorisation, or undefined when it waits for no such thing. */
export function cancelled(from: Status): Move | undefined {
  return from.endsWith('CANCEL READY')
    ? firstLegal(from, ['SYSTEM CANCELLED', 'USER CANCELLED', 'EXPIRED'])
    : undefined;
}

/** Whether a provider is being asked, so that another change has to wait. What is only being let go of is at its end already. */
export function isInProgress(status: Status): boolean {
  return asking.has(status);
}

/** Whether the payer has confirmed the payment. */
export function isConfirmed(status: Status): boolean {
  return confirmed.has(status);
}

// A payment that is being let go of is finished already: only its provider's answer takes it on.
function firstOpen(from: Status, targets: readonly Status[]): Move | undefined {
  return externalState(from).finished ? undefined : firstLegal(from, targets);
}

function firstLegal(from: Status, targets: readonly Status[]): Move | undefined {
  const to = targets.find((target) => canMove(from, target));
  return to && move(from, to);
}

const asking: ReadonlySet<Status> = new Set(['AUTHORISATION READY', 'AUTHORISATION 3DS READY']);

const confirmed: ReadonlySet<Status> = new Set([
  'AWAITING CAPTURE REQUEST',
  'CAPTURE APPROVED',
  'CAPTURE READY',
  'CAPTURE SUBMITTED',
  'CAPTURED',
]);

const created: ExternalState = { status: 'created', finished: false };
const started: ExternalState = { status: 'started', finished: false };
const success: ExternalState = { status: 'success', finished: true };
const declined: ExternalState = {
  status: 'failed',
  finished: true,
  code: 'P0010',
  message: 'Payment method rejected',
};
const expired: ExternalState = {
  status: 'failed',
  finished: true,
  code: 'P0020',
  message: 'Payment expired',
};
const givenUp: ExternalState = {
  status: 'failed',
  finished: true,
  code: 'P0030',
  message: 'Payment was cancelled by the user',
};
const withdrawn: ExternalState = {
  status: 'cancelled',
  finished: true,
  code: 'P0040',
  message: 'Payment was cancelled by the service',
};
const faulty: ExternalState = {
  status: 'error',
  finished: true,
  code: 'P0050',
  message: 'Payment provider returned an error',
};

const states: Readonly<Record<Status, ExternalState>> = {
  CREATED: created,
  'PAYMENT NOTIFICATION CREATED': created,
  'ENTERING CARD DETAILS': started,
  'USER NOT PRESENT QUEUED': started,
  'AUTHORISATION READY': started,
  'AUTHORISATION 3DS REQUIRED': started,
  'AUTHORISATION 3DS READY': started,
  'AUTHORISATION SUCCESS': { status: 'submitted', finished: false },
  'AUTHORISATION REJECTED': declined,
  'AUTHORISATION ERROR': faulty,
  'AWAITING CAPTURE REQUEST': { status: 'capturable', finished: false },
  'CAPTURE APPROVED': success,
  'CAPTURE READY': success,
  'CAPTURE SUBMITTED': success,
  CAPTURED: success,
  'CAPTURE ERROR': faulty,
  'SYSTEM CANCEL READY': withdrawn,
  'SYSTEM CANCELLED': withdrawn,
  'USER CANCEL READY': givenUp,
  'USER CANCELLED': givenUp,
  'EXPIRE CANCEL READY': expired,
  EXPIRED: expired,
};
