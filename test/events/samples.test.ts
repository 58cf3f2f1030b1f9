/**
 * Whole events before every source: each is read by the source it belongs to, which gives what `samples.expected.json` says, and refused
 * by every other in words of our own. Our events are always here; those of AWS's repositories where their folder stands beside the project.
 */
import { quiet } from '../laws/send.js'
import { bring, captured, expected, own, sources } from './samples.js'

quiet()

const sets: ReadonlyArray<readonly [string, Readonly<Record<string, unknown>>, typeof expected.own]> = [
  ['our own', own, expected.own],
  ['captured', captured, expected.captured]
]
const refusals =
  /^(the event is not an? (SQS|SNS|S3|Kinesis|DynamoDB|EventBridge|WebSocket) event|Unauthorized|400 NotAnHttpEvent)$/

test('there is an event of our own for every source, and some that belong to none', () => {
  const read = new Set(Object.values(expected.own).map((e) => e.source))
  expect([...read].sort()).toEqual([...new Set(Object.values(sources))].filter((s) => s !== 'any').sort())
  expect(Object.keys(own).filter((name) => !(name in expected.own))).toEqual([
    ...['batch-job', 'firehose', 'graphql-authorizer', 'kafka', 'logs', 'mail', 'reply', 'user-pool'].map((n) => `other-${n}`),
    's3-test'
  ])
})

describe.each(sets.filter(([, events]) => Object.keys(events).length > 0))('%s', (title, events, belongs) => {
  const names = Object.keys(events)

  test('every event that belongs to a source is there', () => {
    expect(Object.keys(belongs).filter((name) => !(name in events))).toEqual([])
  })

  test.each(Object.keys(belongs))('93 %s is read by its source', async (name) => {
    const { source, gives } = belongs[name] as (typeof expected.own)[string]
    const first = Object.keys(sources).filter((s) => sources[s] === source)[0] as string
    const came = await bring(first, events[name])
    expect(came).toMatchObject({ saw: gives })
    expect((came as { readonly saw: unknown }).saw).toEqual(gives)
  })

  test('93 every event before every source: read, taken as it is, or refused in our own words, and left as it was', async () => {
    const counts = { events: names.length, pairs: 0, decoded: 0, refused: 0, anything: 0 }
    for (const name of names)
      for (const [source, family] of Object.entries(sources)) {
        const before = JSON.stringify(events[name])
        const came = await bring(source, events[name])
        counts.pairs++
        expect(JSON.stringify(events[name])).toBe(before)
        if (family === 'any') {
          counts.anything++
          expect([name, source, came]).toEqual([name, source, { saw: undefined, result: events[name] }])
        } else if (belongs[name]?.source === family || (family === 's3' && name === 's3-test')) {
          // A typed message refuses what has no body, and the connection stays.
          const bodiless = source === 'websocketMessage' && !('body' in (events[name] as object))
          if (bodiless) expect([name, came]).toEqual([name, { refused: '400 BadRequest' }])
          else expect([name, source, 'result' in came]).toEqual([name, source, true])
          counts[bodiless ? 'refused' : 'decoded']++
        } else {
          counts.refused++
          expect([name, source, 'refused' in came ? came.refused : came]).toEqual([name, source, expect.stringMatching(refusals)])
        }
      }
    expect(counts.pairs).toBe(names.length * Object.keys(sources).length)
    if (process.env['COUNTS'] !== undefined) console.log(title, counts)
  })
})
