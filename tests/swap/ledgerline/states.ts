/** A payment's state as the standard shows it. */
export interface State {
  readonly status: string;
  readonly finished: boolean;
  readonly code?: string;
  readonly message?: string;
}

const created: State = { status: 'created', finished: false };
const started: State = { status: 'started', finished: false };
const submitted: State = { status: 'submitted', finished: false };
const capturable: State = { status: 'capturable', finished: false };
const success: State = { status: 'success', finished: true };
const ended = (status: string, code: string, message: string): State => ({
  status,
  finished: true,
  code,
  message,
});
const rejected = ended('failed', 'P0010', 'Payment method rejected');
const expired = ended('failed', 'P0020', 'Payment expired');
const givenUp = ended('failed', 'P0030', 'Payment was cancelled by the user');
const withdrawn = ended('cancelled', 'P0040', 'Payment was cancelled by the service');
const faulty = ended('error', 'P0050', 'Payment provider returned an error');

/** What each internal status shows. Also those that only the full profile reaches: such payments may have been handed over. */
const states: Readonly<Record<string, State>> = {
  CREATED: created,
  'PAYMENT NOTIFICATION CREATED': created,
  'ENTERING CARD DETAILS': started,
  'USER NOT PRESENT QUEUED': started,
  'AUTHORISATION READY': started,
  'AUTHORISATION 3DS REQUIRED': started,
  'AUTHORISATION 3DS READY': started,
  'AUTHORISATION SUCCESS': submitted,
  'AWAITING CAPTURE REQUEST': capturable,
  'CAPTURE APPROVED': success,
  'CAPTURE READY': success,
  'CAPTURE SUBMITTED': success,
  CAPTURED: success,
  'AUTHORISATION REJECTED': rejected,
  'AUTHORISATION ERROR': faulty,
  'CAPTURE ERROR': faulty,
  'SYSTEM CANCEL READY': withdrawn,
  'SYSTEM CANCELLED': withdrawn,
  'USER CANCEL READY': givenUp,
  'USER CANCELLED': givenUp,
  'EXPIRE CANCEL READY': expired,
  EXPIRED: expired,
};

/** What of a step is published: the last but one part of the event's type; null is a step that nobody hears of. */
const steps: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  CREATED: {
    'ENTERING CARD DETAILS': 'started',
    'AUTHORISATION READY': 'started',
    'AUTHORISATION REJECTED': 'declined',
  },
  'ENTERING CARD DETAILS': { 'AUTHORISATION READY': null, 'AUTHORISATION REJECTED': 'declined' },
  'AUTHORISATION READY': {
    'AUTHORISATION SUCCESS': 'authorised',
    'AUTHORISATION REJECTED': 'declined',
    'AUTHORISATION ERROR': 'failed',
    'ENTERING CARD DETAILS': null,
    'CAPTURE APPROVED': 'confirmed',
    'AWAITING CAPTURE REQUEST': 'confirmed',
  },
  'AUTHORISATION SUCCESS': { 'CAPTURE APPROVED': 'confirmed', 'AWAITING CAPTURE REQUEST': 'confirmed' },
  'AWAITING CAPTURE REQUEST': { 'CAPTURE APPROVED': 'capture_requested' },
  'CAPTURE APPROVED': { 'CAPTURE READY': null },
  'CAPTURE READY': { CAPTURED: 'captured', 'CAPTURE APPROVED': null, 'CAPTURE ERROR': 'failed' },
};

const ends = { SYSTEM: 'cancelled', USER: 'cancelled', EXPIRE: 'expired' } as const;

/** Who ends an unfinished payment: its service, its payer, or time. */
export type Ending = keyof typeof ends;

/** What a status shows. */
export function stateOf(status: string): State {
  return states[status] ?? started;
}

/** Every status that shows a state. */
export function statusesOf(state: string): string[] {
  return Object.keys(states).filter((status) => states[status]?.status === state);
}

/** The event's type of a step, or null when nobody hears of it. Throws for a step that there is not. */
export function eventOf(from: string, to: string): string | null {
  const end = to === 'EXPIRED' ? 'EXPIRE' : (to.split(' ')[0] as Ending);
  const event = isLetGo(from)
    ? null
    : /CANCEL READY$|CANCELLED$|^EXPIRED$/.test(to)
      ? ends[end]
      : steps[from]?.[to];
  if (event === undefined) throw new Error(`A payment cannot go from ${from} to ${to}`);
  return event && `payments.payment.${event}.v1`;
}

/** Where ending a payment takes it: at once while no card was authorised, else by way of the network. Undefined where it is too late. */
export function endOf(from: string, by: Ending): string | undefined {
  if (
    ['CREATED', 'ENTERING CARD DETAILS'].includes(from) ||
    (from === 'USER NOT PRESENT QUEUED' && by === 'EXPIRE')
  ) {
    return by === 'EXPIRE' ? 'EXPIRED' : `${by} CANCELLED`;
  }
  const authorised = ['AUTHORISATION SUCCESS', 'AUTHORISATION 3DS REQUIRED'].includes(from);
  const waits = from === 'AWAITING CAPTURE REQUEST' && by !== 'USER';
  return authorised || waits ? `${by} CANCEL READY` : undefined;
}

/** Where a payment ends once the network has let go of its card. */
export function lastOf(status: string): string {
  return status === 'EXPIRE CANCEL READY' ? 'EXPIRED' : status.replace('CANCEL READY', 'CANCELLED');
}

/** Whether the network is being asked, so that another change has to wait. */
export function isAsking(status: string): boolean {
  return status === 'AUTHORISATION READY' || status === 'AUTHORISATION 3DS READY';
}

/** Whether the payer has confirmed the payment. */
export function isConfirmed(status: string): boolean {
  return status === 'AWAITING CAPTURE REQUEST' || stateOf(status).status === 'success';
}

function isLetGo(status: string): boolean {
  return status.endsWith('CANCEL READY');
}
