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
  const refused = routes
    .filter((d) => !handlers.has(d.handler))
    .flatMap(patterns)
    .filter((r) => !granted.includes(r) && granted.some((g) => g.includes('*')))
  return document([
    ['Allow', unique(granted).map((p) => `${arn}/${p}`)],
    ...(refused.length === 0 ? [] : [['Deny', unique(refused).map((p) => `${arn}/${p}`)] as const])
  ])
}

const document = (statements: ReadonlyArray<readonly ['Allow' | 'Deny', ReadonlyArray<string>]>): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map(([Effect, Resource]) => ({ Action: 'execute-api:Invoke', Effect, Resource }))
})

const patterns = (d: Declaration): ReadonlyArray<string> => {
  const route = routeOf(d)
  if (route === undefined) return []
  const path = parsePath(route.path)
    .segments.map((s) => (s._tag === 'Literal' ? s.text : '*'))
    .join('/')
  return (route.methods === 'ANY' ? ['*'] : route.methods).map((m) => `${m}/${path}`)
}

const unique = (xs: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(xs)]
