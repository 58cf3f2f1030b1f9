/** The fold over what became of records, and the order they run in, by themselves: no event, no handler. */
import type { BatchKind } from '../../src/events/Batch.js'
import { BatchError, fold, type Outcome, runAll } from '../../src/events/outcome.js'

interface Item {
  readonly id: unknown
  readonly group?: string
}

const kind = (reporting: BatchKind<Item>['reporting']): BatchKind<Item> => ({
  source: 'test',
  reporting,
  recognises: () => true,
  open: (record) => record as unknown as Item,
  idOf: (item) => item.id,
  groupOf: (item) => item.group,
  content: () => ({ text: '' })
})

const done: Outcome = { _tag: 'Right', right: 1 }
const failed = (left: unknown): Outcome => ({ _tag: 'Left', left })
const items = (...ids: ReadonlyArray<unknown>): ReadonlyArray<Item> => ids.map((id) => ({ id }))

// ---- fold

test.each<[string, BatchKind<Item>['reporting'], unknown]>([
  ['a queue is told that nothing failed', 'ids', { batchItemFailures: [] }],
  ['so is a stream', 'checkpoint', { batchItemFailures: [] }],
  ['who takes no report is told nothing', 'none', undefined]
])('where all succeed, %s', (_, reporting, right) => {
  expect(fold(kind(reporting), items('1', '2'), [done, done])).toEqual({ _tag: 'Right', right })
})

test.each<[string, BatchKind<Item>['reporting'], ReadonlyArray<string>]>([
  ['a queue is told all that did not succeed, also what never ran, each id once', 'ids', ['2', '3']],
  ['a stream is told the first alone', 'checkpoint', ['2']]
])('where some fail, %s', (_, reporting, ids) => {
  const outcomes = [done, failed('x'), undefined, undefined]
  expect(fold(kind(reporting), items('1', '2', '3', '2'), outcomes)).toEqual({
    _tag: 'Right',
    right: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }
  })
})

test('where no report is taken, the invocation fails with all that failed and why, and says how many', () => {
  const exit = fold(kind('none'), items('1', '2', '3'), [failed('x'), done, undefined])
  expect(exit).toEqual({ _tag: 'Left', left: expect.any(BatchError) })
  expect(exit).toMatchObject({
    left: {
      name: 'BatchError',
      message: '2 of 3 test records failed',
      failures: [
        { index: 0, cause: 'x' },
        { index: 2, cause: undefined }
      ]
    }
  })
})

test.each([[''], [undefined], [7], [null]])(
  'one record with the id %j among those that failed fails the whole invocation',
  (id) => {
    expect(fold(kind('ids'), items('1', id), [failed('x'), failed('y')])).toMatchObject({
      _tag: 'Left',
      left: { name: 'BatchError' }
    })
    expect(fold(kind('ids'), items(id, '2'), [failed('x'), failed('y')])).toMatchObject({
      _tag: 'Left',
      left: { name: 'BatchError' }
    })
    expect(fold(kind('ids'), items('1', id), [failed('x'), done])).toMatchObject({ _tag: 'Right' })
  }
)

// ---- runAll

const all = (groups: ReadonlyArray<string | undefined>): ReadonlyArray<Item> =>
  groups.map((group, i) => (group === undefined ? { id: i } : { id: i, group }))

test('records that are synchronous run without a promise, whatever the concurrency', () => {
  const outcomes = runAll(kind('ids'), all([undefined, 'a', undefined]), () => done as never, {
    concurrency: 5,
    afterFailure: 'stop'
  })
  expect(outcomes).toEqual([done, done, done])
})

test('no records need no promise either', () => {
  expect(runAll(kind('ids'), [], () => done as never, { concurrency: 1, afterFailure: 'stop' })).toEqual([])
})

test.each<[string, 'stop' | 'other groups', ReadonlyArray<string | undefined>, ReadonlyArray<number>]>([
  ['stop: nothing ordered runs any more, whatever its group', 'stop', ['a', 'b', 'a', 'b'], [0]],
  ['stop: what has no group runs', 'stop', ['a', undefined, 'a', undefined], [0, 1, 3]],
  ['other groups: those go on', 'other groups', ['a', 'b', 'a', 'b'], [0, 1, 3]],
  ['other groups: a group without a name is one as well', 'other groups', ['', undefined, '', 'b'], [0, 1, 3]]
])('after the first record failed, %s', async (_, afterFailure, groups, ran) => {
  for (const later of [false, true]) {
    const seen: unknown[] = []
    const run = (item: Item) => {
      seen.push(item.id)
      const exit = item.id === 0 ? failed('x') : done
      return (later ? Promise.resolve(exit) : exit) as never
    }
    const outcomes = await runAll(kind('ids'), all(groups), run, { concurrency: 1, afterFailure })
    expect(seen.sort()).toEqual(ran)
    expect(outcomes.flatMap((o, i) => (o === undefined ? [] : [i]))).toEqual(ran)
  }
})
