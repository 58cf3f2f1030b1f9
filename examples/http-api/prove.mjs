// What `npm run prove` asks the packaged functions.
export const requests = {
  'POST /notes': { headers: { 'content-type': 'application/json' }, body: '{"id":"1","text":"hello"}' },
  'GET /notes/{id}': { authorizer: { jwt: { claims: { sub: 'ada', scope: 'notes/read' }, scopes: ['notes/read'] } } },
  'GET /tenant': { authorizer: { lambda: { principalId: 'ada', tenant: 't' } } }
}
