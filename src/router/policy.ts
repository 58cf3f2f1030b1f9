/**
 * The policy an authorizer answers with ("Output from an API Gateway Lambda authorizer"), computed from the service's own routes.
 * API Gateway may keep it for every route of the same token, so it covers what was granted and nothing else: a `*` of IAM also spans
 * slashes, and the declared routes that it would let in by that alone are denied by name.
 */
import { factsOf } from '../combinators/Fact.js'
import type { Denial, Grant, PathGrant, Routes } from '../combinators/Grant.js'
import { type Declaration, routeOf } from './Declaration.js'
import { everyMethod, namedOn } from './methods.js'
import { parsePath, type Segment } from './Path.js'

// ---- model

/** @internal */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: ReadonlyArray<{
    readonly Action: 'execute-api:Invoke'
    readonly Effect: 'Allow' | 'Deny'
    readonly Resource: ReadonlyArray<string>
  }>
}

/** Requests of one method (or all, `*`) to paths of one form. */
interface Pattern {
  readonly method: string
  readonly segments: ReadonlyArray<Segment>
}

/** A pattern that was granted: of a declared route, whose requests alone it means, or of a path, which means all of that form. */
interface Granted extends Pattern {
  readonly declared: boolean
}

// ---- constructors

/**
 * The part of a method ARN that names API and stage: `arn:aws:execute-api:eu-west-1:123456789012:abc/dev`. Nothing where it could name
 * more than one API; the console's test of an authorizer has `*` for the stage.
 * @internal
 */
export const apiArn = (methodArn: string): string | undefined =>
  /^arn:[^\s:*?]+:execute-api:[^\s:*?]+:[^\s:*?]+:[^\s:/*?]+\/(?:\*|[^\s/*?]+)(?=\/|$)/.exec(methodArn)?.[0]

/** @internal */
export const policyOf = (answer: Grant<unknown> | Denial, arn: string, routes: ReadonlyArray<Declaration>): PolicyDocument => {
  if (answer._tag === 'Denial') return document([['Deny', [`${arn}/*`]]])
  if (answer.routes === '*') return document([['Allow', [`${arn}/*`]]])
  const granted = answer.routes.flatMap(
    (r): ReadonlyArray<Granted> =>
      isPath(r)
        ? pathPatterns(r).map((p) => ({ ...p, declared: false }))
        : routes.filter((d) => d.handler === r).flatMap((d) => patternsOf(d, routes).map((p) => ({ ...p, declared: true })))
  )
  const sockets = answer.routes.flatMap((r) => socketKeys(r).map((key) => `${arn}/${key}`))
  if (granted.length + sockets.length === 0) return document([['Deny', [`${arn}/*`]]])
  const named = new Set<unknown>(answer.routes)
  const others = routes
    .filter((d) => !named.has(d.handler))
    .flatMap((d) => patternsOf(d, routes))
    .filter((p) => !granted.some((g) => !g.declared && covers(g, p)))
  const strays = others.flatMap((p) => granted.flatMap((g) => strayOf(g, p)))
  const allowed = granted.flatMap((g) => (others.some((p) => spillsByMethod(g, p)) ? byMethod(g) : [g]))
  const resources = (patterns: ReadonlyArray<Pattern>) => [...new Set(patterns.map((p) => `${arn}/${print(p)}`))]
  const taken = strays.length === 0 ? [] : [['Deny', resources(strays.flatMap(byMethod))] as const]
  return document([['Allow', [...resources(allowed), ...sockets]], ...taken])
}

const document = (statements: ReadonlyArray<readonly ['Allow' | 'Deny', ReadonlyArray<string>]>): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map(([Effect, Resource]) => ({ Action: 'execute-api:Invoke', Effect, Resource }))
})

type Grantable = Exclude<Routes, '*'>[number]

const isPath = (r: Grantable): r is PathGrant => typeof r === 'object'

// A WebSocket API's resources are its route keys, as they are.
const socketKeys = (r: Grantable): ReadonlyArray<string> =>
  isPath(r) ? [] : factsOf(r.facts, 'Websocket').map((f) => f.routeKey)

// A path may hold what a client sent (an id): braces alone are parameters, everything else is taken literally.
const pathPatterns = ({ methods, path }: PathGrant): ReadonlyArray<Pattern> => {
  const segments = path
    .split('/')
    .filter((s) => s !== '')
    .map((s): Segment => {
      const [, name, greedy] = /^\{([^{}+]+)(\+?)\}$/.exec(s) ?? []
      return name === undefined ? { _tag: 'Literal', text: s } : { _tag: greedy === '+' ? 'Greedy' : 'Param', name }
    })
  // An empty text names nothing; the root is `/`.
  return path === '' ? [] : (methods ?? ['*']).map((method) => ({ method: method.toUpperCase(), segments }))
}

