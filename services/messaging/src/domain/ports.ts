/** What a provider found out about a message that it took. */
export type Outcome = 'delivered' | 'permanent-failure' | 'temporary-failure';

/**
 * A provider's answer to a message. `accepted`: it is responsible now. `refused`: it never will take any for this recipient, and nothing was sent.
 * `rejected`: it never will take this one, whoever it is for, and nothing was sent. `not_sent`: it did not take it this time, and nothing was sent.
 */
export type Handover = 'accepted' | 'refused' | 'rejected' | 'not_sent';

/** A message as a provider is given it. */
export interface Outgoing {
  /** The same for every try: the notification's id. */
  readonly key: string;
  /** Whose message it is. */
  readonly department?: string;
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly from: string;
  readonly senderName: string;
  readonly subject: string | null;
  /** The whole text. */
  readonly text: string;
  /** Of e-mails. */
  readonly html: string | null;
  readonly unsubscribeUrl: string | null;
  /** Where replies to an e-mail go; null is where it comes from. */
  readonly replyTo: string | null;
}

/** What a carrier tells by HTTP of a message that it took. */
export interface Receipt {
  /** The message's, from the address. */
  readonly key: string;
  /** Whose message it is. */
  readonly department?: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly form: Readonly<Record<string, string>>;
}

/** A company that carries messages. Where `send` rejects, its outcome is unknown: the message may have been sent. */
export interface Carrier {
  /** Whether sending again with the same key has no second effect. Where it has one, a message with an unknown outcome is repeated once at most. */
  readonly remembers: boolean;
  /**
   * One that remembers no keys may await `handing` when the company is about to have the whole message, and sends nothing where that rejects: a process that ends
   * before then does not count among those after which nobody knows. One that does not await it is taken to hand over at once.
   */
  send(message: Outgoing, handing?: () => Promise<void>): Promise<Handover>;
  /** Whether `send` awaits `handing`. */
  readonly tellsHanding?: true;
  /** What became of a message that was accepted; undefined while that is not known. `to` is its recipient. */
  outcome(ask: { key: string; to: string }): Promise<Outcome | undefined>;
  /** Reads a receipt, of one that sends any: what became of the message, if that is its end. Undefined when it does not come from this carrier. */
  readReceipt?(receipt: Receipt): { readonly outcome: Outcome | undefined } | undefined;
  /** Lets go of connections that it keeps open. */
  close?(): void;
}

/** A letter as a printer is given it. */
export interface PrintJob {
  /** The same for every try: the notification's id. */
  readonly key: string;
  readonly pdf: Buffer;
  readonly postage: string;
}

/** A company that prints and posts letters. Where `print` rejects, its outcome is unknown; printing again with the same key has no second effect. */
export interface Printer {
  print(job: PrintJob): Promise<Handover>;
  /** What became of a letter that was accepted; undefined while that is not known. */
  outcome(key: string): Promise<Outcome | undefined>;
}

/** What a PDF is, as far as a letter's matters. */
export type PdfFacts = { readonly pages: number; readonly notA4: readonly number[] };

/** What is printed on a letter. */
export interface LetterText {
  readonly address: readonly string[];
  readonly contactBlock: string | null;
  readonly date: Date;
  readonly heading: string;
  /** In the standard's markdown; a line `qr: …` is a QR code. */
  readonly body: string;
}

/** Reads PDFs that strangers made. */
export interface PdfReader {
  /** Undefined when it is none that can be read with reasonable effort. */
  read(pdf: Buffer): Promise<PdfFacts | undefined>;
}

/** Looks for what does harm in files that strangers made. */
export interface Scanner {
  isHarmful(file: Buffer): Promise<boolean>;
}

/** The providers of a process. */
export interface Carriers {
  /** Finds one by its id. Throws for an id that this process has no provider for. */
  get(id: string): Carrier;
  /** The ids of those that carry a kind of message. */
  idsFor(channel: Outgoing['channel']): string[];
  /** The weight that one of them has until an operator sets another. */
  restingWeight(id: string): number;
  /** Whether one of them does as a script says. */
  hasScript(id: string): boolean;
  /** Finds a printer by its id. Throws for an id that this process has no printer for. */
  printer(id: string): Printer;
  printerIds(): string[];
  /** Lets go of connections that are kept open; nothing is sent any more. */
  close(): void;
}

/** The provider of notifications that are sent with test keys: it sends nothing. */
export const pretence = 'pretence';
