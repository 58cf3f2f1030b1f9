// What `npm run prove` asks the packaged functions.
const socket = (routeKey, body, authorizer) => ({
  requestContext: {
    routeKey,
    connectionId: 'Kx2P8cZBoAMCJ0w=',
    domainName: 'abc.execute-api.eu-west-1.amazonaws.com',
    stage: 'dev',
    apiId: 'abc',
    eventType: routeKey === '$connect' ? 'CONNECT' : 'MESSAGE',
    ...(authorizer === undefined ? {} : { authorizer })
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  isBase64Encoded: false
})

export const events = {
  connect: [socket('$connect', undefined, { principalId: 'ada', name: 'ada' })],
  echo: [socket('$default', { text: 'hello' })],
  shout: [socket('shout', { action: 'shout', text: 'hello' })]
}
