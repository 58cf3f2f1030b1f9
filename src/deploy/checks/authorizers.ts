/** Authorizers: whether the service has those that its routes name, and whether its gateway can be told of them. */
import type { AuthorizerScheme } from '../../combinators/AuthorizerScheme.js'
import type { Text } from '../../combinators/CloudFormation.js'
import { same } from '../data.js'
import { type Check, type Faults, fault, faultIf, show } from '../fault.js'
import type { Outline, RouteOutline } from '../Outline.js'

/** @internal */
export const authorizers: Check = (o) => [...sentences(o), ...twoOfOneName(o), ...o.routes.flatMap((r) => ofRoute(r, o))]

const sentences = (o: Outline): Faults => {
  const declared = o.functions.flatMap((f) =>
    f.said.flatMap((s) => (s.authorizer === undefined ? [] : [{ scheme: s.authorizer, place: s.place }]))
  )
  return declared.flatMap(({ scheme, place }, i) => {
    const first = declared.findIndex((d) => d.scheme === scheme)
    return faultIf(
      first < i,
      place,
      `the authorizer's sentence stands at ${declared[first]?.place} as well`,
      'declare it once, outside the module that is mounted twice'
    )
  })
}

const twoOfOneName = (o: Outline): Faults => {
  const first = new Map<string, AuthorizerScheme>()
  return [...o.authorizers].flatMap(([scheme, name]) => {
    const known = first.get(name)
    if (known === undefined) first.set(name, scheme)
    return faultIf(
      known !== undefined && !same(known, scheme),
      `the authorizer ${name}`,
      `two authorizers have this name: ${show(known)} and ${show(scheme)}`,
      'give one of them a name of its own'
    )
  })
}

const ofRoute = (r: RouteOutline, o: Outline): Faults => {
  if (r.auth === undefined) return []
  const { scheme, scopes } = r.auth
  const name = o.authorizers.get(scheme)
  return [
    ...faultIf(
      name !== undefined && !/^[A-Za-z0-9_-]{1,128}$/.test(name),
      r.place,
      `'${name}' cannot name an authorizer`,
      'use letters, digits, - and _'
    ),
    ...faultIf(
      scopes.length > 0 && (scheme._tag === 'Iam' || scheme._tag === 'ExistingLambda' || scheme._tag === 'BuiltIn'),
      r.place,
      `the scopes ${scopes.join(', ')} on an authorizer that has none: nobody would check them`,
      'ask for scopes of a Cognito or JWT authorizer; others decide by themselves'
    ),
    ...(o.gateway === 'rest' ? onRest(scheme, name, r) : onHttp(scheme, name, r))
  ]
}

const unknown = (place: string): Faults => [
  fault(
    place,
    'the sentence of its authorizer is not in the service',
    'export pipe(authorizer, …, handle(f)) from one of its modules'
  )
]

const onRest = (scheme: AuthorizerScheme, name: string | undefined, { place }: RouteOutline): Faults => {
  switch (scheme._tag) {
    case 'Iam':
      return []
    case 'BuiltIn':
      return name === undefined ? unknown(place) : []
    case 'Cognito':
      return scheme.providerArns.flatMap((arn) => arnFaults(arn, 'the user pool', place))
    case 'ExistingLambda':
      return arnFaults(scheme.arn, 'the Lambda authorizer', place)
    case 'Jwt':
      return [
        fault(
          place,
          'a REST API has no JWT authorizers',
          "take gateway: 'http', a Cognito pool, or an authorizer of your own that verifies tokens"
        )
      ]
  }
}

const onHttp = (scheme: AuthorizerScheme, name: string | undefined, { place }: RouteOutline): Faults => {
  switch (scheme._tag) {
    case 'Iam':
    case 'Jwt':
      return []
    case 'BuiltIn':
      return name === undefined ? unknown(place) : []
    case 'Cognito':
      return [
        ...faultIf(
          scheme.issuer === undefined || (scheme.audience ?? []).length === 0,
          place,
          'an HTTP API takes a Cognito pool as a JWT authorizer, which needs its issuer and audience',
          "give issuer: 'https://cognito-idp.<region>.amazonaws.com/<pool id>' and audience: [<client id>]"
        ),
        ...faultIf(
          scheme.providerArns.length > 1,
          place,
          `${scheme.providerArns.length} user pools: a JWT authorizer has one issuer`,
          "name one pool, or take gateway: 'rest'"
        )
      ]
    case 'ExistingLambda':
      return scheme.type === 'token'
        ? [
            fault(
              place,
              'an HTTP API hands its authorizers whole requests, never a token alone',
              "give type: 'request' if it understands them"
            )
          ]
        : arnFaults(scheme.arn, 'the Lambda authorizer', place)
  }
}

const arnFaults = (arn: Text, what: string, place: string): Faults =>
  faultIf(
    typeof arn === 'string' && !/^(arn:|\$\{)/.test(arn),
    place,
    `${what} ${show(arn)} is no ARN`,
    "write it whole: 'arn:aws:…'"
  )
