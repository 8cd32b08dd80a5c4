import type { FailureText } from '../domain/failures.ts';
import { render } from './render.ts';

/** The page for a browser when the gateway has to answer itself. It brings its own few styles: on an entry point every path is the component's. */
export function renderFailurePage(text: FailureText, requestId: string): string {
  return render('failure.njk', { ...text, requestId });
}
