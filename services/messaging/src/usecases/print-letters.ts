import type { Notification, Status } from '../domain/entities.ts';
import { mostPages } from '../domain/letter.ts';
import type { Handover } from '../domain/ports.ts';
import { keepLetterPdf, readLetterPdf } from '../store/letters.ts';
import { readNotification } from '../store/notifications.ts';
import { cancelNotification } from '../store/scheduled.ts';
import type { Deps } from './deps.ts';
import { findMessagingService, type ServiceAsk } from './manage-services.ts';

/** Gives a letter to its printer, its PDF made first where there is none. `too_long`: it has more pages than a letter may have. */
export async function printLetter(deps: Deps, letter: Notification): Promise<Handover | 'too_long'> {
  const pdf = (await readLetterPdf(deps.db, deps.vault, letter.id)) ?? (await makePdf(deps, letter));
  if (pdf === 'too_long') return pdf;
  const { id: key, provider, postage } = letter;
  return deps.providers.printer(provider).print({ key, pdf, postage: postage ?? 'second' });
}

async function makePdf(deps: Deps, { id, message, createdAt }: Notification): Promise<Buffer | 'too_long'> {
  const { pdf, pages } = await deps.makeLetterPdf({
    address: message.letter?.printed ?? [],
    contactBlock: message.letter?.contactBlock ?? null,
    date: createdAt,
    heading: message.subject ?? '',
    body: message.body,
  });
  if (pages > mostPages) return 'too_long';
  await keepLetterPdf(deps.db, deps.vault, { id, pdf, pages });
  return pdf;
}

/** A letter's PDF, or why there is none: `not_ready` while it is not made. */
export type FoundPdf = Buffer | 'not_found' | 'no_letter' | 'not_ready' | { readonly failed: Status };

/** Reads the PDF of a service's letter. */
export async function getLetterPdf(deps: Deps, ask: { id: string; serviceId: string }): Promise<FoundPdf> {
  const letter = await readNotification(deps.db, deps.vault, ask);
  if (!letter) return 'not_found';
  if (letter.type !== 'letter') return 'no_letter';
  if (letter.status === 'technical-failure' || letter.status === 'validation-failed') {
    return { failed: letter.status };
  }
  return (await readLetterPdf(deps.db, deps.vault, letter.id)) ?? 'not_ready';
}

/** Cancels a letter before it is printed. Undefined when the department has no such letter; false when it is too late. */
export async function cancelServiceLetter(
  deps: Deps,
  input: ServiceAsk & { notificationId: string; traceparent: string },
): Promise<boolean | undefined> {
  if (!(await findMessagingService(deps, input))) return undefined;
  const { id: serviceId, notificationId: id, traceparent } = input;
  const types = ['letter'] as const;
  const cancelled = await cancelNotification(deps.db, { id, serviceId, types, at: deps.now(), traceparent });
  if (cancelled) deps.logged();
  return cancelled;
}
