import { describeForPerson, type FailureCode } from '../domain/failures.ts';
import { render } from './render.ts';

/** What a failure page tells beside its text. */
export interface FailurePage {
  failure: FailureCode;
  status: number;
  requestId: string;
  component: string | undefined;
}

/**
 * The page for a browser when the gateway has to answer itself. It brings its own few styles: on an entry point every other path is the
 * component's.
 */
export function renderFailurePage(page: FailurePage): string {
  return render('failure.njk', { ...describeForPerson(page.failure), ...page });
}
