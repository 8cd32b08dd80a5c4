import { emailHtml } from '../domain/email.ts';
import type { Template } from '../domain/entities.ts';
import { fill, missingValues, oneLine, type Personalisation } from '../domain/template.ts';
import { smsBody } from './compose-message.ts';

/** What a template would say. */
export interface Preview {
  readonly body: string;
  readonly subject: string | null;
  readonly html: string | null;
}

/** Fills in a template without sending anything. */
export function previewTemplate(
  template: Template,
  personalisation: Personalisation,
): Preview | { readonly missing: readonly string[] } {
  const { type, subject, body } = template;
  const missing = missingValues(`${subject ?? ''}\n${body}`, personalisation);
  if (missing.length > 0) return { missing };
  if (type === 'sms') return { body: smsBody(body, personalisation), subject: null, html: null };
  const filled = {
    subject: oneLine(fill(subject ?? '', personalisation, 'sentence')),
    body: fill(body, personalisation, 'bullets'),
  };
  return { ...filled, html: type === 'email' ? emailHtml(filled.subject, filled.body) : null };
}
