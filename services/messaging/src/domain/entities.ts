import type { Lane } from './lanes.ts';
import type { Postage } from './letter.ts';
import type { Personalisation } from './template.ts';

/** What a message is. */
export type Channel = 'email' | 'sms';

/** What a template makes, and a service may send: a message, or a letter that is printed. */
export type Kind = Channel | 'letter';

/** What has a daily limit of its own. */
export type Counted = Kind | 'international_sms';

/** Whom a key may send to: anyone, the guest list, or nobody in truth. */
export type KeyType = 'live' | 'team' | 'test';

/** Where a notification is, in the standard's own words. */
export type Status =
  | 'created'
  | 'sending'
  | 'delivered'
  | 'permanent-failure'
  | 'temporary-failure'
  | 'technical-failure'
  | 'validation-failed'
  | 'cancelled';

/** Whether too many of a service's e-mails come back. While it is `suspended` the service may not send any. */
export type EmailState = 'normal' | 'warned' | 'suspended';

/** A service of a department that sends messages. */
export interface MessagingService {
  readonly id: string;
  readonly department: string;
  readonly service: string;
  readonly name: string;
  readonly emailFrom: string;
  readonly smsSender: string;
  readonly emailProvider: string;
  readonly smsProvider: string;
  readonly internationalSms: boolean;
  /** Requests a minute for each type of key, in each process. */
  readonly rateLimit: number;
  /** Addresses and E.164 numbers that team keys may send to, as the recipients' rules write them. */
  readonly guestList: readonly string[];
  /** The team's own, in the same form. */
  readonly teamMembers: readonly string[];
  /** Until it goes live it sends to its team and guests only. */
  readonly trialMode: boolean;
  readonly channels: readonly Kind[];
  readonly letterProvider: string;
  readonly internationalLetters: boolean;
  /** Messages of a kind on one day (UTC). */
  readonly dailyLimits: Readonly<Record<Counted, number>>;
  /** For how many days what has ended is kept; as long as the platform keeps it where nothing is said. */
  readonly retentionDays: Readonly<Partial<Record<Kind, number | null>>>;
  /** Where recipients of files turn to; without it no files are sent. */
  readonly filesContactLink: string | null;
  readonly senders: readonly Sender[];
  /** Whether too many of its e-mails come back, and since when. */
  readonly emailState: EmailState;
  readonly emailStateSince: Date | null;
  readonly createdAt: Date;
  /** Nothing is sent for it any more. */
  readonly archivedAt: Date | null;
  /** Grows with each change of it, of its keys, templates and senders. */
  readonly sequence: number;
}

/** What a service's messages come from, or what replies go to. The default is used where a message names none. */
export interface Sender {
  readonly id: string;
  readonly serviceId: string;
  readonly type: SenderType;
  readonly value: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

/** A sender of e-mails is an address for replies. */
export type SenderType = 'email_reply_to' | 'sms_sender';

/** A text message that a person sent to a service. */
export interface ReceivedText {
  readonly id: string;
  readonly serviceId: string;
  /** Digits with the country's, without a plus. */
  readonly userNumber: string;
  readonly notifyNumber: string;
  readonly content: string;
  readonly createdAt: Date;
}

/** A person's wish to get no more of a template's mail. */
export interface UnsubscribeRequest {
  readonly id: string;
  readonly serviceId: string;
  readonly templateId: string;
  readonly notificationId: string;
  readonly recipient: string;
  readonly createdAt: Date;
}

/** A key of a service, without its secret. */
export interface ApiKey {
  readonly id: string;
  readonly serviceId: string;
  readonly name: string;
  readonly type: KeyType;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** A template in one version. */
export interface Template {
  readonly id: string;
  readonly serviceId: string;
  readonly type: Kind;
  readonly name: string;
  readonly version: number;
  readonly subject: string | null;
  readonly body: string;
  /** Whether its e-mails carry a link of ours to unsubscribe, where they bring none. */
  readonly hasUnsubscribeLink: boolean;
  /** How urgent its messages are. */
  readonly lane: Lane;
  /** Of letters: how they travel at home, and who writes them. */
  readonly postage: 'first' | 'second' | 'economy' | null;
  readonly contactBlock: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Of the version; null for the first. */
  readonly updatedAt: Date | null;
  readonly archived: boolean;
}

/** What a person must not read in the database: it is sealed as a whole. */
export interface Message {
  /** As the caller wrote it, without white space. */
  readonly recipient: string;
  /** As the provider is told it: the address, or an E.164 number. */
  readonly to: string;
  readonly from: string;
  readonly subject: string | null;
  /** As the API shows it; a text message's sender is not in it. */
  readonly body: string;
  readonly reference: string | null;
  /** The caller's own, which the API shows. */
  readonly unsubscribeUrl: string | null;
  /** Ours, where the template asks for one and the caller brought none. */
  readonly ownUnsubscribeUrl?: string | null;
  /** Of e-mails; absent in those that were stored before there was such a thing. */
  readonly replyTo?: string | null;
  /** The department's own id of the person, where the channel was chosen by what the person prefers. */
  readonly recipientId?: string;
  readonly senderName: string;
  readonly sanitised: Personalisation;
  /** Of letters. */
  readonly letter?: LetterContent;
}

/** What a letter has beside a message. */
export interface LetterContent {
  /** As the caller gave them: six lines, and the postcode or seventh. */
  readonly address: readonly (string | null)[];
  /** As they are printed; none on a letter whose PDF the caller made. */
  readonly printed: readonly string[];
  readonly contactBlock: string | null;
}

/** A notification as it is created. */
export interface NewNotification {
  readonly id: string;
  readonly serviceId: string;
  readonly department: string;
  readonly service: string;
  readonly type: Kind;
  readonly keyType: KeyType;
  readonly templateId: string;
  readonly templateVersion: number;
  readonly provider: string;
  /** How many parts a text message is sent in. */
  readonly fragments: number | null;
  /** Of letters. */
  readonly postage: Postage | null;
  /** Of letters, once their PDF is there. */
  readonly pages: number | null;
  readonly message: Message;
  readonly lane: Lane;
  /** When it is to be sent; null for at once. */
  readonly scheduledFor: Date | null;
  /** The bulk job that it is of, and its row there; the header's is 1. */
  readonly bulkJobId?: string | null;
  readonly bulkRow?: number | null;
  readonly createdAt: Date;
}

/** A notification as it is stored. */
export interface Notification extends NewNotification {
  /** Its time has not come. */
  readonly held: boolean;
  readonly status: Status;
  /** How often it was taken in hand to be sent. */
  readonly attempt: number;
  /** How often it was taken in hand although the try before had an unknown outcome. */
  readonly repeats: number;
  /** How often it was given to a provider that remembers no keys, without anybody knowing what became of it. */
  readonly handed: number;
  readonly sentAt: Date | null;
  readonly completedAt: Date | null;
  /** Why it failed without being sent; null where its status says all. */
  readonly failureReason: string | null;
}
