import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';

/** What `Ashlar-Receipt` says of an accepted change. */
export interface Receipt {
  readonly request: string;
  readonly entity: string;
  readonly sequence: number;
  readonly event: string;
  readonly epoch: number;
}

/** Reads the receipt of an answer (a dictionary of RFC 9651); undefined when it has none. Throws when it has another form. */
export function receiptOf(answer: Answer): Receipt | undefined {
  const text = answer.headers.get('ashlar-receipt');
  if (text === null) return undefined;
  const form = /^request="([^"]+)", entity="([^"]+)", sequence=(\d+), event="([^"]+)", epoch=(\d+)(?:, .*)?$/;
  const [, request = '', entity = '', sequence, event = '', epoch] = form.exec(text) ?? [];
  assert.ok(request, `Ashlar-Receipt has another form: ${text}`);
  return { request, entity, sequence: Number(sequence), event, epoch: Number(epoch) };
}

/** The receipt of an answer that must have one. */
export function mustHaveReceipt(answer: Answer, what: string): Receipt {
  const receipt = receiptOf(answer);
  assert.ok(receipt, `${what} was accepted (${answer.status}) without Ashlar-Receipt`);
  return receipt;
}
