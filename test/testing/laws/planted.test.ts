/** Faults planted in sound services are found by `checkService`, each with a request, event or batch that shows it; sound ones resolve. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  apiKey,
  authorize,
  body,
  cors,
  created,
  each,
  errors,
  fromMiddy,
  get,
  handle,
  iam,
  lambda,
  mapReply,
  ok,
  override,
  port,
  post,
  rate,
  reply,
  returns,
  schedule,
  service,
  sqs,
  use,
  websocket
} from '../../../src/index.js'
import { checkService, LawError } from '../../../src/testing/index.js'
import * as prices from '../../../templates/api/src/prices.js'
import * as nightly from '../../../templates/events/src/nightly.js'
import * as orders from '../../../templates/events/src/orders.js'
import * as chat from '../../../templates/websocket/src/chat.js'

jest.setTimeout(60_000)

const Todo = t.type({ id: t.string, title: t.string })
const NewTodo = t.type({ title: t.string })
const todos = port('todos', { live: () => new Map<string, t.TypeOf<typeof Todo>>() })
const o = { seed: 42, runs: 60 } as const

/** The sound one, from which each fault differs in a line. */
const sound = {
  createTodo: pipe(
    post('/todos'),
    use(todos),
    cors({ allowOrigin: 'https://app.example' }),
    body(NewTodo),
    returns({ 201: Todo }),
    errors({ Taken: 409 }),
    handle(({ body: { title }, todos }) => {
      if (todos.has(title)) return E.left({ _tag: 'Taken' as const })
      const todo = { id: title, title }
      todos.set(title, todo)
      return E.right(created(todo))
    })
  ),
  mine: pipe(
    get('/mine'),
    authorize(iam),
    apiKey(),
    handle(({ auth }) => ({ who: auth.userArn }))
  ),
  paid: pipe(
    sqs('paid', { batchSize: 10 }),
    each(t.type({ pence: t.number })),
    handle(({ message }) => (message.pence > 0 ? E.right(undefined) : E.left({ _tag: 'NoMoney' as const })))
  ),
  twice: pipe(
    lambda(t.type({ n: t.number })),
    handle(({ event }) => event.n * 2)
  )
}

const broken = async (declarations: object): Promise<LawError> => {
  const error = await checkService(service('todos', {}, declarations), o).catch((e: unknown) => e)
  if (!(error instanceof LawError)) throw error ?? new Error('every law held')
  return error
}
const found = ({ broken }: LawError) => broken.map(({ law, declaration }) => [law, declaration])

test('a sound service resolves, with what was tried', async () => {
  const { held, untried } = await checkService(service('todos', {}, sound), o)
  expect(untried).toEqual([])
  expect(held.map((h) => `${h.law} ${h.declaration}`)).toEqual([
    'neverFails createTodo',
    'neverFails mine',
    'neverFails paid',
    'neverFails twice',
    'refusesInvalid createTodo',
    'refusesInvalid mine',
    'refusesInvalid twice',
    'repliesAsDeclared createTodo',
    'repliesAsDeclared mine',
    'corsAsDeclared createTodo',
    'corsAsDeclared mine',
    'keepsStrangersOut mine',
    'refusesOtherTypes createTodo',
    'reportsFailures paid',
    'remembersNothing createTodo',
    'remembersNothing mine',
    'remembersNothing paid',
    'remembersNothing twice',
    'derivesMethods createTodo',
    'derivesMethods mine'
  ])
})

test.each([
  ['api', prices],
  ['events', { ...nightly, ...orders }],
  ['websocket', chat]
])('what a new project of the template %s declares is sound', async (name, declarations) => {
  const { held, untried } = await checkService(service(name, {}, declarations), { seed: 42, runs: 20 })
  expect(held.length).toBeGreaterThan(2)
  expect(untried).toEqual([])
})

