/** What a driver may ask to be changed of messaging, as the ledger has it. */
export interface MessageChange {
  /** `send` and `plan` ask for a notification, `text` brings one in from a person, `edit` makes a version of a template, `secure` sends a secure message. */
  readonly operation: 'send' | 'plan' | 'cancel' | 'edit' | 'text' | 'secure';
  /** The notification that was to be cancelled. */
  readonly message?: string;
  /** A text that no other has; of an edit, nothing. */
  readonly reference?: string;
  /** Of a notification: how it travels, */
  readonly type?: 'email' | 'sms';
  /** and to whom. */
  readonly to?: string;
  /** Of a plan: whether its time comes only when the drill is over. */
  readonly far?: boolean;
}

/** The reference that a text holds. */
export function referenceIn(text: string): string | undefined {
  return /\bD\d+-\d+\b/.exec(text)?.[0];
}
