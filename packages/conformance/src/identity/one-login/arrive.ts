import { visitor } from '../../visitor.ts';
import type { OneLoginSubject } from './subject.ts';

/**
 * Makes a way for a person to come back from an issuer: where it shows our pages, a new browser signs in by them and chooses the outcome in the sandbox;
 * where it leads back by itself, as a simulator does, there is nothing to do.
 */
export function arriveByForms(
  issuer: string,
  person: { readonly email: string; readonly password: string },
): OneLoginSubject['arrive'] {
  return async (start, outcome = 'P2') => {
    const browser = visitor(new URL(issuer).origin);
    let page = await browser.open(start);
    if (page.document.querySelector('#submit-password')) {
      page = await browser.submit(page, '#submit-password', { ...person });
    }
    if (page.document.querySelector('#submit-identity')) {
      page = await browser.submit(page, '#submit-identity', { outcome });
    }
    return new URL(page.url);
  };
}
