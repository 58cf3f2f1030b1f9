// What users write. No handler below carries an annotation, and every context is exact.
import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import {
  allow, apiKey, authorize, authorizer, body, bracket, cognitoUserPool, cors, created, cron, del, deny, each, errors, forbidden,
  fromMiddy, get, handle, iam, lambda, lambdas, message, mount, noContent, notFound, ok, params, port, post, provide, put, query, rate,
  rawBody, refuse, resource, returns, route, s3, schedule, service, sockets, sqs, use, websocket
} from 'quaich'
import { client, given } from 'quaich/testing'
import * as cats from './cats.js'

// ---- codecs and ports
const Todo = t.readonly(t.type({ id: t.string, title: t.string, done: t.boolean }))
const NewTodo = t.readonly(t.type({ title: t.string }))
type Todo = t.TypeOf<typeof Todo>

interface TodoStore {
  readonly all: (done: boolean) => Promise<ReadonlyArray<Todo>>
  readonly find: (id: string) => TE.TaskEither<never, Todo | null>
  readonly insert: (owner: string, todo: { readonly title: string }) => TE.TaskEither<{ readonly _tag: 'Duplicate'; readonly id: string }, Todo>
  readonly remove: (id: string) => Promise<boolean>
  readonly begin: () => Promise<{ readonly commit: () => Promise<void>; readonly rollback: () => Promise<void> }>
}
declare const dynamoTodoStore: (table: string | undefined) => TodoStore

export const env = port('env', { live: () => ({ table: process.env['TODOS_TABLE'] }) })
export const todos = port('todos', {
  uses: { env },
  live: ({ env }) => dynamoTodoStore(env.table),
  environment: { TODOS_TABLE: { Ref: 'TodosTable' } },
  iam: [{ actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Scan'], resources: [{ 'Fn::GetAtt': ['TodosTable', 'Arn'] }] }],
  resources: {
    TodosTable: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }
    }
  }
})

// ---- who may come in: the key first, its own sentence below
export const jwt = authorizer({ ttlSeconds: 30, context: t.type({ role: t.string }) })
const pool = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  claims: t.type({ sub: t.string, email: t.string })
})
const requireRole = (role: string) =>
  provide('role', async ({ auth }: { auth: { role: string } }) => (auth.role === role ? E.right(role) : E.left(forbidden())))
const quota = provide('quota', ({ request }: { request: { headers: Readonly<Record<string, string>> } }) =>
  request.headers['x-spent'] === 'yes' ? E.left(refuse(429, { headers: { 'retry-after': '3' } })) : E.right(1))

// ---- stacks are functions; stacks of stacks too, in any order that makes sense, over any kind of source
const web = flow(use(todos), cors({ allowOrigin: 'https://app.example' }), authorize(jwt))
const admin = flow(web, requireRole('admin'), fromMiddy({ before: () => {} }))
const guarded = flow(cors(), requireRole('admin'))
const traced = flow(
  provide('requestId', ({ lambda }: { lambda: { awsRequestId: string } }) => lambda.awsRequestId),
  bracket('started', () => 0, (started, ended, { lambda }: { lambda: { awsRequestId: string } }) => console.info(lambda.awsRequestId, started, ended._tag))
)
const transaction = flow(use(todos), bracket('tx', ({ todos }: { todos: TodoStore }) => todos.begin(), (tx, ended) => (E.isRight(ended) ? tx.commit() : tx.rollback())))

// ---- routes
export const listTodos = pipe(get('/todos'), web, query({ done: t.union([t.literal('true'), t.undefined]) }), query({ cursor: t.union([t.string, t.undefined]) }),
  handle(({ query, todos }) => todos.all(query.done === 'true' && query.cursor === undefined)))

export const createTodo = pipe(post('/todos'), web, body(NewTodo), returns({ 201: Todo }),
  errors({ Duplicate: (e: { readonly id: string }) => ({ status: 409, detail: `${e.id} is taken` }) }),
  handle(({ auth, body, todos }) =>
    pipe(todos.insert(auth.principalId, body), TE.map((todo) => created(todo, { location: `/todos/${todo.id}` })))))

export const getTodo = pipe(get('/todos/{id}'), web,
  handle(({ params, todos }) => pipe(todos.find(params.id), TE.flatMap(TE.fromNullable(notFound())))))

