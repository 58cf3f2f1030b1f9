/** The same request gets the same answer: a handler that keeps something between invocations is found out. */

import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import type { Declaration } from '../../router/Declaration.js'
import { type Law, law, type Otherwise, trial } from './Law.js'
import { able } from './reach.js'
import { type Outcome, type Stimulus, send, shown, told } from './Stimulus.js'
import type { World } from './World.js'

/**
 * A valid request, event or batch gets the same answer when it comes again, and again after another one to this or any other declaration that is
 * tried, with ports that are made anew each time: what a handler keeps in a variable of its module is seen by the next invocation of a warm
 * container. What a port keeps is its own affair. Declarations that mean to answer otherwise (a time, a random id) are named in `stateful`.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { remembersNothing } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * let count = 0
 * const next = pipe(get('/next'), handle(() => ({ count: ++count })))
 * await expect(remembersNothing(service('counter', {}, { next }))).rejects.toThrow('remembersNothing')
 * expect((await remembersNothing(service('counter', {}, { next }), { stateful: ['next'] })).held).toEqual([])
 */
export const remembersNothing: Law = law(
  'remembersNothing',
  'the same request gets the same answer, whatever came before',
  (d, world) => {
    const made = world.isStateful(d) ? undefined : world.stimuli(d)
    if (made === undefined) return undefined
    return [
      trial(fc.tuple(made, fc.oneof(made, ...others(d, world))), async ([s, between]) => {
        const before = await answer(world, s)
        const otherwise = async (since: string): Promise<Otherwise | undefined> => {
          const after = await answer(world, s)
          return isDeepStrictEqual(plain(before), plain(after))
            ? undefined
            : {
                shown: `${shown(world.bench(), s)}${since}`,
                expected: `the same answer each time: ${told(before)}`,
                came: `then, ${told(after)}\n${wayOut(d)}`
              }
        }
        const again = await otherwise('')
        if (again !== undefined) return again
        await answer(world, between)
        return otherwise(`\n# before and after\n${shown(world.bench(), between)}`)
      })
    ]
  }
)

const wayOut = (d: Declaration): string =>
  `if it means to: { stateful: ['${d.keys.join('.')}'] }; or let a port give what differs (an id, a time), and override it`

// What cannot be generated is told where it is tried itself.
const others = (d: Declaration, world: World): ReadonlyArray<fc.Arbitrary<Stimulus>> =>
  world.service.declarations.flatMap((x) => {
    if (x === d || !world.isTried(x)) return []
    const made = able(() => world.stimuli(x))
    return made === undefined || typeof made === 'string' ? [] : [made]
  })

const answer = (world: World, s: Stimulus): Promise<Outcome> => send(world.bench(s._tag === 'Request' ? s.format : undefined), s)

// What the client or AWS is told: errors by their words alone.
const plain = (o: Outcome): unknown => {
  switch (o._tag) {
    case 'Replied': {
      const { status, headers, body } = o.exchange.reply
      return { status, headers: { ...headers }, body }
    }
    case 'Gave':
      return { result: o.result, failed: o.failed }
    case 'Threw':
      return { error: String(o.error), failed: o.failed }
  }
}
