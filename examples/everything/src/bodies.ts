/** Every way to read a request and to answer it. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  any,
  body,
  bracket,
  bytes,
  contentTypes,
  cors,
  created,
  del,
  errors,
  form,
  functionSettings,
  get,
  handle,
  head,
  headers,
  IntFromString,
  limits,
  mapReply,
  noContent,
  notFound,
  ok,
  options,
  params,
  patch,
  post,
  put,
  query,
  rawBody,
  redirect,
  returns,
  setCookie,
  text,
  use,
  withHeader
} from 'quaich'
import { z } from 'zod'
import { counter } from './ports.js'

const Item = t.type({ id: t.string, price: t.number })
const versioned = mapReply(withHeader('x-version', '1'))
const timed = bracket(
  'timed',
  () => ({ begun: true }),
  () => undefined
)
const open = flow(cors({ exposeHeaders: ['X-Version'] }), versioned, timed)

export const listItems = pipe(
  get('/items'),
  open,
  query({ page: t.union([IntFromString, t.undefined]) }),
  query({ tag: t.array(t.string) }),
  headers({ 'x-tenant': t.union([t.string, t.undefined]) }),
  handle(({ headers, query }) => ({ page: query.page ?? 1, tags: query.tag, tenant: headers['x-tenant'] ?? null }))
)
export const addItem = pipe(
  post('/items'),
  open,
  limits({ bodyBytes: 10_000 }),
  body(Item),
  returns({ 201: Item }),
  errors({ Free: (e: { readonly id: string }) => ({ status: 409, detail: `${e.id} costs nothing` }) }),
  handle(({ body }) =>
    body.price === 0
      ? E.left({ _tag: 'Free' as const, id: body.id })
      : E.right(created(body, { location: `/items/${encodeURIComponent(body.id)}` }))
  )
)
export const readItem = pipe(
  get('/items/{item-id}'),
  open,
  returns({ 200: Item }),
  handle(({ params }) => (params['item-id'] === 'none' ? E.left(notFound()) : E.right({ id: params['item-id'], price: 1 })))
)
export const patchItem = pipe(
  patch('/items/{item-id}'),
  open,
  contentTypes('application/merge-patch+json'),
  body(z.object({ price: z.number() })),
  handle(({ body }) => body)
)
export const putItem = pipe(
  put('/items/{item-id}'),
  open,
  use(counter),
  body(Item),
  handle(({ body, counter }) => counter.next(body.price))
)
export const removeItem = pipe(
  del('/items/{item-id}'),
  open,
  handle(() => noContent())
)

export const page = pipe(
  get('/pages/{n}'),
  params({ n: IntFromString }),
  functionSettings({ memorySize: 512, timeout: 10 }),
  handle(({ params }) => params.n + 1)
)
export const login = pipe(
  post('/login'),
  form({ user: t.string }),
  handle(({ body }) => pipe(redirect('/profile'), setCookie('session', body.user, { httpOnly: true, path: '/', secure: true })))
)
export const note = pipe(
  post('/notes'),
  text(),
  handle(({ body }) => ok(body.toUpperCase()))
)
export const upload = pipe(
  put('/files/{name+}'),
  rawBody('application/octet-stream'),
  handle(({ body, params }) => ({ name: params.name, size: body.byteLength }))
)
export const pixel = pipe(
  get('/pixel.png'),
  returns({ 200: bytes('image/png') }),
  handle(() => new Uint8Array([0x89, 0x50, 0x4e, 0x47]))
)
export const echo = pipe(
  any('/echo/{rest+}'),
  handle(({ method, params }) => ({ method, rest: params.rest }))
)
export const alive = pipe(
  head('/alive'),
  handle(() => noContent())
)
export const capabilities = pipe(
  options('/alive'),
  handle(() => noContent({ allow: 'HEAD, OPTIONS' }))
)
