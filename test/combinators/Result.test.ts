// biome-ignore-all lint/suspicious/noThenProperty: thenables are what is tested here
/** Whatever a function gives back is read one way: every nesting of value, Promise, Either, Task, TaskEither and thunk. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as T from 'fp-ts/lib/Task.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { notFound } from '../../src/combinators/HttpError.js'
import { ok } from '../../src/combinators/Reply.js'
import { call, settle } from '../../src/combinators/Result.js'
import { holds } from '../laws/holds.js'
import { left, right } from '../laws/send.js'

const defect = (cause: unknown) => ({ defect: cause })
const boom = new Error('boom')
const failure = { _tag: 'Duplicate' }
const refusal = notFound()
const answer = ok(1)

test.each<[string, unknown, unknown]>([
  ['a value', 1, right(1)],
  ['nothing', undefined, right(undefined)],
  ['null', null, right(null)],
  ['a reply', answer, right(answer)],
  ['a refusal, which is a failure wherever it stands', refusal, left(refusal)],
  ['a Right', E.right(1), right(1)],
  ['a Left', E.left(failure), left(failure)],
  ['a thunk', () => 1, right(1)],
  ['a thunk of a thunk', () => () => 1, right(1)],
  ['a thunk of an Either', () => E.left(failure), left(failure)],
  ['an Either of an Either, of which the outer is read', E.right(E.left(failure)), right(E.left(failure))],
  [
    'a thunk that throws',
    () => {
      throw boom
    },
    left({ defect: boom })
  ],
  [
    'a thunk that throws nothing',
    () => {
      throw undefined
    },
    left({ defect: undefined })
  ],
  [
    'a function that takes arguments',
    (_: unknown) => 1,
    left({ defect: new TypeError('the handler returned a function that takes arguments') })
  ],
  ['an object that is no Either, whatever its tag says', { _tag: 'Left' }, right({ _tag: 'Left' })],
  ['an object with a then that is no function', { then: 1 }, right({ then: 1 })]
])('%s is read at once', (_, result, exit) => {
  expect(settle(result, defect)).toEqual(exit)
})

test.each<[string, unknown, unknown]>([
  ['a Promise', Promise.resolve(1), right(1)],
  ['a Promise of an Either', Promise.resolve(E.left(failure)), left(failure)],
  ['a Promise of a refusal', Promise.resolve(refusal), left(refusal)],
  ['a Promise of a Task', Promise.resolve(T.of(1)), right(1)],
  ['a Task', T.of(1), right(1)],
  ['a Task of a refusal', T.of(refusal), left(refusal)],
  ['a TaskEither that succeeds', TE.right(1), right(1)],
  ['a TaskEither that fails', TE.left(failure), left(failure)],
  ['a thunk of a TaskEither', () => TE.left(failure), left(failure)],
  ['a rejection', () => Promise.reject(boom), left({ defect: boom })],
  ['a rejection with nothing', () => Promise.reject(undefined), left({ defect: undefined })],
  ['a rejection with a refusal, which is a defect as a throw is', () => Promise.reject(refusal), left({ defect: refusal })],
  ['a thenable', { then: (f: (x: unknown) => void) => f(1) }, right(1)],
  ['a thenable of an Either', { then: (f: (x: unknown) => void) => f(E.left(failure)) }, left(failure)],
  ['a thenable that refuses', { then: (_: unknown, g: (x: unknown) => void) => g(boom) }, left({ defect: boom })],
  [
    'a thenable that throws',
    {
      then: () => {
        throw boom
      }
    },
    left({ defect: boom })
  ],
  [
    'a thenable that answers and then throws',
    {
      then: (f: (x: unknown) => void) => {
        f(1)
        throw boom
      }
    },
    right(1)
  ],
  [
    'a thenable that answers twice',
    {
      then: (f: (x: unknown) => void) => {
        f(1)
        f(2)
      }
    },
    right(1)
  ],
  [
    'a Promise of what throws when it is looked at',
    Promise.resolve([
      {
        get _tag() {
          throw boom
        }
      }
    ]).then(([x]) => x),
    left({ defect: boom })
  ]
])('%s is awaited', async (_, result, exit) => {
  const told = settle(result, defect)
  expect(told).toBeInstanceOf(Promise)
  expect(await told).toEqual(exit)
})

test.each<[string, unknown]>([
  [
    'a getter of then',
    {
      get then() {
        throw boom
      }
    }
  ],
  [
    'a getter of the tag',
    {
      get _tag() {
        throw boom
      }
    }
  ],
  [
    'a proxy',
    new Proxy(
      {},
      {
        get: () => {
          throw boom
        }
      }
    )
  ]
])('%s that throws when it is looked at is a defect, and nothing is thrown past us', (_, result) => {
  expect(settle(result, defect)).toEqual(left({ defect: boom }))
  expect(call(() => result, {}, defect)).toEqual(left({ defect: boom }))
})

/** A nesting and what it must be read as. */
type Nest = { readonly make: () => unknown; readonly exit: unknown; readonly either: boolean }

const nests: fc.Arbitrary<Nest> = fc.letrec<{ nest: Nest }>((tie) => ({
  nest: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    fc.constantFrom<Nest>(
      { make: () => 1, exit: right(1), either: false },
      { make: () => answer, exit: right(answer), either: false },
      { make: () => refusal, exit: left(refusal), either: false },
      { make: () => E.right('a'), exit: right('a'), either: true },
      { make: () => E.left(failure), exit: left(failure), either: true },
      {
        make: () => () => {
          throw boom
        },
        exit: left({ defect: boom }),
        either: false
      },
      {
        make: () => () => {
          throw undefined
        },
        exit: left({ defect: undefined }),
        either: false
      },
      { make: () => () => Promise.reject(boom), exit: left({ defect: boom }), either: false }
    ),
    tie('nest').map((n) => ({ ...n, make: () => () => n.make() })),
    tie('nest').map((n) => ({ ...n, make: () => Promise.resolve(n.make()) })),
    tie('nest').map((n) => ({ ...n, make: () => async () => n.make() })),
    tie('nest').map((n) => ({ ...n, make: () => ({ then: (f: (x: unknown) => void) => f(n.make()) }) }))
  )
})).nest

test('however deep the nesting, it is read to its end and never rejects', async () => {
  await holds(
    fc.asyncProperty(nests, async ({ make, exit }) => expect(await settle(make(), defect)).toEqual(exit)),
    1000
  )
})

test('a synchronous result makes no promise', async () => {
  const sync = fc.integer({ min: 0, max: 10 }).map((n) => Array.from({ length: n }).reduce((inner: unknown) => () => inner, 7))
  await holds(fc.property(sync, (nest) => expect(settle(nest, defect)).toEqual(right(7))))
})

test('a call that throws is a defect', () => {
  expect(
    call(
      () => {
        throw boom
      },
      {},
      defect
    )
  ).toEqual(left({ defect: boom }))
  expect(call(((ctx: { n: number }) => ctx.n) as (c: never) => unknown, { n: 3 }, defect)).toEqual(right(3))
})
