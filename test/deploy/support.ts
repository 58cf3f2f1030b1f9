/** Short sentences and short looks at what is generated, for the tests of this room. */
import { pipe } from 'fp-ts/lib/function.js'
import { check } from '../../src/deploy/check.js'
import { at, type Data, dataAt, listAt } from '../../src/deploy/data.js'
import { serverless } from '../../src/deploy/serverless.js'
import { get, handle, type Method, route, type Settings, type Source, service } from '../../src/index.js'
import type { AnyService } from '../../src/router/service.js'

type Stack = (s: never) => unknown

/** A route of some methods under some combinators. */
export const to = (methods: ReadonlyArray<Method>, path: string, ...stack: ReadonlyArray<Stack>) =>
  stack.reduce<unknown>((s, f) => f(s as never), route(methods, path)) as Source<never, never, never>

/** The same, closed. */
export const closed = (methods: ReadonlyArray<Method>, path: string, ...stack: ReadonlyArray<Stack>) =>
  close(to(methods, path, ...stack))

export const close = (s: unknown) => (handle(() => 1) as (s: unknown) => unknown)(s) as ReturnType<typeof hello>

const hello = () =>
  pipe(
    get('/x'),
    handle(() => 1)
  )

/** A service of some declarations; types are the business of other tests. */
export const of = (settings: Settings, module: object, name = 'todos'): AnyService =>
  service(name, settings, module as {}) as AnyService

export const file = (settings: Settings, module: object): Data => serverless(of(settings, module))

export const problems = (settings: Settings, module: object): ReadonlyArray<string> =>
  check(of(settings, module)).faults.map((f) => f.problem)

export const warnings = (settings: Settings, module: object): ReadonlyArray<string> =>
  check(of(settings, module)).warnings.map((f) => f.problem)

/** All events of one kind in a file. */
export const events = (data: Data, kind = 'http'): ReadonlyArray<Data> =>
  Object.values(dataAt(data, 'functions')).flatMap((f) =>
    listAt(f, 'events').flatMap((e) => (at(e, kind) === undefined ? [] : [dataAt(e, kind)]))
  )

export const resources = (data: Data): Data => dataAt(data, 'resources', 'Resources')

/** The statements of a function's generated role, as policies say them. */
export const grants = (data: Data, role: string): ReadonlyArray<unknown> =>
  listAt(listAt(resources(data)[role], 'Properties', 'Policies')[0], 'PolicyDocument', 'Statement')
