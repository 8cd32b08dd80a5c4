import { type ErrorShape, Failure } from '@ashlar/service-kit';

/** One error of the standard, with its HTTP status. */
export interface PayError {
  readonly status: number;
  readonly code: string;
  readonly description: string;
  readonly field?: string;
  readonly header?: string;
}

/** The failure that answers one error of the standard. */
export function payFailure({ status, ...body }: PayError): Failure {
  return new Failure(status, { ...body });
}

/** The error of an account whose payments and refunds are switched off. */
export const accountDisabled: PayError = {
  status: 403,
  code: 'P0941',
  description:
    'GOV.UK Pay has disabled payment and refund creation on this account. Contact support with your error code - https://www.payments.service.gov.uk/support/ .',
};

/** The error of an account that may not use an operation. */
export const notEnabled: PayError = {
  status: 403,
  code: 'P0930',
  description:
    'Access to this resource is not enabled for this account. Contact support with your error code - https://www.payments.service.gov.uk/support/ .',
};

/** The codes of an operation for what can go wrong with any of them. */
interface OperationCodes {
  readonly notFound?: string;
  readonly unexpected: string;
  readonly malformed?: string;
}

const codes: Readonly<Record<string, OperationCodes>> = {
  createPayment: { unexpected: 'P0198' },
  getPayment: { notFound: 'P0200', unexpected: 'P0298' },
  getPaymentEvents: { notFound: 'P0300', unexpected: 'P0398' },
  searchDisputes: { notFound: 'P0402', unexpected: 'P0498' },
  searchPayments: { notFound: 'P0402', unexpected: 'P0498' },
  cancelPayment: { notFound: 'P0500', unexpected: 'P0598' },
  capturePayment: { notFound: 'P1000', unexpected: 'P1098' },
  createRefund: { notFound: 'P0600', unexpected: 'P0698', malformed: 'P0697' },
  getRefund: { notFound: 'P0700', unexpected: 'P0798' },
  getRefunds: { notFound: 'P0800', unexpected: 'P0898' },
  createAgreement: { unexpected: 'P2198', malformed: 'P2197' },
  getAgreement: { notFound: 'P2200', unexpected: 'P2298' },
  searchAgreements: { notFound: 'P2402', unexpected: 'P2498' },
  cancelAgreement: { notFound: 'P2500', unexpected: 'P2598' },
  searchRefunds: { notFound: 'P1100', unexpected: 'P1898' },
};

/** Not found in the words of an operation of the standard. */
export function notFound(operationId: keyof typeof codes, description = 'Not found'): Failure {
  return payFailure({ status: 404, code: codes[operationId]?.notFound ?? 'P0200', description });
}

/**
 * What the standard answers before an operation runs. The container's own errors carry the status as `code` and a `message`; the standard
 * has no code for an outage, so that is the operation's own "downstream" error with 503, which clients already treat as a fault of ours.
 */
export const compatErrors: ErrorShape = (fault, request) => {
  const own = codes[request.operation?.operationId ?? ''];
  switch (fault.kind) {
    case 'rate_limited':
      return { body: { code: 'P0900', description: 'Too many requests' } };
    case 'malformed':
    case 'invalid':
      return { status: 400, body: { code: own?.malformed ?? 'P0197', description: 'Unable to parse JSON' } };
    case 'unavailable':
    case 'overloaded':
    case 'unexpected':
      return { body: { code: own?.unexpected ?? 'P0198', description: 'Downstream system error' } };
    case 'not_found':
      return own?.notFound
        ? { body: { code: own.notFound, description: 'Not found' } }
        : { body: containerError(fault.status, 'Not Found') };
    case 'unauthorised':
      return { body: containerError(fault.status, 'Unauthorized') };
    case 'forbidden':
      return { body: containerError(fault.status, 'Forbidden') };
    case 'method_not_allowed':
      return { body: containerError(fault.status, 'Method Not Allowed') };
    case 'unsupported_media_type':
      return { body: containerError(fault.status, 'Unsupported Media Type') };
    case 'too_large':
      return { body: containerError(fault.status, 'Request Entity Too Large') };
  }
};

function containerError(status: number, reason: string): { code: number; message: string } {
  return { code: status, message: `HTTP ${status} ${reason}` };
}
