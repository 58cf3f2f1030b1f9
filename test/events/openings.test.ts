/** How a batch is opened: what is no event of its source fails the invocation, and says so. */
import { type BatchKind, batchOf, objectAt, opening, type Raw, textAt } from '../../src/events/Batch.js'

const kind: BatchKind<Raw> = {
  source: 'test',
  reporting: 'ids',
  recognises: (record) => record['mine'] === true,
  open: (record) => ({ ...record, opened: true }),
  idOf: (record) => record['id'],
  groupOf: () => undefined,
  content: () => ({ text: '' })
}
const mine = { mine: true }

/** What entering gives, and the event that the context has then. */
const entering = (event: unknown, ignores?: (event: Raw) => boolean) => {
  const ctx: Record<string, unknown> = { event }
  const exit = opening(kind, ignores)(undefined as never).enter?.(ctx as never)
  return { exit, batch: ctx['event'] as { readonly records: ReadonlyArray<unknown>; readonly toJSON: () => unknown } }
}

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'Records'],
  ['a list', [mine]],
  ['no records', {}],
  ['records that are no list', { Records: { 0: mine, length: 1 } }],
  ['a record of another source', { Records: [mine, { mine: false }] }],
  ['a record that is none', { Records: [null, mine] }],
  ['a record that is a list', { Records: [[mine]] }],
  ['a record that is missing', { Records: Object.assign([mine], { length: 2 }) }]
])('%s is no event of it', (_, event) => {
  expect(entering(event).exit).toMatchObject({ _tag: 'Left', left: { message: 'the event is not an test event' } })
})

test('an event without a record fails too, and says what is missing', () => {
  expect(entering({ Records: [] }).exit).toMatchObject({ _tag: 'Left', left: { message: 'the test event has no records' } })
})

test('a batch has its records opened, as often as anybody looks, and the event as it was', () => {
  const event = { Records: [mine, { ...mine, id: 2 }] }
  const { exit, batch } = entering(event, () => false)
  expect(exit).toBeUndefined()
  expect([...(batch as unknown as Iterable<unknown>)]).toEqual([
    { mine: true, opened: true },
    { mine: true, id: 2, opened: true }
  ])
  expect([...(batch as unknown as Iterable<unknown>)]).toEqual(batch.records)
  expect(batch.toJSON()).toBe(event)
  expect(batchOf({ event: batch } as never)).toMatchObject({ kind, records: batch.records })
})

test('what a source ignores is answered with nothing; no text or list is asked about', () => {
  expect(entering({ test: 1 }, (e) => e['test'] === 1).exit).toEqual({ _tag: 'Right', right: undefined })
  for (const event of ['x', [1], null]) expect(entering(event, () => true).exit).toMatchObject({ _tag: 'Left' })
})

test('at a key stands a text or nothing, an object or an empty one', () => {
  expect([textAt({ a: 'x' }, 'a'), textAt({ a: 1 }, 'a'), textAt({}, 'a'), textAt(null, 'a'), textAt('abc', 'length')]).toEqual([
    'x',
    undefined,
    undefined,
    undefined,
    undefined
  ])
  expect([objectAt({ a: mine }, 'a'), objectAt({ a: [1] }, 'a'), objectAt({ a: null }, 'a'), objectAt(null, 'a')]).toEqual([
    mine,
    {},
    {},
    {}
  ])
})
