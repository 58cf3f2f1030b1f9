/** The order in which steps run: inwards until one refuses, then outwards through those that were entered. */
import * as fc from 'fast-check'
import { call } from '../../src/combinators/Result.js'
import { compile } from '../../src/combinators/run.js'
import type { Ctx, Exit, Prepared } from '../../src/combinators/Source.js'
import { holds } from '../laws/holds.js'
import { left, program, right } from '../laws/send.js'

const defect = (cause: unknown) => ({ defect: cause })

type Mode = 'sync' | 'async'
type Does = 'pass' | 'refuse' | 'throw'
interface Layer {
  readonly enter: readonly [Mode, Does] | undefined
  readonly leave: readonly [Mode, 'pass' | 'throw' | 'tell'] | undefined
  readonly hosted: boolean
}
type Last = readonly [Mode, 'right' | 'left' | 'throw' | 'reject' | 'throw undefined']

const mode = fc.constantFrom<Mode>('sync', 'async')
const layer: fc.Arbitrary<Layer> = fc.record({
  enter: fc.option(fc.tuple(mode, fc.constantFrom<Does>('pass', 'pass', 'pass', 'refuse', 'throw')), { nil: undefined }),
  leave: fc.option(fc.tuple(mode, fc.constantFrom('pass' as const, 'pass' as const, 'throw' as const, 'tell' as const)), {
    nil: undefined
  }),
  hosted: fc.boolean()
})
const last: fc.Arbitrary<Last> = fc.tuple(mode, fc.constantFrom('right', 'left', 'throw', 'reject', 'throw undefined'))

const inMode = <A>(m: Mode, f: () => A): A | Promise<A> => (m === 'sync' ? f() : Promise.resolve().then(f))

const prepare = (l: Layer, i: number, trace: string[]): Prepared => {
  if (l.hosted)
    return {
      host: async (ctx, rest) => {
        trace.push(`host ${i}`)
        const exit = await rest(ctx)
        trace.push(`hosted ${i} ${exit._tag}`)
        return exit
      }
    }
  const [enter, leave] = [l.enter, l.leave]
  return {
    ...(enter && {
      enter: () =>
        inMode(enter[0], () => {
          trace.push(`enter ${i}`)
          if (enter[1] === 'throw') throw `thrown ${i}`
          return enter[1] === 'refuse' ? left(`refused ${i}`) : undefined
        })
    }),
    ...(leave && {
      leave: (_: Ctx, exit: Exit) =>
        inMode(leave[0], () => {
          trace.push(`leave ${i} ${exit._tag}`)
          if (leave[1] === 'throw') throw `left ${i}`
          return leave[1] === 'tell' ? right(`told ${i}`) : exit
        })
    })
  }
}

// The reference: plain recursion, everything awaited.
const reference = (layers: ReadonlyArray<Layer>, l: Last, i: number, trace: string[]): Exit => {
  const here = layers[i]
  if (here === undefined) {
    trace.push('handler')
    return l[1] === 'right'
      ? right('value')
      : l[1] === 'left'
        ? left('failure')
        : left({ defect: l[1] === 'throw undefined' ? undefined : 'boom' })
  }
  if (here.hosted) {
    trace.push(`host ${i}`)
    const exit = reference(layers, l, i + 1, trace)
    trace.push(`hosted ${i} ${exit._tag}`)
    return exit
  }
  if (here.enter) {
    trace.push(`enter ${i}`)
    if (here.enter[1] === 'throw') return left({ defect: `thrown ${i}` })
    if (here.enter[1] === 'refuse') return left(`refused ${i}`)
  }
  const exit = reference(layers, l, i + 1, trace)
  if (!here.leave) return exit
  trace.push(`leave ${i} ${exit._tag}`)
  if (here.leave[1] === 'throw') return left({ defect: `left ${i}` })
  return here.leave[1] === 'tell' ? right(`told ${i}`) : exit
}

const inner = (l: Last, trace: string[]) => () => {
  trace.push('handler')
  if (l[1] === 'throw') throw 'boom'
  if (l[1] === 'throw undefined') throw undefined
  if (l[1] === 'reject') return Promise.reject('boom')
  return inMode(l[0], () => (l[1] === 'right' ? right('value') : left('failure')))
}

test('a run is plain recursion: same order in and out, same exit, what was not entered is not left; it never rejects', async () => {
  await holds(
    fc.asyncProperty(fc.array(layer, { maxLength: 6 }), last, async (layers, l) => {
      const [trace, expected]: [string[], string[]] = [[], []]
      const steps = layers.map((x, i) => () => prepare(x, i, trace))
      const run = compile(steps, program(), () => call(inner(l, trace), {}, defect), defect)
      const exit = reference(layers, l, 0, expected)
      expect(await run({})).toEqual(exit)
      expect(trace).toEqual(expected)
    }),
    2000
  )
})

test('where everything is synchronous, so is the run', async () => {
  const sync = fc
    .array(layer, { maxLength: 6 })
    .map((ls) =>
      ls.map((l): Layer => ({ hosted: false, enter: l.enter && ['sync', l.enter[1]], leave: l.leave && ['sync', l.leave[1]] }))
    )
  await holds(
    fc.property(sync, (layers) => {
      const run = compile(
        layers.map((x, i) => () => prepare(x, i, [])),
        program(),
        () => right(1),
        defect
      )
      expect(run({})).not.toBeInstanceOf(Promise)
    })
  )
})

test('steps are prepared once, not for every invocation', () => {
  const step = jest.fn(() => ({}))
  const run = compile([step], program(), () => right(1), defect)
  run({})
  run({})
  expect(step).toHaveBeenCalledTimes(1)
})
