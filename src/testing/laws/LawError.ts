/** A law that does not hold, with the smallest request, event or batch that shows it. Made for eyes; its parts are there for programs too. */
import type { LawName, LawReport } from './Law.js'

// ---- model

/** What showed that a law does not hold. @since 0.1.0 */
export interface Counterexample {
  readonly law: LawName
  /** The law in words. */
  readonly sentence: string
  /** The declaration's name: the keys that lead to it, joined with dots. */
  readonly declaration: string
  /** The declaration as people look for it: `POST /todos (createTodo)`. */
  readonly place: string
  /** The request as `curl`, the event or the messages as JSON. */
  readonly shown: string
  readonly expected: string
  readonly came: string
  readonly seed: number
  /** Runs until it was found, and steps in which it was made smaller. */
  readonly runs: number
  readonly shrinks: number
}

/**
 * What laws reject with: every law that does not hold of a declaration, each with its counterexample; the message shows the first one.
 * `untried` is what was not tried beside, as in the report of laws that hold.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { LawError, neverFails } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const half = pipe(get('/half/{n}'), handle(({ params }): string => { throw new Error(params.n) }))
 * const error = await neverFails(service('halves', {}, { half })).catch((e) => e)
 * expect(error).toBeInstanceOf(LawError)
 * expect(error.broken[0]).toMatchObject({ law: 'neverFails', declaration: 'half', place: 'GET /half/{n} (half)' })
 * expect(error.untried).toEqual([])
 * expect(error.message).toContain('curl')
 */
export class LawError extends Error {
  override readonly name = 'LawError'
  constructor(
    service: string,
    readonly broken: ReadonlyArray<Counterexample>,
    readonly untried: LawReport['untried'] = []
  ) {
    const [first, ...others] = broken
    super(
      [
        `service '${service}': ${broken.length === 1 ? 'a law does' : `${broken.length} laws do`} not hold`,
        ...(first === undefined ? [] : [printed(first)]),
        ...(others.length === 0 ? [] : ['Nor do:', ...others.map((b) => `  ${b.law}: ${b.place}: ${line(b.came)}`)])
      ].join('\n\n')
    )
  }
}

// ---- combinators

const printed = (b: Counterexample): string =>
  [
    `${b.place}: ${b.sentence} (${b.law})`,
    indented(b.shown),
    `  expected: ${b.expected}`,
    `  came:     ${b.came.replaceAll('\n', '\n            ')}`,
    `  after ${several(b.runs, 'run')}, made smaller ${several(b.shrinks, 'time')}; seed ${b.seed} finds it again`
  ].join('\n')

const indented = (s: string): string => s.replaceAll(/^/gm, '    ')

const several = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

const line = (s: string): string => s.split('\n', 1)[0] ?? ''
