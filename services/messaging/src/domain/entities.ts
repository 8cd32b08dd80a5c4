import type { Personalisation } from './template.ts';

/** What a message is. */
export type Channel = 'email' | 'sms';

/** Whom a key may send to: anyone, the guest list, or nobody in truth. */
export type KeyType = 'live' | 'team' | 'test';

/** Where a notification is, in the standard's own words. */
export type Status =
  | 'created'
  | 'sending'
  | 'delivered'
  | 'permanent-failure'
  | 'temporary-failure'
  | 'technical-failure';

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
  readonly type: Channel;
  readonly name: string;
  readonly version: number;
  readonly subject: string | null;
  readonly body: string;
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
  readonly unsubscribeUrl: string | null;
  readonly senderName: string;
  readonly sanitised: Personalisation;
}

/** A notification as it is created. */
export interface NewNotification {
  readonly id: string;
  readonly serviceId: string;
  readonly department: string;
  readonly service: string;
  readonly type: Channel;
  readonly keyType: KeyType;
  readonly templateId: string;
  readonly templateVersion: number;
  readonly provider: string;
  /** How many parts a text message is sent in. */
  readonly fragments: number | null;
  readonly message: Message;
  readonly createdAt: Date;
}

/** A notification as it is stored. */
export interface Notification extends NewNotification {
  readonly status: Status;
  /** How often it was taken in hand to be sent. */
  readonly attempt: number;
  /** How often it was taken in hand although the try before had an unknown outcome. */
  readonly repeats: number;
  readonly sentAt: Date | null;
  readonly completedAt: Date | null;
}
