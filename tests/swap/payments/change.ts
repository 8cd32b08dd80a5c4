/** What a driver may ask to be changed of payments, as the ledger has it. */
export interface PaymentChange {
  readonly operation: 'create' | 'authorise' | 'capture' | 'cancel' | 'refund';
  /** The payment that was to be changed; of a creation the answer tells it in `made`. */
  readonly payment?: string;
  /** Of a creation: a text that no other has. */
  readonly reference?: string;
  /** Of a creation or refund, in minor units. */
  readonly amount?: number;
  /** Of a creation: whether its money is taken only when that is asked for. */
  readonly delayed?: boolean;
}
