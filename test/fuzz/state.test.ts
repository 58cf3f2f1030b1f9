/** A hundred invocations that fail leave nothing behind: what a handler can reach, its closures too, is what it was before. */
import * as fc from 'fast-check'
import { lambdaContext } from '../../src/testing/index.js'
import { withoutStacks } from '../laws/send.js'
import { mutated } from './mutate.js'
import { reachableFrom } from './reachable.js'
import { examples, type Target, targetsOf } from './targets.js'

const targets = examples.flatMap(targetsOf)
const others = targets.flatMap((t) => t.corpus)

withoutStacks()
beforeAll(() => {
  process.env['WEBSOCKET_ENDPOINT'] = 'https://own.example/dev'
})
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}))

const invoke = async ({ handler, name }: Target, event: unknown): Promise<boolean> => {
  try {
    const result = (await handler(event, lambdaContext(name))) as { readonly statusCode?: number } | undefined
    return (result?.statusCode ?? 200) < 400
  } catch {
    return false
  }
}

// What a port holds is its owner's affair, as is what a lifted middleware holds: a table in memory may well grow.
const held = /\.(made\.\[\[Entries\]\]\.\d+|lifted)$/

const differences = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ReadonlyArray<string> =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path))

// Few handlers take whatever comes; of all others most such events are failures.
let all = 0
afterAll(() => expect(all).toBeGreaterThan(targets.length * 50))

test.each(targets)('89 $name is after a hundred failures what it was before', async (target) => {
  const fail = async (seed: number): Promise<number> => {
    let failed = 0
    for (const event of fc.sample(mutated(target.corpus, others), { seed, numRuns: 300 })) {
      if (failed === 100) break
      if (!(await invoke(target, event))) failed++
    }
    return failed
  }
  // What is made on first use, is made: ports, recursive codecs, the headers of what is nowhere.
  for (const event of [...target.corpus, ...target.corpus]) await invoke(target, event)
  await fail(1)
  target.reset()
  let before = reachableFrom({ handler: target.handler }, held)
  let failed = 0
  let grown: ReadonlyArray<string> = []
  // What these events are the first to ask for, a decoder or an encoder, is made once; what keeps something keeps more of every hundred.
  for (const seed of [42, 43, 44]) {
    failed = await fail(seed)
    target.reset()
    const after = reachableFrom({ handler: target.handler }, held)
    grown = differences(before, after)
    before = after
    if (grown.length === 0) break
  }
  expect(grown.slice(0, 5)).toEqual([])
  expect(before.size).toBeGreaterThan(100)
  all += failed
})

test('89 what keeps something is found', () => {
  const keeping = () => {
    const seen = new Map<string, number>()
    let n = 0
    return { map: (k: string) => seen.set(k, 1), count: () => ++n }
  }
  const { map, count } = keeping()
  const before = reachableFrom({ map, count })
  expect(differences(before, reachableFrom({ map, count }))).toEqual([])
  count()
  const counted = reachableFrom({ map, count })
  expect(differences(before, counted)).toEqual(['.map.[[Scopes]].0.n', '.count.[[Scopes]].0.n'])
  map('a')
  expect(differences(counted, reachableFrom({ map, count })).length).toBeGreaterThan(0)
})
