import type { Outgoing } from '../domain/ports.ts';

/**
 * Where a carrier tells what became of a message: below `receiptsUrl`, in whose path `{department}` stands for the message's department, so that a gateway finds who
 * serves it by then.
 */
export function receiptAddress(
  receiptsUrl: string,
  provider: string,
  { key, department = '' }: Pick<Outgoing, 'key' | 'department'>,
): string {
  const root = receiptsUrl.replaceAll('{department}', encodeURIComponent(department)).replace(/\/$/, '');
  return `${root}/ashlar/v1/carrier-receipts/${provider}/${key}`;
}
