import { cy } from './cy.ts';
import { en, type Strings } from './en.ts';

/** A language that the pages speak. */
export type Language = 'en' | 'cy';

/** What the pages say, by language. */
export const strings: Readonly<Record<Language, Strings>> = { en, cy };

/** The language for a page that belongs to no payment: Welsh where the browser asks for it first, else English. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  return /^\s*cy\b/i.test(acceptLanguage ?? '') ? 'cy' : 'en';
}
