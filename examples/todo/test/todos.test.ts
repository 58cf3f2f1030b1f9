/** The todo service, tested without AWS: handlers as functions, the whole service through its client, properties over both. */
import fc from 'fast-check'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { override } from 'quaich'
import { client } from 'quaich/testing'
import { api } from '../src/service.js'
import { ids, type Todo, type TodoStore, todos } from '../src/store.js'

const memoryStore = (): TodoStore => {
  const table = new Map<string, Todo>()
  const put = (todo: Todo) =>
    TE.fromIO(() => {
      table.set(todo.id, todo)
      return todo
    })
  return {
    all: TE.fromIO(() => [...table.values()]),
    find: (id) => TE.fromIO(() => table.get(id) ?? null),
    insert: (todo) => (table.has(todo.id) ? TE.left({ _tag: 'Duplicate', id: todo.id }) : put(todo)),
    replace: (todo) => (table.has(todo.id) ? put(todo) : TE.right(null)),
    remove: (id) => TE.fromIO(() => table.delete(id))
  }
}

const start = (id = '1') =>
  client(
    api,
    override(todos, memoryStore()),
    override(ids, () => id)
  )
const apiKey = 'test'

test('a todo is created, listed, read, updated and deleted', async () => {
  const c = start()
  const made = await c.post('/todos', { apiKey, body: { title: 'milk' } }).reply
  expect(made).toMatchObject({ status: 201, headers: { location: '/todos/1' }, body: { id: '1', title: 'milk', done: false } })
  expect(await c.get('/todos', { apiKey })).toEqual([{ id: '1', title: 'milk', done: false }])
  expect(await c.put('/todos/{id}', { apiKey, params: { id: '1' }, body: { title: 'oat milk', done: true } })).toMatchObject({
    done: true
  })
  expect(await c.get('/todos', { apiKey, query: { done: 'false' } })).toEqual([])
  expect((await c.del('/todos/{id}', { apiKey, params: { id: '1' } }).reply).status).toBe(204)
  expect((await c.get('/todos/{id}', { apiKey, params: { id: '1' } }).reply).status).toBe(404)
})

test('an id that is taken is a 409', async () => {
  const c = start()
  await c.post('/todos', { apiKey, body: { title: 'milk' } })
  expect((await c.post('/todos', { apiKey, body: { title: 'eggs' } }).reply).body).toMatchObject({
    code: 'Duplicate',
    detail: '1 is taken'
  })
})

test('nobody comes in without an API key', async () => {
  expect((await start().get('/todos', {}).reply).status).toBe(403)
})

test('what is created can be read, whatever its title', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1, maxLength: 200 }).filter((s) => s.trim() !== ''),
      async (title) => {
        const c = start()
        const { id } = await c.post('/todos', { apiKey, body: { title } })
        expect(await c.get('/todos/{id}', { apiKey, params: { id } })).toEqual({ id, title, done: false })
      }
    ),
    { seed: 42 }
  )
})

test('a title that is blank or too long is a 422 that says where', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.stringMatching(/^\s*$/), fc.string({ minLength: 201, maxLength: 300 })), async (title) => {
      const { status, body } = await start().post('/todos', { apiKey, body: { title } }).reply
      expect([status, body]).toMatchObject([422, { errors: [{ path: 'body.title', expected: 'Title' }] }])
    }),
    { seed: 42 }
  )
})