const patternsOf = (d: Declaration, all: ReadonlyArray<Declaration>): ReadonlyArray<Pattern> => {
  const route = routeOf(d)
  if (route === undefined) return []
  const { segments } = parsePath(route.path)
  return (route.methods === 'ANY' ? leftOver(route.path, all) : route.methods).map((method) => ({ method, segments }))
}

// What ANY still gets where other routes of its path have methods of their own.
const leftOver = (path: string, all: ReadonlyArray<Declaration>): ReadonlyArray<string> => {
  const taken = namedOn(path, all)
  return taken.length === 0 ? ['*'] : everyMethod.filter((m) => !taken.includes(m))
}

// ---- combinators

const print = ({ method, segments }: Pattern): string =>
  `${method}/${segments.map((s) => (s._tag === 'Literal' ? literally(s.text) : '*')).join('/')}`

// IAM's own way to write its special characters ("IAM policy elements: variables and tags").
const literally = (text: string): string => text.replaceAll(/[$*?]/g, (c) => `\${${c}}`)

const sameMethod = (a: Pattern, b: Pattern): boolean => a.method === '*' || a.method === b.method

/** Whether every request of `b` is one of `a`, segment by segment. */
const covers = (a: Pattern, b: Pattern): boolean => {
  if (!sameMethod(a, b)) return false
  const greedy = a.segments.at(-1)?._tag === 'Greedy'
  if (greedy ? b.segments.length < a.segments.length : b.segments.length !== a.segments.length) return false
  return a.segments.every((s, i) => {
    const other = b.segments[i]
    if (s._tag === 'Literal') return other?._tag === 'Literal' && other.text === s.text
    return s._tag === 'Greedy' || other?._tag !== 'Greedy'
  })
}

/** The requests of a route that was not granted which the grant's pattern lets in: to be denied, or nothing. */
const strayOf = (g: Granted, route: Pattern): ReadonlyArray<Pattern> => {
  if (!(sameMethod(g, route) || route.method === '*')) return []
  const stray =
    spills(g.segments, route.segments) || (g.declared && shares(g.segments, route.segments) && before(route.segments, g.segments))
  const slashed = [...route.segments, nothing]
  // A pattern that ends in a star means its slashed form as well; the root's is the root.
  const also = !stray || route.segments.at(-1)?._tag === 'Literal'
  const strays = [
    ...(stray ? [route.segments] : []),
    ...(also && (spills(g.segments, slashed) || shares(g.segments, slashed)) ? [slashed] : [])
  ]
  return strays.map((segments) => ({ method: route.method === '*' ? g.method : route.method, segments }))
}

// A REST API takes a slash at the end of a path for nothing, and `*` means the nothing after it: `GET/a/*` is `GET/a/` too.
const nothing: Segment = { _tag: 'Literal', text: '' }

// The `*` that stands for all methods spans slashes as well: `*/b` is `GET/a/b` too.
const spillsByMethod = (g: Granted, route: Pattern): boolean =>
  g.method === '*' && spills([someMethod, ...g.segments], [someMethod, ...route.segments])

const someMethod: Segment = { _tag: 'Param', name: 'method' }

const byMethod = (p: Pattern): ReadonlyArray<Pattern> =>
  p.method === '*' ? everyMethod.map((method) => ({ method, segments: p.segments })) : [p]

type Segments = ReadonlyArray<Segment>

/** Whether IAM lets requests of `b` in by the pattern of `a` that have not the form of `a`: a `*` stands for any text, slashes too. */
const spills = (a: Segments, b: Segments): boolean => meet(a, b, 0, 0, true, false)

/** Whether there is a request of both forms. */
const shares = (a: Segments, b: Segments): boolean => meet(a, b, 0, 0, false, true)

// Both read in step. A greedy segment may stay for the next one; with `glob` a parameter of `a` may as well, and is `past` its form then.
const meet = (a: Segments, b: Segments, i: number, j: number, glob: boolean, past: boolean): boolean => {
  const [x, y] = [a[i], b[j]]
  if (x === undefined || y === undefined) return past && i === a.length && j === b.length
  if (x._tag === 'Literal' && y._tag === 'Literal' && x.text !== y.text) return false
  const wide = glob && x._tag === 'Param'
  return (
    meet(a, b, i + 1, j + 1, glob, past) ||
    (y._tag === 'Greedy' && meet(a, b, i + 1, j, glob, past)) ||
    (x._tag === 'Greedy' && meet(a, b, i, j + 1, glob, past)) ||
    (wide && meet(a, b, i, j + 1, glob, true)) ||
    (wide && y._tag === 'Greedy' && !past && meet(a, b, i, j, glob, true))
  )
}

const ranks = { Literal: 0, Param: 1, Greedy: 2 } as const

/** Whether a request that both paths could take goes to `a`: literals before parameters before greedy ones. */
const before = (a: Segments, b: Segments): boolean => orderOf(a) < orderOf(b)

const orderOf = (path: Segments): string => path.map((s) => ranks[s._tag]).toString()
