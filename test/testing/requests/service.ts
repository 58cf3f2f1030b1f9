/** A service whose routes declare something of everything that a request can have; each handler counts its calls. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import {
  any,
  apiKey,
  authorize,
  authorizer,
  BooleanFromString,
  body,
  cognitoUserPool,
  contentTypes,
  DateFromString,
  form,
  get,
  handle,
  headers,
  IntFromString,
  iam,
  lambdaAuthorizer,
  limits,
  mount,
  NumberFromString,
  ok,
  params,
  patch,
  post,
  put,
  query,
  rawBody,
  route,
  service,
  text
} from '../../../src/index.js'

export const calls = { n: 0 }
const seen = () => {
  calls.n++
  return ok('seen')
}

interface Tree {
  readonly name: string
  readonly kids: ReadonlyArray<Tree>
}
const Tree: t.Type<Tree> = t.recursion('Tree', (self) => t.type({ name: t.string, kids: t.readonlyArray(self) }))
const Title = t.refinement(t.string, (s) => s.length > 0 && s.length <= 40, 'Title')
const optional = <C extends t.Mixed>(codec: C) => t.union([codec, t.undefined])

const pool = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  claims: t.type({ sub: t.string, email: t.string }),
  issuer: 'https://id.example',
  audience: ['a']
})
const elsewhere = lambdaAuthorizer({
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared',
  context: t.type({ role: t.keyof({ admin: null, user: null }), level: t.number, on: t.boolean })
})
export const own = authorizer({ context: t.type({ role: t.string }) })

const inner = { list: pipe(get('/list'), query({ page: IntFromString }), handle(seen)) }

export const declared = {
  plain: pipe(get('/plain'), handle(seen)),
  segment: pipe(get('/segment/{id}'), handle(seen)),
  typed: pipe(get('/typed/{n}/{at}'), params({ n: IntFromString, at: DateFromString }), handle(seen)),
  greedy: pipe(get('/files/{name+}'), handle(seen)),
  search: pipe(
    get('/search'),
    query({
      q: t.string,
      tag: t.array(t.string),
      max: optional(NumberFromString),
      sort: optional(t.keyof({ asc: null, desc: null }))
    }),
    query({ all: BooleanFromString }),
    handle(seen)
  ),
  tenant: pipe(get('/tenant'), headers({ 'x-tenant': t.string, 'x-trace': optional(IntFromString) }), handle(seen)),
  create: pipe(
    post('/todos'),
    body(
      t.intersection([
        t.type({ title: Title, due: DateFromString }),
        t.partial({ tags: t.array(t.string), meta: t.record(t.string, t.number) })
      ])
    ),
    handle(seen)
  ),
  tree: pipe(put('/tree'), limits({ jsonDepth: 12, bodyBytes: 20_000 }), body(Tree), handle(seen)),
  union: pipe(
    put('/union'),
    body(t.union([t.strict({ k: t.literal('a'), n: t.Int }), t.strict({ k: t.literal('b'), s: t.string })])),
    handle(seen)
  ),
  maybe: pipe(
    patch('/maybe'),
    contentTypes('application/merge-patch+json'),
    body(optional(t.type({ a: t.string }))),
    handle(seen)
  ),
  zod: pipe(
    post('/zod'),
    body(z.object({ email: z.email(), age: z.int().min(18), nick: z.string().max(8).optional() })),
    handle(seen)
  ),
  login: pipe(
    post('/login'),
    form({ user: t.string, age: optional(IntFromString), roles: t.array(t.string) }),
    limits({ formKeys: 20 }),
    handle(seen)
  ),
  note: pipe(post('/note'), text(), limits({ bodyBytes: 1000 }), handle(seen)),
  upload: pipe(put('/upload/{key}'), rawBody('image/png', 'image/jpeg'), handle(seen)),
  anything: pipe(put('/anything'), rawBody(), handle(seen)),
  several: pipe(route(['GET', 'DELETE'], '/several/{id}'), params({ id: IntFromString }), handle(seen)),
  every: pipe(any('/every'), query({ n: IntFromString }), handle(seen)),
  mine: pipe(get('/mine'), authorize(pool, { scopes: ['read', 'write'] }), handle(seen)),
  foreign: pipe(get('/foreign'), authorize(elsewhere), handle(seen)),
  signed: pipe(post('/signed'), authorize(iam), body(t.array(t.Int)), handle(seen)),
  v1: mount('/v1', inner, query({ lang: t.string }) as never)
}

export const api = service('requests', {}, declared)
/** API keys are for REST APIs alone. */
export const keyed = service('keyed', {}, { keyed: pipe(get('/keyed'), apiKey(), query({ n: IntFromString }), handle(seen)) })
