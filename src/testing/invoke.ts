/** One function of a service, invoked by its name with an event of the test's own. */
import type { Override } from '../combinators/Port.js'
import { lambdas } from '../router/lambdas.js'
import type { Service } from '../router/service.js'
import type { EventOf, FunctionName, OutputOf } from './functions.js'
import { invoking } from './invoking.js'

/**
 * Invokes a function as Lambda does: event and result go through JSON. It rejects with what the invocation failed with; a name that the
 * service does not have rejects with the nearest one it has.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { handle, lambda, service } from 'quaich'
 * import { invoke } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const api = service('sums', {}, { increment: pipe(lambda(t.type({ n: t.number })), handle(({ event }) => event.n + 1)) })
 * expect(await invoke(api, 'increment', { n: 1 })).toBe(2)
 */
export const invoke = async <D, N extends FunctionName<D> | (string & {})>(
  service: Service<D>,
  name: N,
  event: EventOf<D, N>,
  ...overrides: ReadonlyArray<Override>
): Promise<OutputOf<D, N>> => (await invoking(service, lambdas(service, ...overrides))(name, event)) as OutputOf<D, N>
