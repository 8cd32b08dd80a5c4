import type { Kind, Template } from '../domain/entities.ts';
import { fill, missingValues, type Personalisation } from '../domain/template.ts';

/** Why nothing of this kind can be sent from a template with these values, in the standard's order and words; undefined when it can. */
export function refuseTemplate(
  template: Template | undefined,
  kind: Kind,
  personalisation: Personalisation,
): string | undefined {
  if (!template) return 'Template not found';
  const { type, subject, body } = template;
  if (type !== kind) return `${type} template is not suitable for ${kind} notification`;
  if (template.archived) return 'Template has been deleted';
  const missing = missingValues(`${subject ?? ''}\n${body}\n${template.contactBlock ?? ''}`, personalisation);
  if (missing.length > 0) return `Missing personalisation: ${missing.join(', ')}`;
  if (fill(body, personalisation, 'sentence').trim() === '') return 'Your message is empty.';
  return kind !== 'email' && Object.values(personalisation).some(isFile)
    ? 'Can only send a file by email'
    : undefined;
}

/** Whether a value of personalisation is a file, as the standard's clients send one. */
export function isFile(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'file');
}
