/** All laws on all declarations of a service, in one line of a test. Which laws there are is said here, and nothing of how they are tried. */
import type { AnyService } from '../../router/service.js'
import { corsAsDeclared } from './corsAsDeclared.js'
import { derivesMethods } from './derivesMethods.js'
import { keepsStrangersOut } from './keepsStrangersOut.js'
import { type Law, type LawName, type LawOptions, type LawReport, tryAll } from './Law.js'
import { neverFails } from './neverFails.js'
import { refusesInvalid } from './refusesInvalid.js'
import { refusesOtherTypes } from './refusesOtherTypes.js'
import { remembersNothing } from './remembersNothing.js'
import { repliesAsDeclared } from './repliesAsDeclared.js'
import { reportsFailures } from './reportsFailures.js'

/**
 * All laws by their names, in the order in which {@link checkService} tries them: for a test of each, or of some.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { laws } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const hello = pipe(get('/hello'), handle(() => 'hello'))
 * for (const law of Object.values(laws)) await law(service('greetings', {}, { hello }), { runs: 5 })
 * expect(laws.neverFails.sentence).toBe('a valid request, event or message never fails')
 */
export const laws: { readonly [N in LawName]: Law } = {
  neverFails,
  refusesInvalid,
  repliesAsDeclared,
  corsAsDeclared,
  keepsStrangersOut,
  refusesOtherTypes,
  reportsFailures,
  remembersNothing,
  derivesMethods
}

/**
 * Tries every law that says something of a declaration, on every declaration of a service: resolves with what was tried where all hold, and
 * rejects with a {@link LawError} that has the smallest counterexample of each that does not. Ports that are not overridden are live.
 * @since 0.1.0
 * @example
 * import { get, handle, IntFromString, params, returns, service } from 'quaich'
 * import * as t from 'io-ts'
 * import { checkService } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const half = pipe(get('/half/{n}'), params({ n: IntFromString }), returns({ 200: t.type({ half: t.number }) }), handle(({ params }) => ({ half: params.n / 2 })))
 * const { held } = await checkService(service('halves', {}, { half }), { runs: 20 })
 * expect(held.map((h) => h.law)).toEqual(['neverFails', 'refusesInvalid', 'repliesAsDeclared', 'corsAsDeclared', 'remembersNothing', 'derivesMethods'])
 */
export const checkService = (service: AnyService, options: LawOptions = {}): Promise<LawReport> =>
  tryAll(
    service,
    Object.values(laws).map((l) => l.rule),
    options
  )
