/** What is wrong with a program is predicted by the model, and told by quaich: when it is defined, or when it is generated. */
import * as fc from 'fast-check'
import { DefinitionError, type DefinitionFault } from 'quaich'
import { check } from 'quaich/deploy'
import { mended, programs } from './arbitrary/programs.js'
import { build } from './build.js'
import { type Fault, faultsIn, words } from './model/faultsIn.js'
import type { Program } from './model/Program.js'
import { deployWords, undeployable } from './model/undeployable.js'

const drawn = (n: number): ReadonlyArray<Program> => fc.sample(programs, { seed: 20261126, numRuns: n })

const known = <W extends string>(table: Readonly<Record<W, RegExp>>, problem: string): string =>
  (Object.keys(table) as W[]).find((what) => table[what].test(problem)) ?? problem

/** `GET /a (m0.n1)` is at `m0.n1`. */
const placeOf = (place: string): string => /\(([\w.]+)\)/.exec(place)?.[1] ?? place

const told = (faults: ReadonlyArray<DefinitionFault>): ReadonlyArray<string> =>
  sorted(faults.map((f) => `${placeOf(f.place)}: ${known(words, f.problem)}`))

const predicted = (faults: ReadonlyArray<Fault>): ReadonlyArray<string> => sorted(faults.map((f) => `${f.at}: ${f.what}`))

const sorted = (all: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(all)].sort()

const faultsTold = (p: Program): ReadonlyArray<DefinitionFault> => {
  try {
    build(p)
    return []
  } catch (e) {
    if (!(e instanceof DefinitionError)) throw e
    return e.faults
  }
}

test('a program is refused when it is defined for exactly the faults that the model finds in it, each at its place', () => {
  const seen = new Set<string>()
  for (const p of drawn(300)) {
    const faults = faultsIn(p)
    expect(told(faultsTold(p))).toEqual(predicted(faults))
    for (const { what } of faults) seen.add(what)
  }
  expect([...seen].sort()).toEqual(Object.keys(words).sort())
})

test('a program that can be defined is refused when it is generated for exactly what the model says cannot be deployed', () => {
  const seen = new Set<string>()
  for (const p of drawn(300).map((p) => mended(p, (q) => faultsIn(q).length === 0))) {
    const expected = undeployable(p)
    const { faults } = check(build(p).api)
    expect(sorted(faults.map((f) => known(deployWords, f.problem)))).toEqual(sorted(expected))
    for (const what of expected) seen.add(what)
  }
  expect([...seen].sort()).toEqual(Object.keys(deployWords).sort())
})
