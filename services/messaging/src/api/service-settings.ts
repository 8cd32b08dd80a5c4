import { Problem } from '@ashlar/service-kit';
import type { Counted, Kind, MessagingService } from '../domain/entities.ts';
import { automatic } from '../domain/failover.ts';
import { defaultSender } from '../domain/senders.ts';
import { liveLimits, trialLimits } from '../usecases/daily-limits.ts';
import type { Deps } from '../usecases/deps.ts';
import { readRecipient } from './phone-numbers.ts';

/** What can be changed of a service, as it is asked for. */
export interface SettingsBody {
  readonly name: string;
  readonly email_from: string;
  readonly sms_sender?: string;
  readonly email_provider?: string;
  readonly sms_provider?: string;
  readonly letter_provider?: string;
  readonly international_sms?: boolean;
  readonly international_letters?: boolean;
  readonly rate_limit?: number;
  readonly guest_list?: readonly string[];
  readonly team_members?: readonly string[];
  readonly trial_mode?: boolean;
  readonly channels?: readonly Kind[];
  readonly daily_limits?: Partial<Record<Counted, number>>;
  readonly files_contact_link?: string | null;
  readonly retention_days?: Partial<Record<Kind, number | null>>;
}

/** A new service as it is asked for. */
export interface ServiceBody extends SettingsBody {
  readonly department?: string;
  readonly service: string;
}

/** What can be changed of a service. */
export type Settings = Omit<
  MessagingService,
  | 'id'
  | 'department'
  | 'service'
  | 'senders'
  | 'emailState'
  | 'emailStateSince'
  | 'createdAt'
  | 'archivedAt'
  | 'sequence'
>;

/** What a new service is set to where nothing is said. */
export function newSettings({ name, email_from, trial_mode = false }: SettingsBody): Settings {
  return {
    name,
    emailFrom: email_from,
    smsSender: 'ASHLAR',
    emailProvider: 'sandbox',
    smsProvider: 'sandbox',
    letterProvider: 'sandbox',
    internationalSms: false,
    internationalLetters: false,
    rateLimit: 3000,
    guestList: [],
    teamMembers: [],
    trialMode: trial_mode,
    channels: ['email', 'sms', 'letter'],
    dailyLimits: trial_mode ? trialLimits : liveLimits,
    filesContactLink: null,
    retentionDays: {},
  };
}

/** The settings `before`, with what is asked for in their place. Throws the problem with the value that does not do. */
export function readSettings(deps: Deps, body: Partial<SettingsBody>, before: Settings): Settings {
  return {
    name: body.name ?? before.name,
    emailFrom: body.email_from ?? before.emailFrom,
    smsSender: body.sms_sender ?? before.smsSender,
    emailProvider: providerNamed(deps, 'email', body.email_provider) ?? before.emailProvider,
    smsProvider: providerNamed(deps, 'sms', body.sms_provider) ?? before.smsProvider,
    letterProvider: providerNamed(deps, 'letter', body.letter_provider) ?? before.letterProvider,
    internationalSms: body.international_sms ?? before.internationalSms,
    internationalLetters: body.international_letters ?? before.internationalLetters,
    rateLimit: body.rate_limit ?? before.rateLimit,
    guestList: body.guest_list ? guestsOf(body.guest_list) : before.guestList,
    teamMembers: body.team_members?.map(recipientIn('team_members')) ?? before.teamMembers,
    trialMode: body.trial_mode ?? before.trialMode,
    channels: body.channels ?? before.channels,
    dailyLimits: { ...limitsBefore(body, before), ...body.daily_limits },
    filesContactLink:
      body.files_contact_link === undefined ? before.filesContactLink : body.files_contact_link,
    retentionDays: { ...before.retentionDays, ...body.retention_days },
  };
}

/** A service as administrators see it. Its team and guests are not shown: they are people. */
export function serviceView(service: MessagingService): Record<string, unknown> {
  return {
    id: service.id,
    department: service.department,
    service: service.service,
    name: service.name,
    email_from: service.emailFrom,
    sms_sender: service.smsSender,
    email_provider: service.emailProvider,
    sms_provider: service.smsProvider,
    letter_provider: service.letterProvider,
    international_sms: service.internationalSms,
    international_letters: service.internationalLetters,
    rate_limit: service.rateLimit,
    trial_mode: service.trialMode,
    channels: service.channels,
    daily_limits: service.dailyLimits,
    files_contact_link: service.filesContactLink,
    retention_days: service.retentionDays,
    senders: service.senders.map(({ id, type, value, createdAt }) => ({
      id,
      type,
      value,
      is_default: defaultSender(service, type)?.id === id,
      created_at: createdAt.toISOString(),
    })),
    email_state: service.emailState,
    created_at: service.createdAt.toISOString(),
    ...(service.archivedAt && { archived_at: service.archivedAt.toISOString() }),
  };
}

/** The problem with one value of a body. */
export function invalid(pointer: string, detail: string): Problem {
  return new Problem(422, 'invalid', 'A value is not acceptable', undefined, {
    errors: [{ pointer, detail }],
  });
}

/** To go live, or back into trial mode, sets the limits anew. */
function limitsBefore({ trial_mode }: Partial<SettingsBody>, before: Settings): Settings['dailyLimits'] {
  if (trial_mode === undefined || trial_mode === before.trialMode) return before.dailyLimits;
  return trial_mode ? trialLimits : liveLimits;
}

function providerNamed(deps: Deps, kind: Kind, named: string | undefined): string | undefined {
  const ids = kind === 'letter' ? deps.providers.printerIds() : [...deps.providers.idsFor(kind), automatic];
  if (named === undefined || ids.includes(named)) return named;
  throw invalid(`#/${kind}_provider`, `is none of: ${ids.join(', ')}`);
}

/** The standard lets five addresses and five numbers be guests. */
function guestsOf(given: readonly string[]): string[] {
  const guests = given.map(recipientIn('guest_list'));
  const addresses = guests.filter((one) => one.includes('@')).length;
  if (Math.max(addresses, guests.length - addresses) <= mostGuests) return guests;
  throw invalid('#/guest_list', `holds more than ${mostGuests} addresses or ${mostGuests} numbers`);
}

const mostGuests = 5;

function recipientIn(list: 'guest_list' | 'team_members') {
  return (text: string, at: number): string => {
    const read = readRecipient(text);
    if ('problem' in read) throw invalid(`#/${list}/${at}`, read.problem);
    return read.to;
  };
}
