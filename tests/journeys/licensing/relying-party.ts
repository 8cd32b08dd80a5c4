import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { withinTrace } from '../trace.ts';
import { type Application, type Applications, FEE, hasFailed, problemsOf } from './applications.ts';
import { govukStyles, type PageContent, pageHeaders, render } from './pages.ts';
import { NotNow } from './patience.ts';
import type { PaymentsClient } from './payments.ts';
import type { StartPage } from './publishing.ts';
import { openSessions, type Session, type Sessions } from './sessions.ts';
import type { Person, RelyingParty } from './sign-in.ts';

/** What the pages are made from. */
export interface Parts {
  /** Origins that forms may lead to: the components' pages. */
  readonly leadsTo: readonly string[];
  readonly signIn: RelyingParty;
  readonly applications: Applications;
  readonly payments: PaymentsClient;
  startPage(): Promise<StartPage>;
  /** Hears of what went wrong behind an error page. */
  onError(error: unknown): void;
}

/** The service's web server at `origin`: start page, sign-in, application form, payment and outcome. */
export function createRelyingParty(origin: string, parts: Parts): FastifyInstance {
  const app = Fastify();
  const sessions = openSessions();
  const pages = new Pages(origin, parts);

  // The trace that a browser's request belongs to goes on into every call that is made for it.
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    withinTrace(typeof traceparent === 'string' ? traceparent : undefined, done);
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.setErrorHandler((error, _request, reply) => {
    parts.onError(error);
    const status = error instanceof NotNow ? 503 : 500;
    return pages.message(
      reply.code(status),
      'Sorry, there is a problem with the service',
      'Try again later.',
    );
  });

  app.get('/assets/govuk-frontend.css', (_request, reply) => reply.type('text/css').send(govukStyles));
  app.get('/', (_request, reply) => pages.start(reply));
  addSignIn(app, origin, { signIn: parts.signIn, sessions, pages });
  app.get('/apply', async (request, reply) => {
    const session = sessions.of(request, reply);
    if (session.person) return pages.apply(reply, session.person, session);
    const { url, pending } = await parts.signIn.begin();
    session.pending = pending;
    return reply.redirect(url, 303);
  });
  app.post('/apply', async (request, reply) => {
    const session = sessions.of(request, reply);
    if (!session.person) return reply.redirect('/apply', 303);
    return pages.submit(request, reply, session.person, session);
  });
  app.get('/return', async (request, reply) => {
    const { person } = sessions.of(request, reply);
    const application = person && parts.applications.of(person);
    return application ? pages.outcome(reply, person, application) : reply.redirect('/', 303);
  });
  return app;
}

/** The way back from the provider, and the way out. */
function addSignIn(
  app: FastifyInstance,
  origin: string,
  { signIn, sessions, pages }: { signIn: RelyingParty; sessions: Sessions; pages: Pages },
): void {
  app.get('/callback', async (request, reply) => {
    const session = sessions.of(request, reply);
    const { pending } = session;
    // What a browser comes back with counts once.
    session.pending = undefined;
    if (!pending)
      return pages.message(reply.code(400), 'Start again', 'This sign-in is not under way any more.');
    const person = await signIn.finish(pending, new URL(request.url, origin));
    sessions.signIn(request, reply, person);
    return reply.redirect('/apply', 303);
  });
  app.get('/sign-out', async (request, reply) => {
    const { person } = sessions.of(request, reply);
    if (!person) return reply.redirect('/signed-out', 303);
    const url = await signIn.signOutUrl(person.idToken);
    sessions.end(request);
    return reply.redirect(url, 303);
  });
  app.get('/signed-out', (_request, reply) =>
    pages.message(
      reply,
      'You are signed out',
      'Close this window if others use this computer.',
      'signed-out',
    ),
  );
}

/** What is shown where a person stands. */
class Pages {
  readonly #parts: Parts;
  readonly #leadsTo: readonly string[];

  constructor(origin: string, parts: Parts) {
    this.#parts = parts;
    this.#leadsTo = [origin, ...parts.leadsTo];
  }

  async start(reply: FastifyReply) {
    const item = await this.#parts.startPage();
    return this.#send(reply, { view: 'start', title: item.title, item });
  }

  message(reply: FastifyReply, title: string, text: string, id?: string) {
    return this.#send(reply, { view: 'message', title, text, id });
  }

  /** Where a person who applies belongs: at the form, at the payment that they have not finished, or at the outcome. */
  async apply(reply: FastifyReply, person: Person, { formToken }: Session) {
    const application = this.#parts.applications.of(person);
    if (application) return this.#pay(reply, application);
    return this.#form(reply, { person, formToken, values: {}, errors: {} });
  }

  async submit(request: FastifyRequest, reply: FastifyReply, person: Person, { formToken }: Session) {
    const body = new Map(Object.entries((request.body ?? {}) as Record<string, string>));
    if (body.get('formToken') !== formToken)
      return this.message(reply.code(403), 'Start again', 'This form did not come from this service.');
    const name = (body.get('name') ?? '').trim().slice(0, 100);
    const phone = (body.get('phone') ?? '').replaceAll(' ', '');
    const errors = problemsOf({ name, phone });
    if (Object.keys(errors).length > 0)
      return this.#form(reply.code(400), { person, formToken, values: { name, phone }, errors });
    return this.#pay(reply, this.#parts.applications.begin(person, { name, phone }));
  }

  async outcome(reply: FastifyReply, person: Person, application: Application) {
    const payment = application.paymentId && (await this.#parts.payments.get(application.paymentId));
    const [outcome, title] =
      payment && payment.state.status === 'success'
        ? ['paid', 'Application complete']
        : payment && hasFailed(payment)
          ? ['failed', 'Your payment was not successful']
          : ['unpaid', 'You have not paid yet'];
    return this.#send(reply, { view: 'outcome', title, outcome, person, reference: application.reference });
  }

  async #pay(reply: FastifyReply, application: Application) {
    const { _links } = await this.#parts.applications.pay(application);
    return reply.redirect(_links.next_url?.href ?? '/return', 303);
  }

  #form(reply: FastifyReply, members: Record<string, unknown>) {
    return this.#send(reply, { view: 'application', title: 'Who is the licence for?', ...members });
  }

  #send(reply: FastifyReply, content: PageContent) {
    const fee = `£${(FEE / 100).toFixed(2)}`;
    return reply.headers(pageHeaders(this.#leadsTo)).send(render({ fee, ...content }));
  }
}
