/**
 * The policy an authorizer answers with ("Output from an API Gateway Lambda authorizer"), computed from the service's own routes.
 * API Gateway may keep it for every route of the same token, so it covers what was granted and nothing else: a `*` of IAM also spans
 * slashes, and the declared routes that it would let in by that alone are denied by name.
 */
import type { Denial, Grant, PathGrant } from '../combinators/Grant.js'
import type { AnyRoute } from '../combinators/Handler.js'
import { type Declaration, routeOf } from './Declaration.js'
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

// ---- constructors

/** The part of a method ARN that names API and stage: `arn:aws:execute-api:eu-west-1:123456789012:abc/dev`. @internal */
export const apiArn = (methodArn: string): string | undefined => {
  const parts = methodArn.split(':')
  const [api, stage] = parts.slice(5).join(':').split('/')
  return parts.length < 6 || parts[2] !== 'execute-api' || !api || !stage
    ? undefined
    : `${parts.slice(0, 5).join(':')}:${api}/${stage}`
}

/** @internal */
export const policyOf = (answer: Grant<unknown> | Denial, arn: string, routes: ReadonlyArray<Declaration>): PolicyDocument => {
  if (answer._tag === 'Denial') return document([['Deny', [`${arn}/*`]]])
  if (answer.routes === '*') return document([['Allow', [`${arn}/*`]]])
  const granted = answer.routes.flatMap((r) =>
    isPath(r) ? pathPatterns(r) : routes.filter((d) => d.handler === r).flatMap(patternsOf)
  )
  if (granted.length === 0) return document([['Deny', [`${arn}/*`]]])
  const strays = routes.flatMap(patternsOf).filter((p) => !granted.some((g) => covers(g, p)) && granted.some((g) => spills(g, p)))
  const resources = (patterns: ReadonlyArray<Pattern>) => [...new Set(patterns.map((p) => `${arn}/${print(p)}`))]
  return document([['Allow', resources(granted)], ...(strays.length === 0 ? [] : [['Deny', resources(strays)] as const])])
}

const document = (statements: ReadonlyArray<readonly ['Allow' | 'Deny', ReadonlyArray<string>]>): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map(([Effect, Resource]) => ({ Action: 'execute-api:Invoke', Effect, Resource }))
})

const isPath = (r: AnyRoute | PathGrant): r is PathGrant => typeof r === 'object'

// A path may hold what a client sent (an id): braces alone are parameters, everything else is taken literally.
const pathPatterns = ({ methods, path }: PathGrant): ReadonlyArray<Pattern> => {
  const segments = path
    .split('/')
    .filter((s) => s !== '')
    .map((s): Segment => {
      const [, name, greedy] = /^\{([^{}+]+)(\+?)\}$/.exec(s) ?? []
      return name === undefined ? { _tag: 'Literal', text: s } : { _tag: greedy === '+' ? 'Greedy' : 'Param', name }
    })
  return (methods ?? ['*']).map((method) => ({ method, segments }))
}

const patternsOf = (d: Declaration): ReadonlyArray<Pattern> => {
  const route = routeOf(d)
  if (route === undefined) return []
  const { segments } = parsePath(route.path)
  return (route.methods === 'ANY' ? ['*'] : route.methods).map((method) => ({ method, segments }))
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
    return s._tag !== 'Literal' || (other?._tag === 'Literal' && other.text === s.text)
  })
}

/** Whether IAM would let a request of `b` in by the pattern of `a`: a `*` stands for any text, slashes too. */
const spills = (a: Pattern, b: Pattern): boolean => {
  if (!(sameMethod(a, b) || b.method === '*')) return false
  const glob = a.segments.map((s) => (s._tag === 'Literal' ? s.text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : '.*')).join('/')
  return new RegExp(`^${glob}$`).test(b.segments.map((s) => (s._tag === 'Literal' ? s.text : 'x')).join('/'))
}
