/** Every thing that a program declares is in its facts, once and in its place, and nothing else is. */
import * as fc from 'fast-check'
import type { Fact } from 'quaich'
import { mended, programs } from './arbitrary/programs.js'
import { build } from './build.js'
import { factsMeant, type Plain } from './model/facts.js'
import { faultsIn } from './model/faultsIn.js'
import { size } from './model/Program.js'

/** What is no plain data, by its presence or its name. */
const plain = (fact: Fact): Plain =>
  Object.fromEntries(
    Object.entries(fact).map(([key, value]) => {
      if (key === 'codec') return [key, true]
      if (key === 'codecs' || key === 'replies') return [key, Object.keys(value)]
      return key === 'port' ? [key, (value as { readonly key: string }).key] : [key, value]
    })
  )

test('the facts of every sentence are what was written, in its order, those of mounts first', () => {
  const drawn = fc.sample(programs, { seed: 7, numRuns: 150 }).map((p) => mended(p, (q) => faultsIn(q).length === 0))
  for (const p of drawn) {
    const { api } = build(p)
    const told = Object.fromEntries(api.declarations.map((d) => [d.keys.join('.'), d.facts.map(plain)]))
    expect(told).toStrictEqual(factsMeant(p))
  }
  expect(drawn.reduce((n, p) => n + size(p), 0)).toBeGreaterThan(3000)
})
