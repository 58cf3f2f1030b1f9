/** The WebSocket API: route keys that the deployer can name, authorizers that it knows, and whether who sends has anything to send through. */
import type { AuthFact } from '../../combinators/Fact.js'
import type { Data } from '../data.js'
import { socketRouteId } from '../eventIds.js'
import { type Check, type Faults, fault, faultIf } from '../fault.js'
import { type Outline, triggersBy } from '../Outline.js'
import { hasSockets } from '../websockets.js'

/** @internal */
export const websockets = (o: Outline, file: Data): Faults => [
  ...triggersBy(o, 'Websocket').flatMap(({ fact, place, auth }) => [
    ...faultIf(
      fact.routeKey !== '' && !/^[A-Za-z0-9]+$/.test(socketRouteId(fact.routeKey)),
      place,
      `the deployer has no name for the route '${fact.routeKey}'`,
      'use letters, digits, - _ . and /'
    ),
    ...(auth === undefined ? [] : authorizer(auth, fact.routeKey, place, o))
  ]),
  ...nobodyToSendTo(o, file)
]

const authorizer = ({ scheme, scopes }: AuthFact, routeKey: string, place: string, o: Outline): Faults => [
  ...faultIf(
    routeKey !== '$connect',
    place,
    `an authorizer on the route ${routeKey}: a WebSocket API asks once, on connect`,
    "authorize websocket('$connect'); later messages carry what it said"
  ),
  ...faultIf(scopes.length > 0, place, `the scopes ${scopes.join(', ')}: nobody would check them`, 'leave them out'),
  ...known(scheme, place, o)
]

const known = (scheme: AuthFact['scheme'], place: string, o: Outline): Faults => {
  switch (scheme._tag) {
    case 'BuiltIn':
      return faultIf(
        !o.socketAuthorizers.has(scheme),
        place,
        'the sentence of its authorizer is not in the service',
        'export pipe(authorizer, …, handle(f)) from one of its modules'
      )
    case 'ExistingLambda':
      return faultIf(
        scheme.type === 'token',
        place,
        'a WebSocket API hands its authorizers whole requests, never a token alone',
        "give type: 'request' if it understands them"
      )
    case 'Iam':
    case 'Cognito':
    case 'Jwt':
      return [
        fault(
          place,
          `a WebSocket API of the deployer's has no ${scheme._tag} authorizers`,
          'take an authorizer of your own, or a Lambda that exists'
        )
      ]
  }
}

/** @internal */
export const websocketWarnings: Check = (o) =>
  triggersBy(o, 'Websocket').flatMap(({ place, auth }) =>
    faultIf(
      auth?.scheme._tag === 'ExistingLambda',
      place,
      'the deployment adds to its authorizer, a function that is not of this service, the right of this API to invoke it',
      'see that whoever deploys may do that: it works in the same account alone'
    )
  )

// What a port says of the API is in its own words, so those are looked through.
const nobodyToSendTo = (o: Outline, file: Data): Faults => {
  if (hasSockets(o) || JSON.stringify(file['resources'] ?? {}).includes('"WebsocketsApi":')) return []
  return o.functions.flatMap((f) =>
    faultIf(
      f.needs.some((n) => JSON.stringify(n.needs).includes('${WebsocketsApi}')),
      f.said[0]?.place ?? `the function ${f.name}`,
      'it sends to WebSocket connections, and the service has no WebSocket API',
      "declare a route: websocket('$connect'), or leave use(sockets) out"
    )
  )
}
