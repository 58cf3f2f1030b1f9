/** The todo routes: pure functions, and what each of them declares about itself. */
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import {
  apiKey,
  BooleanFromString,
  body,
  cors,
  created,
  del,
  errors,
  get,
  handle,
  noContent,
  notFound,
  post,
  put,
  query,
  returns,
  use
} from 'quaich'
import { ids, NewTodo, Todo, todos } from './store.js'

const web = flow(use(todos), cors(), apiKey())

export const listTodos = pipe(
  get('/todos'),
  web,
  query({ done: t.union([BooleanFromString, t.undefined]) }),
  returns({ 200: t.readonlyArray(Todo) }),
  handle(({ query, todos }) =>
    pipe(
      todos.all,
      TE.map((all) => all.filter((todo) => query.done === undefined || todo.done === query.done))
    )
  )
)

export const createTodo = pipe(
  post('/todos'),
  web,
  use(ids),
  body(NewTodo),
  returns({ 201: Todo }),
  errors({ Duplicate: (e: { readonly id: string }) => ({ status: 409, detail: `${e.id} is taken` }) }),
  handle(({ body, ids, todos }) =>
    pipe(
      todos.insert({ id: ids(), title: body.title, done: false }),
      TE.map((todo) => created(todo, { location: `/todos/${todo.id}` }))
    )
  )
)

export const getTodo = pipe(
  get('/todos/{id}'),
  web,
  returns({ 200: Todo }),
  handle(({ params, todos }) => pipe(todos.find(params.id), TE.flatMap(TE.fromNullable(notFound()))))
)

export const updateTodo = pipe(
  put('/todos/{id}'),
  web,
  body(t.intersection([NewTodo, t.type({ done: t.boolean })])),
  returns({ 200: Todo }),
  handle(({ body, params, todos }) =>
    pipe(todos.replace({ id: params.id, title: body.title, done: body.done }), TE.flatMap(TE.fromNullable(notFound())))
  )
)

export const removeTodo = pipe(
  del('/todos/{id}'),
  web,
  handle(({ params, todos }) =>
    pipe(
      todos.remove(params.id),
      TE.flatMap((found) => (found ? TE.right(noContent()) : TE.left(notFound())))
    )
  )
)