export const removeTodo = pipe(del('/todos/{id}'), web,
  handle(async ({ params, todos }) => ((await todos.remove(params.id)) ? E.right(noContent()) : E.left(notFound()))))

export const audit = pipe(get('/audit/{id}'), admin, traced, params({ id: t.string }),
  handle(({ role, auth, params, requestId }) => ({ role, who: auth.principalId, id: params.id, requestId })))

export const report = pipe(get('/report'), authorize(jwt), guarded, quota, handle(({ role, quota }) => ok({ role, quota })))

export const upload = pipe(put('/files/{name+}'), apiKey(), rawBody('application/octet-stream'),
  handle(({ body, params }) => ({ name: params.name, size: body.byteLength })))

export const object = pipe(route(['GET', 'PUT'], '/objects/{key}'), authorize(iam),
  handle(({ method, params, auth }) => (method === 'GET' ? { key: params.key } : { arn: auth.userArn })))

export const me = pipe(get('/me'), authorize(pool), handle(({ auth }) => auth.email))

export const parity = pipe(get('/parity/{n}'), errors({ Odd: 409, NaN: 400 }), handle(({ params }) => {
  const n = Number(params.n)
  return Number.isNaN(n) ? E.left({ _tag: 'NaN' as const }) : n < 0 ? E.left(notFound()) : n % 2 ? E.left({ _tag: 'Odd' as const }) : E.right({ even: true })
}))

// ---- the authorizer's sentence: it may use ports, and its grants name routes
export const jwtAuthorizer = pipe(jwt, use(env), handle(({ token, env }) =>
  token === env.table ? allow('ada', { routes: [listTodos, getTodo], context: { role: 'admin' } }) : deny))

// ---- everything else that wakes a Lambda: the same sentence, the same stacks
export const nightly = pipe(schedule(cron(15, 10, '?', '*', '6L', '2026-2030')), handle(({ event }) => event.time.toISOString()))
export const often = pipe(schedule(rate(5, 'minutes')), transaction, handle(() => TE.left({ _tag: 'NothingToDo' as const })))
export const resize = pipe(s3('pictures', { prefix: 'images/', suffix: '.jpg' }), each(), handle(async ({ record }) => { record.key.length }))
export const orders = pipe(sqs('orders', { batchSize: 10 }), traced, each(t.type({ id: t.string, amount: t.number })),
  handle(({ record, message, requestId }) => (message.amount > 0 ? E.right(undefined) : E.left({ _tag: 'BadAmount', id: record.messageId, requestId }))))
export const echo = pipe(websocket('$default'), message(t.type({ text: t.string })), use(sockets),
  handle(({ event, message, sockets }) => sockets.send(event.connectionId, message.text)))
export const increment = pipe(lambda(t.type({ n: t.number })), handle(({ event }) => event.n + 1))

// ---- factories: paths relative, mount brings the name
export const crud = <N extends string, A, O>(name: N, codec: t.Type<A, O>, store: { get: (id: string) => A | null; put: (id: string, a: A) => A }) =>
  mount(`/${name}`, {
    read: pipe(get('/{id}'), handle(({ params }) => { const a = store.get(params.id); return a === null ? E.left(notFound()) : E.right(a) })),
    write: pipe(put('/{id}'), body(codec), handle(({ params, body }) => E.right(store.put(params.id, body))))
  }, flow(cors(), authorize(jwt), requireRole('admin')))

// ---- one handler for one path, usable alone in anybody's project
export const todoResource = resource(getTodo, removeTodo)

// ---- the service: names are the modules' own, a twin name does not compile
export const api = service('todos', { memorySize: 256 },
  { listTodos, createTodo, getTodo, removeTodo, audit, report, upload, object, me, parity, jwtAuthorizer, nightly, often, resize, orders, echo, increment },
  cats, { v1: mount('/v1', { listTodos, cats: mount('/pets', cats) }) })
export const handlers = lambdas(api)

// ---- tests: a handler is still the pure function it was, and the client is typed from the service alone
export const even: E.Either<unknown, { even: boolean }> = given(parity)({ params: { n: '2' } })
const c = client(api)
export const list: Promise<ReadonlyArray<Todo>> = c.get('/v1/todos', { query: { done: 'true', cursor: undefined } })
export const pets = c.get('/v1/pets/cats', {})
export const added = c.post('/cats/{id}', { params: { id: '1' }, body: { name: 'Tom' } })
