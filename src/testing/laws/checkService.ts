/** All laws on all declarations of a service, in one line of a test. Which laws there are is said here, and nothing of how they are tried. */
import type { AnyService } from '../../router/service.js'
import { corsAsDeclared } from './corsAsDeclared.js'
import { keepsStrangersOut } from './keepsStrangersOut.js'
import { type LawOptions, type LawReport, tryAll } from './Law.js'
import { neverFails } from './neverFails.js'
import { refusesInvalid } from './refusesInvalid.js'
import { refusesOtherTypes } from './refusesOtherTypes.js'
import { remembersNothing } from './remembersNothing.js'
import { repliesAsDeclared } from './repliesAsDeclared.js'
import { reportsFailures } from './reportsFailures.js'

/** @internal */
export const laws = [
  neverFails,
  refusesInvalid,
  repliesAsDeclared,
  corsAsDeclared,
  keepsStrangersOut,
  refusesOtherTypes,
  reportsFailures,
  remembersNothing
]

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
 * expect(held.map((h) => h.law)).toEqual(['neverFails', 'refusesInvalid', 'repliesAsDeclared', 'corsAsDeclared', 'remembersNothing'])
 */
export const checkService = (service: AnyService, options: LawOptions = {}): Promise<LawReport> =>
  tryAll(
    service,
    laws.map((l) => l.rule),
    options
  )
