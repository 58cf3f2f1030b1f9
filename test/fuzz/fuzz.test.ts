/**
 * One sentence, for every exported handler of every example: whatever arrives, it answers with a result that Lambda can read, or fails
 * with an error of ours; and nothing that invocations share has changed. `npm run fuzz` takes more and other events than the suite.
 */
import * as fc from 'fast-check'
import { lambdaContext } from '../../src/testing/index.js'
import { captured } from '../events/support.js'
import { withoutStacks } from '../laws/send.js'
import { watchGlobals } from './globals.js'
import { mutated } from './mutate.js'
import { examples, type Target, targetsOf } from './targets.js'
import { faultsIn, type Outcome } from './verdict.js'

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 100)
const seed = process.env['FUZZ_RUNS'] === undefined ? 20261124 : Number(process.env['FUZZ_SEED'] ?? Date.now())
jest.setTimeout(Math.max(10_000, numRuns * 50))

withoutStacks()
const lines: string[] = []
beforeAll(() => {
  process.env['WEBSOCKET_ENDPOINT'] = 'https://own.example/dev'
})
beforeEach(() => {
  lines.length = 0
  jest.spyOn(console, 'error').mockImplementation((line) => void lines.push(String(line)))
})

const targets = examples.flatMap(targetsOf)
const others = [...targets.flatMap((t) => t.corpus), ...captured.map(([, event]) => event)]

const invoke = async ({ handler, name }: Target, event: unknown): Promise<Outcome> => {
  try {
    return { result: await handler(event, lambdaContext(name)) }
  } catch (error) {
    return { error }
  }
}

/** Handlers whose own code throws on such events, and with what: not ours to catch where there is no reply. */
const ownThrows: Readonly<Record<string, RegExp>> = {
  'events/heartbeat': /^RangeError: Invalid time value$/,
  'events/chime': /^RangeError: Invalid time value$/,
  'reports/daily': /^RangeError: Invalid time value$/,
  // It answers with its own event, which may look like an Either.
  'events/nightly': /^Error: nightly failed/
}

const statusIn = (outcome: Outcome): unknown =>
  'result' in outcome ? (outcome.result as { readonly statusCode?: unknown } | undefined)?.statusCode : undefined

const judge = async (target: Target, event: unknown): Promise<void> => {
  lines.length = 0
  const outcome = await invoke(target, event)
  const faults = faultsIn(target, outcome, event)
  if ('error' in outcome && ownThrows[target.name]?.test(String(outcome.error))) return
  if ('error' in outcome && target.mayFail) return
  if (faults.length > 0) throw new Error(`${target.name}: ${faults.join('; ')}`, { cause: outcome })
  // No handler of an example throws by itself, so what ends as a 500 would be a fault of ours.
  if (target.kind === 'http' && !target.mayFail && Number(statusIn(outcome)) >= 500)
    throw new Error(`${target.name}: ${lines.join(' ')}`)
}

test.each(targets)('$name answers what it is meant for', async (target) => {
  target.reset()
  const outcomes = await Promise.all(target.corpus.map((event) => invoke(target, event)))
  expect(outcomes.flatMap((o, i) => faultsIn(target, o, target.corpus[i]))).toEqual([])
  const refused = outcomes.filter((o) => 'error' in o || Number(statusIn(o)) >= 400)
  if (!target.mayFail) expect(outcomes.length - refused.length).toBeGreaterThan(0)
})

test.each(targets)(
  '$name answers whatever arrives, or fails with an error of ours, and changes nothing that is shared',
  async (target) => {
    target.reset()
    const first = await invoke(target, target.corpus[0])
    const changes = watchGlobals()
    const event = fc.oneof(
      { weight: 8, arbitrary: mutated(target.corpus, others) },
      { weight: 2, arbitrary: mutated(others) },
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withDate: true, withMap: true, withBigInt: true }) }
    )
    await fc.assert(
      fc.asyncProperty(event, (e) => judge(target, e)),
      { seed, numRuns, endOnFailure: numRuns > 1000 }
    )
    expect(changes()).toEqual([])
    target.reset()
    expect(await invoke(target, target.corpus[0])).toEqual(first)
  }
)
