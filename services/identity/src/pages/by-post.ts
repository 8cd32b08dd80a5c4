import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';

/**
 * Requests that may come by a form as well as by their address: they are led to the address. The cookies of sign-ins are not sent with another site's
 * forms (SameSite), but they are when the browser then comes by itself.
 */
export const byPostHandlers: Record<'authorizeByPost' | 'logOutByPost', Handler> = {
  authorizeByPost: leadTo('/authorize'),
  logOutByPost: leadTo('/logout'),
};

function leadTo(path: string): Handler {
  return (request, reply) =>
    reply
      .code(303)
      .header('cache-control', 'no-store')
      .header('location', `${path}?${parametersOf(request)}`)
      .send();
}

/** Every value of every field: whether one may come twice is for the engine to say. */
function parametersOf({ body }: FastifyRequest): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(body ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return parameters;
}
