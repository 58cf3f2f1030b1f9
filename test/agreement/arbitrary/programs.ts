/**
 * Programs of every form as fast-check arbitraries: anything may stand beside anything, in any order. What is wrong with some of them is for
 * the model to say; `sound` keeps of each what nothing is wrong with.
 */
import * as fc from 'fast-check'
import { faultsIn } from '../model/faultsIn.js'
import type { Given } from '../model/given.js'
import { type Mount, type Program, placed, placedWoken, type Route, type Woken } from '../model/Program.js'
import { undeployable } from '../model/undeployable.js'
import { names, shared } from './draw.js'
import { woken } from './events.js'
import { mounted, mounts, policies, routes } from './routes.js'

const anyProgram = (gateway: fc.Arbitrary<Program['gateway']>): fc.Arbitrary<Program> =>
  policies.chain((usual) =>
    fc.record({
      name: fc.constant('agreed'),
      gateway,
      group: fc.constantFrom<Program['group']>('resource', 'resource', 'route', 'route', 'service'),
      given: fc.oneof(
        fc.constant<Given>({}),
        fc.constant<Given>({ memory: 512, variables: { STAGE: 'any' } }),
        fc.constant<Given>({ timeout: 20 }),
        shared,
        fc.constant<Given>({ also: { traced: 'Active', tags: { team: 'all' } } })
      ),
      routes: fc.array(routes(usual), { maxLength: 6 }).map((rs) => names<Route>('r', rs)),
      mounts: fc.array(mounts(usual), { maxLength: 2 }).map(mounted),
      woken: fc.array(woken, { maxLength: 6 }).map((ws) => names<Woken>('e', ws))
    })
  )

/** Anything that can be written down. */
export const programs: fc.Arbitrary<Program> = anyProgram(fc.constantFrom('rest', 'rest', 'http'))

type Part = (p: Program) => Program

const partsOf = (p: Program): ReadonlyArray<Part> => [
  ...p.routes.map(
    (r): Part =>
      (q) => ({ ...q, routes: [...q.routes, r] })
  ),
  ...p.mounts.flatMap((m): ReadonlyArray<Part> => {
    const { again, within, ...plain } = m
    const at = (q: Program) => q.mounts.find((x) => x.name === m.name) ?? { ...plain, routes: [], woken: [] }
    const put = (q: Program, x: Mount): Program => ({ ...q, mounts: [...q.mounts.filter((y) => y.name !== m.name), x] })
    return [
      ...m.routes.map(
        (r): Part =>
          (q) =>
            put(q, { ...at(q), routes: [...at(q).routes, r] })
      ),
      ...m.woken.map(
        (w): Part =>
          (q) =>
            put(q, { ...at(q), woken: [...at(q).woken, w] })
      ),
      ...(again === undefined
        ? []
        : [((q) => (at(q).routes.length + at(q).woken.length === 0 ? q : put(q, { ...at(q), again }))) as Part]),
      ...(within === undefined
        ? []
        : [((q) => (at(q).routes.length + at(q).woken.length === 0 ? q : put(q, { ...at(q), within }))) as Part])
    ]
  }),
  ...p.woken.map(
    (w): Part =>
      (q) => ({ ...q, woken: [...q.woken, w] })
  )
]

/** Of a program, part by part, what the model has nothing against. */
export const mended = (p: Program, isSound: (p: Program) => boolean): Program =>
  partsOf(p).reduce(
    (q, part) => {
      const more = part(q)
      return isSound(more) ? more : q
    },
    { ...p, routes: [], mounts: [], woken: [] } as Program
  )

const deployable = (p: Program): boolean => faultsIn(p).length === 0 && undeployable(p).length === 0

/** Programs that can be defined and deployed. */
export const sound: fc.Arbitrary<Program> = programs
  .map((p) => mended(p, deployable))
  .filter((p) => placed(p).length + placedWoken(p).length > 0)

/** Larger ones: for the tools that package them, which take long for each. */
export const large = (gateway: Program['gateway']): fc.Arbitrary<Program> =>
  anyProgram(fc.constant(gateway))
    .map((p) => mended(p, deployable))
    .filter((p) => placed(p).length + placedWoken(p).length >= 6)
