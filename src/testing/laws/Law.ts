/**
 * A law: a sentence that is true of every sound service, and how to try it on each of its declarations. Calling one tries it alone;
 * `checkService` tries all of them. It says what came otherwise, never what to do about it in general: each law knows its own mend.
 */
import * as fc from 'fast-check'
import type { AnyCodec } from '../../codecs/Codec.js'
import type { Override } from '../../combinators/Port.js'
import { type Declaration, placeOf } from '../../router/Declaration.js'
import type { AnyService } from '../../router/service.js'
import type { Format } from '../format.js'
import { hushed } from '../hushed.js'
import { type Counterexample, LawError } from './LawError.js'
import { checkNames } from './named.js'
import { able } from './reach.js'
import { type World, worldOf } from './World.js'

// ---- model

/** The laws, by the names of their functions. @since 0.1.0 */
export type LawName =
  | 'neverFails'
  | 'refusesInvalid'
  | 'repliesAsDeclared'
  | 'corsAsDeclared'
  | 'keepsStrangersOut'
  | 'refusesOtherTypes'
  | 'reportsFailures'
  | 'remembersNothing'
  | 'derivesMethods'

/** How a service is tried. @since 0.1.0 */
export interface LawOptions {
  /**
   * Other values for ports, as a client takes them. As a function they are made anew for each run, so that no run sees what another one
   * stored. A port that is not overridden is live: whatever its handlers send arrives.
   */
  readonly overrides?: ReadonlyArray<Override> | (() => ReadonlyArray<Override>)
  /** What `annotate` gave, for codecs that cannot be seen through: without it their declarations are `untried`. */
  readonly annotations?: ReadonlyArray<AnyCodec>
  /** How requests reach the functions; as the service's gateway sends them when absent. */
  readonly formats?: ReadonlyArray<Format>
  /** Runs for each law and declaration: 50, or what `fc.configureGlobal` says. */
  readonly runs?: number
  /** The seed of the runs: another one each time, or what `fc.configureGlobal` says. A counterexample names its own. */
  readonly seed?: number
  /** Names of the declarations to try; all of them when absent. */
  readonly only?: ReadonlyArray<string>
  /** Names of declarations that mean to answer the same request otherwise from time to time. */
  readonly stateful?: ReadonlyArray<string>
}

/** What was tried, and what was not. @since 0.1.0 */
export interface LawReport {
  readonly held: ReadonlyArray<{ readonly law: LawName; readonly declaration: string; readonly runs: number }>
  /** A law that says something of a declaration and could not be tried, or not to the end, why, and what would mend it: told once of each declaration. A test asserts that there is none. */
  readonly untried: ReadonlyArray<{ readonly law: LawName; readonly declaration: string; readonly because: string }>
}

/** A law, as its users call it: resolves where it holds, rejects with a {@link LawError} where it does not. @since 0.1.0 */
export interface Law {
  (service: AnyService, options?: LawOptions): Promise<LawReport>
  /** The law in words. */
  readonly sentence: string
  /** @internal */
  readonly rule: Rule
}

/** Something came otherwise. @internal */
export interface Otherwise {
  /** The request as `curl`, the event or the messages as JSON. */
  readonly shown: string
  readonly expected: string
  readonly came: string
}

/** What is tried on one declaration. @internal */
export interface Trial {
  readonly property: fc.IAsyncProperty<[unknown]>
}

/** @internal */
export interface Rule {
  readonly name: LawName
  readonly sentence: string
  /** One trial for each way to try it; a text says why it cannot be tried, nothing that it says nothing of this declaration. */
  readonly trials: (d: Declaration, world: World) => ReadonlyArray<Trial> | string | undefined
}

class Broken extends Error {
  constructor(readonly otherwise: Otherwise) {
    super(otherwise.came)
  }
}

// ---- constructors

/** @internal */
export const law = (name: LawName, sentence: string, trials: Rule['trials']): Law => {
  const rule: Rule = { name, sentence, trials }
  return Object.assign((service: AnyService, options?: LawOptions) => tryAll(service, [rule], options), { sentence, rule })
}

/** Values to try, and what came otherwise for one of them, if anything. @internal */
export const trial = <A>(values: fc.Arbitrary<A>, otherwise: (a: A) => Promise<Otherwise | undefined>): Trial => ({
  property: fc.asyncProperty(values, async (a) => {
    const found = await otherwise(a)
    if (found !== undefined) throw new Broken(found)
  }) as fc.IAsyncProperty<[unknown]>
})

// ---- combinators

/** Tries some laws on all declarations, and rejects with every one that does not hold. @internal */
export const tryAll = (service: AnyService, rules: ReadonlyArray<Rule>, options: LawOptions = {}): Promise<LawReport> =>
  hushed(async () => {
    checkNames(service, options)
    const world = worldOf(service, options)
    const held: LawReport['held'][number][] = []
    const untried: LawReport['untried'][number][] = []
    const broken: Counterexample[] = []
    for (const rule of rules)
      for (const d of service.declarations.filter(world.isTried)) {
        const of = { law: rule.name, declaration: d.keys.join('.') }
        const trials = able(() => rule.trials(d, world))
        if (trials === undefined) continue
        if (typeof trials === 'string') untried.push({ ...of, because: trials })
        else {
          const found = await first(trials, (t) => counterexample(t, rule, d, world))
          if (typeof found === 'number') held.push({ ...of, runs: found })
          else if (typeof found === 'string') untried.push({ ...of, because: found })
          else broken.push(found)
        }
      }
    if (broken.length > 0) throw new LawError(service.name, broken, eachOnce(untried))
    return { held, untried: eachOnce(untried) }
  })

// A reason stands where it is first told of a declaration: another law has nothing to add to it.
const eachOnce = (all: LawReport['untried']): LawReport['untried'] =>
  all.map((u) => {
    const first = all.find((x) => x.declaration === u.declaration && x.because === u.because) ?? u
    return first === u ? u : { ...u, because: `as told of ${first.law}` }
  })

/** What shows that it does not hold, why it was not tried to the end, or how often it held. */
type Found = Counterexample | string | number

// What one trial finds counts, though another one was cut short.
const first = async (trials: ReadonlyArray<Trial>, find: (t: Trial) => Promise<Found>): Promise<Found> => {
  let runs = 0
  let because: string | undefined
  for (const t of trials) {
    const found = await find(t)
    if (typeof found === 'object') return found
    if (typeof found === 'number') runs += found
    else because ??= found
  }
  return because ?? runs
}

const counterexample = async (
  { property }: Trial,
  { name, sentence }: Rule,
  d: Declaration,
  { seed, runs }: World
): Promise<Found> => {
  const run = await fc.check(property, { seed, numRuns: runs })
  const { interruptAfterTimeLimit, markInterruptAsFailure } = fc.readConfigureGlobal()
  if (run.interrupted && run.errorInstance === null && markInterruptAsFailure !== true)
    return `cut short after ${run.numRuns} of ${runs} runs, by interruptAfterTimeLimit: ${interruptAfterTimeLimit}\n    give it more time, or fewer runs`
  if (!run.failed) return run.numRuns
  // Nothing was thrown where time ran out, or too many runs were skipped.
  if (run.errorInstance === null) throw new Error(`${placeOf(d)} (${name}): ${await fc.asyncDefaultReportMessage(run)}`)
  if (!(run.errorInstance instanceof Broken)) throw run.errorInstance
  return {
    law: name,
    sentence,
    declaration: d.keys.join('.'),
    place: placeOf(d),
    ...run.errorInstance.otherwise,
    seed: run.seed,
    runs: run.numRuns,
    shrinks: run.numShrinks
  }
}
