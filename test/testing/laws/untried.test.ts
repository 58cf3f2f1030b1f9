/** What cannot be tried is told: which law, of which declaration, why, and what would mend it. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  apiKey,
  authorize,
  authorizer,
  body,
  each,
  get,
  handle,
  iam,
  post,
  service,
  sqs,
  websocket
} from '../../../src/index.js'
import { annotate, checkService, LawError, neverFails } from '../../../src/testing/index.js'

const isIsbn = (s: unknown): s is string => typeof s === 'string' && /^97[89]-\d{10}$/.test(s)
const Isbn = new t.Type<string>('Isbn', isIsbn, (u, c) => (isIsbn(u) ? t.success(u) : t.failure(u, c)), t.identity)
const anIsbn = annotate(Isbn, { arbitrary: fc.integer({ min: 1e9, max: 9.9e9 }).map((n) => `978-${n}`) })

const declarations = {
  lend: pipe(
    post('/loans'),
    body(t.type({ isbn: Isbn })),
    handle(({ body }) => body.isbn)
  ),
  returned: pipe(
    sqs('returned'),
    each(t.type({ isbn: Isbn })),
    handle(({ message }) => message.isbn)
  ),
  opening: pipe(
    get('/opening'),
    handle(() => 'at nine')
  )
}
const library = service('library', {}, declarations)
const o = { seed: 42, runs: 10 }

test('a codec that cannot be seen through leaves its declarations untried, with the reason and its mend; the others are tried', async () => {
  const { held, untried } = await checkService(library, o)
  expect(untried.map((u) => `${u.law} ${u.declaration}`)).toEqual([
    'neverFails lend',
    'neverFails returned',
    'refusesInvalid lend',
    'repliesAsDeclared lend',
    'corsAsDeclared lend',
    'refusesOtherTypes lend',
    'reportsFailures returned',
    'remembersNothing lend',
    'remembersNothing returned',
    'derivesMethods lend'
  ])
  expect(untried[0]?.because).toBe(
    [
      'nothing can be generated for requests to POST /loans (lend):',
      '  body.isbn: Isbn is a codec of its own make (new t.Type): what it decodes cannot be seen from outside',
      '    annotate(codec, { arbitrary }) says which values it has: use what it gives in the place of the codec, or hand it over beside the codec',
      '    here: { annotations: [annotate(codec, { arbitrary })] }'
    ].join('\n')
  )
  // Once for each declaration; what other laws would say is the same.
  expect(untried.filter((u) => u.because.includes('Isbn')).map((u) => u.declaration)).toEqual(['lend', 'returned'])
  expect(untried.at(-1)?.because).toBe('as told of neverFails')
  expect(new Set(held.map((h) => h.declaration))).toEqual(new Set(['opening']))
})

test('annotated, all of it is tried', async () => {
  const { held, untried } = await checkService(library, { ...o, annotations: [anIsbn] })
  expect(untried).toEqual([])
  expect(new Set(held.map((h) => h.declaration))).toEqual(new Set(['lend', 'returned', 'opening']))
})

test('where nobody can be let in, a law that would hold of nothing is untried', async () => {
  const closed = {
    mine: pipe(
      get('/mine'),
      authorize(iam),
      handle(({ auth }) => auth.userArn)
    ),
    keyed: pipe(
      get('/keyed'),
      apiKey(),
      handle(() => 'opened')
    )
  }
  const doors = service('doors', {}, closed)
  const { held, untried } = await checkService(doors, { ...o, formats: ['alb', 'functionUrl'] })
  expect(untried.map((u) => `${u.law} ${u.declaration}`)).toEqual([
    'neverFails keyed',
    'repliesAsDeclared keyed',
    'remembersNothing keyed'
  ])
  expect(untried[0]?.because).toBe(
    "nobody can be let in as alb, functionUrl: nothing there verifies the API key that GET /keyed (keyed) asks for\n    try it as { formats: ['rest'] } too"
  )
  expect(held.filter((h) => h.declaration === 'keyed').map((h) => h.law)).toContain('keepsStrangersOut')
  expect((await checkService(doors, o)).untried).toEqual([])
})

test('what goes over a connection is untried where nobody knows what its authorizer says', async () => {
  const card = authorizer({ type: 'request', context: t.type({ isbn: Isbn }) })
  const hello = pipe(
    websocket('$default'),
    handle(() => undefined)
  )
  const connect = pipe(
    websocket('$connect'),
    authorize(card),
    handle(() => undefined)
  )
  const cardAuthorizer = pipe(
    card,
    handle(() => allow('ada', { routes: [connect], context: { isbn: '978-1234567890' } }))
  )
  const chat = service('chat', {}, { connect, hello, cardAuthorizer })
  expect((await checkService(chat, o)).untried.map((u) => `${u.law} ${u.declaration}`)).toContain('neverFails hello')
  expect((await checkService(chat, { ...o, annotations: [anIsbn] })).untried).toEqual([])
})

test('beside a law that does not hold, what is untried is told as well', async () => {
  const closed = pipe(
    get('/closed'),
    handle((): string => {
      throw new Error('closed')
    })
  )
  const half = service('half', {}, { ...declarations, closed })
  const error: unknown = await neverFails(half, o).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(LawError)
  expect(error).toMatchObject({
    broken: [{ declaration: 'closed' }],
    untried: [{ declaration: 'lend' }, { declaration: 'returned' }]
  })
})

describe('where fast-check is told to stop after a while', () => {
  const opening = { ...o, only: ['opening'] }
  afterEach(() => fc.resetConfigureGlobal())

  test('a law that was cut short is untried', async () => {
    fc.configureGlobal({ interruptAfterTimeLimit: 0 })
    expect(await neverFails(library, opening)).toEqual({
      held: [],
      untried: [
        {
          law: 'neverFails',
          declaration: 'opening',
          because: 'cut short after 0 of 10 runs, by interruptAfterTimeLimit: 0\n    give it more time, or fewer runs'
        }
      ]
    })
  })

  test('and that is an error where it is to be one, in the words of fast-check', async () => {
    fc.configureGlobal({ interruptAfterTimeLimit: 0, markInterruptAsFailure: true })
    await expect(neverFails(library, opening)).rejects.toThrow(
      'GET /opening (opening) (neverFails): Property interrupted after 0 tests'
    )
  })
})