test('a handler that throws on an empty title', async () => {
  const createTodo = pipe(
    post('/todos'),
    body(NewTodo),
    returns({ 201: Todo }),
    handle(({ body: { title } }) => {
      if (title === '') throw new Error('no title')
      return created({ id: title, title })
    })
  )
  const error = await broken({ createTodo })
  expect(found(error)).toEqual([['neverFails', 'createTodo']])
  expect(error.message).toContain(
    `POST /todos (createTodo): a valid request, event or message never fails (neverFails)\n    curl -i -X POST "$API"'/todos' \\\n`
  )
  expect(error.message).toMatch(
    /--data-raw '\{"title":""\}'\n {2}expected: a reply below 500\n {2}came: {5}500 .* from api-todos\n/
  )
  expect(error.message).toContain('because Error: no title')
})

test('a reply that leaks a field', async () => {
  const createTodo = pipe(
    post('/todos'),
    mapReply((r) => reply(r.status, { ...(r.body as object), passwordHash: 'x' }, r.headers)),
    body(NewTodo),
    returns({ 201: Todo }),
    handle(({ body: { title } }) => created({ id: title, title }))
  )
  const error = await broken({ createTodo })
  expect(found(error)).toEqual([['repliesAsDeclared', 'createTodo']])
  expect(error.message).toContain('nobody declares passwordHash')
})

test('a missing CORS header', async () => {
  const byHand = pipe(
    get('/todos'),
    handle(() => ok([], { 'access-control-allow-origin': 'https://app.example' }))
  )
  expect(found(await broken({ byHand }))).toEqual([['corsAsDeclared', 'byHand']])
})

test('a batch that swallows a failure', async () => {
  const paid = pipe(
    sqs('paid', { batchSize: 10 }),
    fromMiddy({
      after: (request: { response?: unknown }) => {
        request.response = { batchItemFailures: [] }
      }
    }),
    each(t.type({ pence: t.number })),
    handle(({ message }) => (message.pence > 0 ? E.right(undefined) : E.left({ _tag: 'NoMoney' as const })))
  )
  const error = await broken({ paid })
  expect(found(error)).toEqual([['reportsFailures', 'paid']])
  expect(error.message).toMatch(/a batch to paid: \["[^\n]*"\]\n {2}expected: message 0 is sent again/)
  expect(error.message).toContain('failed: [0]; reported: []')
})

test('a handler that keeps state between invocations, unless it means to', async () => {
  let count = 0
  const next = pipe(
    get('/next'),
    handle(() => ({ count: ++count }))
  )
  expect(found(await broken({ next }))).toEqual([['remembersNothing', 'next']])
  await expect(checkService(service('todos', {}, { next }), { ...o, stateful: ['next'] })).resolves.toMatchObject({ untried: [] })
  await expect(checkService(service('todos', {}, { next }), { stateful: ['nxt'] })).rejects.toThrow('did you mean next?')
})

test('a handler whose answer another one changes', async () => {
  let last = ''
  const remember = pipe(
    post('/names/{name}'),
    handle(({ params }) => {
      last = params.name
      return 'noted'
    })
  )
  const recall = pipe(
    get('/last'),
    handle(() => ({ last }))
  )
  const error = await broken({ remember, recall })
  expect(found(error)).toEqual([['remembersNothing', 'recall']])
  expect(error.message).toMatch(
    /\$API"'\/last'\n {4}# before and after\n {4}curl -i -X POST "\$API"'\/names\/\S+'\n {2}expected: the same answer each time: 200 .*\n {2}came: {5}then, 200 /
  )
})

test('every broken law is told at once, and a port can be another one', async () => {
  const bad = pipe(
    get('/bad/{n}'),
    use(todos),
    handle(({ todos }): string => {
      if (todos.size === 0) throw new Error('empty')
      return 'full'
    })
  )
  const wrong = pipe(
    schedule(rate(5, 'minutes')),
    handle((): void => {
      throw new Error('always')
    })
  )
  const hello = pipe(
    websocket('$default'),
    handle(() => undefined)
  )
  const error = await broken({ bad, wrong, hello })
  expect(found(error)).toEqual([
    ['neverFails', 'bad'],
    ['neverFails', 'wrong']
  ])
  expect(error.message).toContain("service 'todos': 2 laws do not hold")
  const full = () => [override(todos, new Map([['1', { id: '1', title: 'milk' }]]))]
  await expect(checkService(service('todos', {}, { bad }), { ...o, overrides: full })).resolves.toMatchObject({ untried: [] })
})
