/**
 * The policy an authorizer answers with ("Output from an API Gateway Lambda authorizer"), computed from the service's own routes.
 * API Gateway may keep it for every route of the same token, so it covers what was granted and denies the declared routes that were not.
 */
import type { Denial, Grant } from '../combinators/Grant.js'
import { type Declaration, routeOf } from './Declaration.js'
import { parsePath } from './Path.js'

/** @internal */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: ReadonlyArray<{
    readonly Action: 'execute-api:Invoke'
    readonly Effect: 'Allow' | 'Deny'
    readonly Resource: ReadonlyArray<string>
  }>
}

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
  const handlers = new Set<unknown>(answer.routes)
  const granted = routes.filter((d) => handlers.has(d.handler)).flatMap(patterns)
  if (granted.length === 0) return document([['Deny', [`${arn}/*`]]])
  const wide = granted.filter((g) => g.includes('*'))
  // A Deny wins over every Allow, so it names only what a star would let in beside what was granted.
  const refused = routes
    .filter((d) => !handlers.has(d.handler))
    .flatMap((d) => patterns(d).filter((r, i) => !granted.includes(r) && wide.some((g) => meet(requests(d)[i] as string, g))))
  return document([
    ['Allow', unique(granted).map((p) => `${arn}/${p}`)],
    ...(refused.length === 0 ? [] : [['Deny', unique(refused).map((p) => `${arn}/${p}`)] as const])
  ])
}

const document = (statements: ReadonlyArray<readonly ['Allow' | 'Deny', ReadonlyArray<string>]>): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map(([Effect, Resource]) => ({ Action: 'execute-api:Invoke', Effect, Resource }))
})

const spelled = (d: Declaration, some: string, rest: string): ReadonlyArray<string> => {
  const route = routeOf(d)
  if (route === undefined) return []
  const path = parsePath(route.path)
    .segments.map((s) => (s._tag === 'Literal' ? s.text : s._tag === 'Param' ? some : rest))
    .join('/')
  return (route.methods === 'ANY' ? [some] : route.methods).map((m) => `${m}/${path}`)
}

const patterns = (d: Declaration): ReadonlyArray<string> => spelled(d, '*', '*')

// What a route answers, more exactly than a star can say it: one segment, or any number of them.
const [segment, segments] = ['{', '}']
const requests = (d: Declaration): ReadonlyArray<string> => spelled(d, segment, segments)

/** Whether some request of a route would pass a pattern, whose stars cover slashes too. */
const meet = (request: string, pattern: string): boolean => {
  const known = new Map<number, boolean>()
  const from = (i: number, j: number): boolean => {
    const at = i * (pattern.length + 1) + j
    const before = known.get(at)
    if (before !== undefined) return before
    const [r, p] = [request[i], pattern[j]]
    const any = r === segments || (r === segment && p !== '/')
    const found =
      p === '*'
        ? from(i, j + 1) || (r !== undefined && from(i + 1, j))
        : p === undefined
          ? r === undefined
          : any
            ? from(i + 1, j + 1) || from(i, j + 1)
            : r === p && from(i + 1, j + 1)
    known.set(at, found)
    return found
  }
  return from(0, 0)
}

const unique = (xs: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(xs)]
