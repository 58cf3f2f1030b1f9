/** What is wrong with authorizers by themselves: their bounds, where they read a token, and whether a browser may send it there. */
import { type AuthorizerScheme, tokenPlace } from '../combinators/AuthorizerScheme.js'
import { type Fact, factsOf } from '../combinators/Fact.js'
import { isHeaderName } from '../combinators/headerName.js'
import type { Told } from './faults.js'

/** @internal */
export const schemeFaults = (scheme: AuthorizerScheme): ReadonlyArray<Told> => {
  const ttl = 'ttlSeconds' in scheme ? scheme.ttlSeconds : undefined
  return [
    ...(ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0 && ttl <= 3600)
      ? [
          [
            `the authorizer's ttlSeconds ${ttl} is not a whole number from 0 to 3600`,
            'API Gateway keeps an answer for an hour at most'
          ] as const
        ]
      : []),
    ...placeFaults(scheme),
    ...(scheme._tag === 'Cognito' && scheme.providerArns.length === 0
      ? [['the Cognito authorizer names no user pool', 'give providerArns'] as const]
      : [])
  ]
}

const placeFaults = (scheme: AuthorizerScheme): ReadonlyArray<Told> => {
  if (scheme._tag === 'Iam') return []
  const { in: where, name } = tokenPlace(scheme)
  if (where === 'header')
    return isHeaderName(name) ? [] : [[`the authorizer's header '${name}' is no header name`, "write one like 'Authorization'"]]
  const { header, type } = scheme as { readonly header?: string; readonly type: string }
  return [
    // What API Gateway takes as the name in an identity source.
    ...(/^[A-Za-z0-9._$-]+$/.test(name)
      ? []
      : [[`the authorizer's query '${name}' is no name of a parameter`, "write one like 'token'"] as const]),
    ...(type === 'token'
      ? [
          [
            `the authorizer reads its token from the query '${name}', and is of type 'token', which is handed one header`,
            "give type: 'request'"
          ] as const
        ]
      : []),
    ...(header === undefined
      ? []
      : [
          [
            `the authorizer reads its token from the query '${name}' and from the header '${header}': API Gateway would want both`,
            'keep one'
          ] as const
        ])
  ]
}

// A browser may only send a header that the preflight answer names.
/** @internal */
export const unsendable = (facts: ReadonlyArray<Fact>): ReadonlyArray<Told> =>
  factsOf(facts, 'Cors').flatMap(({ policy }) =>
    factsOf(facts, 'Auth').flatMap(({ scheme }): ReadonlyArray<Told> => {
      const { in: where, name } = scheme._tag === 'Iam' ? tokenPlace({}) : tokenPlace(scheme)
      return where !== 'header' || !isHeaderName(name) || policy.allowHeaders.some((h) => h.toLowerCase() === name.toLowerCase())
        ? []
        : [[`cors: no browser may send the authorizer's header '${name}'`, `name it: cors({ allowHeaders: ['${name}'] })`]]
    })
  )
