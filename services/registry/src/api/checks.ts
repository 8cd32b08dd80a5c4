import { noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { CheckSettings, SettingFault } from '../domain/checks.ts';
import type { Deps } from '../usecases/deps.ts';
import { findCheck, startCheck } from '../usecases/run-checks.ts';
import { actorOf, requireOperator } from './callers.ts';
import { invalidAt } from './problems.ts';
import { sendMade } from './replies.ts';

/** Runs of the conformance gate. */
export function checkHandlers(deps: Deps): Record<'startCheck' | 'getCheck', Handler> {
  return {
    async startCheck(request, reply) {
      requireOperator(request);
      const { id } = request.params as { id: string };
      const settings = request.body as CheckSettings;
      const ask = { id, settings, once: onceOf(request), by: actorOf(request) };
      const made = await startCheck(deps, ask);
      if (made === 'missing') throw noSuch('implementation');
      if (made === 'no_gate') throw noGate();
      if (typeof made === 'object' && 'faults' in made) throw invalidAt(made.faults.map(placeOf));
      return sendMade(request, reply, made, {
        explain: inProgress,
        path: (check) => `implementations/${id}/checks/${check.id}`,
      });
    },

    async getCheck(request) {
      requireOperator(request);
      const { id, check_id } = request.params as { id: string; check_id: string };
      const check = await findCheck(deps, check_id);
      if (check?.implementation_id !== id) throw noSuch('check');
      return check;
    },
  };
}

function placeOf({ setting, problem }: SettingFault) {
  const { name, label, needed } = setting;
  const why = `is needed${needed === 'full' ? ' for the full profile' : ''}: the ${label}`;
  return { pointer: `#/${name}`, detail: problem ?? why };
}

function noGate(): Problem {
  return new Problem(
    422,
    'no_gate',
    'There is no gate for this component here',
    'Run it where its suite is (pnpm conformance --gate --suite) and store the attestation.',
  );
}

function inProgress(): Problem {
  return new Problem(
    409,
    'check_in_progress',
    'A check of this implementation is under way',
    'Wait until it has ended. The page of implementations links to it.',
  );
}
