/** The laws of the testing kit on generated programs: each holds of whatever was written, but for the handlers that were written to fail. */
import * as fc from 'fast-check'
import { checkService, LawError, type LawReport } from 'quaich/testing'
import { quiet, withoutStacks } from '../laws/send.js'
import { sound } from './arbitrary/programs.js'
import { build } from './build.js'
import { type Program, placed } from './model/Program.js'

quiet()
withoutStacks()

const drawn = fc.sample(sound, { seed: 31, numRuns: 40 })

interface Tried {
  readonly broken: ReadonlyArray<string>
  readonly untried: LawReport['untried']
}

const tried = async (p: Program): Promise<Tried> => {
  const { api } = build(p)
  try {
    const { untried } = await checkService(api, { seed: 42, runs: 6 })
    return { broken: [], untried }
  } catch (e) {
    if (!(e instanceof LawError)) throw e
    return { broken: e.broken.map((b) => `${b.law} ${b.declaration}`), untried: e.untried }
  }
}

test('exactly the routes that were written to fail are found, by the one law that they break', async () => {
  let failing = 0
  for (const p of drawn) {
    const written = placed(p).flatMap(({ route, names }) => (route.ending === 'fails' ? [`neverFails ${names.join('.')}`] : []))
    expect({ p, ...(await tried(p)) }).toEqual({ p, broken: written, untried: [] })
    failing += written.length
  }
  expect(failing).toBeGreaterThan(10)
})
