/** Four faults, each a line or two in the source of an example, and each found by one line: `checkService`. What it says is asserted as people read it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { override } from 'quaich'
import { checkService, LawError } from 'quaich/testing'
import type * as Events from './events/src/service.js'
import type * as Todo from './todo/src/service.js'
import type * as Store from './todo/src/store.js'

type Edit = readonly [file: string, from: string, to: string]

const scratch: string[] = []
afterAll(() => {
  for (const dir of scratch) rmSync(dir, { recursive: true })
})

/** A copy of an example's source with a fault in it. */
const planted = (example: string, ...edits: ReadonlyArray<Edit>): string => {
  const dir = mkdtempSync(join(__dirname, '../test/testing/laws/.planted-'))
  scratch.push(dir)
  cpSync(join(__dirname, example, 'src'), dir, { recursive: true })
  for (const [file, from, to] of edits) {
    const text = readFileSync(join(dir, file), 'utf8')
    expect(text.split(from)).toHaveLength(2)
    writeFileSync(
      join(dir, file),
      text.replace(from, () => to)
    )
  }
  return dir
}

const todoWith = (...edits: ReadonlyArray<Edit>) => {
  const dir = planted('todo', ...edits)
  const { api } = require(join(dir, 'service.ts')) as typeof Todo
  const { ids, todos } = require(join(dir, 'store.ts')) as typeof Store
  const milk = { id: '1', title: 'milk', done: false }
  const overrides = [
    override(ids, () => '1'),
    override(todos, {
      all: TE.right([milk]),
      find: () => TE.right(milk),
      insert: (todo) => TE.right(todo),
      replace: (todo) => TE.right(todo),
      remove: () => TE.right(true)
    })
  ]
  return { api, overrides }
}

const eventsWith = (...edits: ReadonlyArray<Edit>) => require(join(planted('events', ...edits), 'service.ts')) as typeof Events

/** What is said, but for how many runs it took, and where this copy stands. */
const told = (e: unknown): string => {
  if (!(e instanceof LawError)) throw e
  return e.message
    .replace(/\n {2}after \d+ runs?, made smaller \d+ times?; seed 42 finds it again$/, '')
    .replace(/\(.*\.planted-\w+\//, '(')
}

test('a handler that throws on an empty title', async () => {
  const { api, overrides } = todoWith(
    ['store.ts', "s.trim() !== '' && s.length <= 200", 's.length <= 200'],
    ['todos.ts', 'title: body.title, done: false', 'title: body.title[0].toUpperCase() + body.title.slice(1), done: false']
  )
  expect(await checkService(api, { overrides, runs: 25, seed: 42 }).catch(told)).toBe(`service 'todos': a law does not hold

POST /todos (createTodo): a valid request, event or message never fails (neverFails)
    curl -i -X POST "$API"'/todos' \\
      -H 'content-type: application/json' \\
      -H 'x-api-key: aaaaaaaaaaaaaaaaaaaa' \\
      --data-raw '{"title":""}'
  expected: a reply below 500
  came:     500 {"type":"about:blank","title":"Internal Server Error","status":500,"code":"InternalServerError"} from api-todos
            because TypeError: Cannot read properties of undefined (reading 'toUpperCase')
            at toUpperCase (todos.ts:49:54)`)
})

test('a reply that leaks a field', async () => {
  const { api, overrides } = todoWith(
    ['todos.ts', '  get,\n', '  get,\n  mapReply,\n  reply,\n'],
    [
      'todos.ts',
      "get('/todos/{id}'),\n  web,",
      "get('/todos/{id}'),\n  web,\n  mapReply((r) => reply(r.status, { ...r.body, table: 'todos-dev' })),"
    ]
  )
  expect(await checkService(api, { overrides, runs: 25, seed: 42 }).catch(told)).toBe(`service 'todos': a law does not hold

GET /todos/{id} (getTodo): every reply is one that the route declares (repliesAsDeclared)
    curl -i -X GET "$API"'/todos/a' \\
      -H 'x-api-key: aaaaaaaaaaaaaaaaaaaa'
  expected: the body that returns() declares for 200: {"id":"1","title":"milk","done":false}
  came:     200 {"id":"1","title":"milk","done":false,"table":"todos-dev"} from api-todos-id
            nobody declares table`)
})

test('a missing CORS header', async () => {
  const { api, overrides } = todoWith(
    ['todos.ts', 'flow(use(todos), cors(), apiKey())', 'flow(use(todos), apiKey())'],
    ['todos.ts', '{ location: `/todos/${todo.id}` }', "{ location: `/todos/${todo.id}`, 'access-control-allow-origin': '*' }"]
  )
  expect(await checkService(api, { overrides, runs: 25, seed: 42 }).catch(told)).toBe(`service 'todos': a law does not hold

POST /todos (createTodo): every reply carries the cross-origin policy of its route, and no other (corsAsDeclared)
    curl -i -X POST "$API"'/todos' \\
      -H 'content-type: application/json' \\
      -H 'x-api-key: aaaaaaaaaaaaaaaaaaaa' \\
      --data-raw '{"title":"AAA"}'
  expected: no access-control-allow-origin, since the route declares no cors(): refusals and preflight would be without it
  came:     access-control-allow-origin: *, in 201 {"id":"1","title":"AAA","done":false} from api-todos`)
})

test('a batch that swallows a failure', async () => {
  const { events } = eventsWith(
    ['orders.ts', 'import { dynamodbStream,', 'import { dynamodbStream, fromMiddy,'],
    [
      'orders.ts',
      '  each(Order, { concurrency: 10 }),',
      '  fromMiddy({ after: (r) => { r.response = { batchItemFailures: [] } } }),\n  each(Order, { concurrency: 10 }),'
    ]
  )
  expect(await checkService(events, { runs: 25, seed: 42 }).catch(told)).toBe(`service 'events': a law does not hold

placed: exactly the failed messages of a batch are sent again (reportsFailures)
    a batch to placed: ["{\\"id\\":\\"\\",\\"quantity\\":0"]
  expected: message 0 is sent again: it is not as declared
  came:     failed: [0]; reported: []`)
})
