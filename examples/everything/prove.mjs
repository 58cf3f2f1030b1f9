// What `npm run prove` asks the packaged functions.
import { events as others } from '../events/prove.mjs'

const json = { 'content-type': 'application/json' }
const admin = { principalId: 'ada', role: 'admin', level: '3' }

export const requests = {
  'GET /items': { query: { page: '2', tag: ['a', 'b'] }, headers: { 'x-tenant': 't' } },
  'POST /items': { headers: json, body: '{"id":"1","price":2}' },
  'PATCH /items/{item-id}': { headers: { 'content-type': 'application/merge-patch+json' }, body: '{"price":3}' },
  'PUT /items/{item-id}': { headers: json, body: '{"id":"1","price":2}' },
  'POST /login': { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'user=ada' },
  'POST /notes': { headers: { 'content-type': 'text/plain' }, body: 'hello' },
  'POST /v1/store/notes': { headers: { 'content-type': 'text/plain' }, body: 'hello' },
  'PUT /files/{name+}': { params: { name: 'a/b' }, headers: { 'content-type': 'application/octet-stream' }, body: 'x' },
  'GET /pixel.png': { headers: { accept: 'image/png,*/*;q=0.8' } },
  'POST /parse': { headers: { ...json, origin: 'https://app.example' }, body: '{"a":1}' },
  'GET /profile': { authorizer: admin },
  'GET /admin/{page}': { authorizer: admin },
  'GET /customers/me': { authorizer: { claims: { sub: 'ada', scope: 'customers/read' } } },
  'GET /tenant': { authorizer: { principalId: 'ada', tenant: 't' } },
  'GET /linked': { query: { key: 'k' }, authorizer: { principalId: 'whoever has the link' } },
  'GET /signed/{key}': {},
  'DELETE /signed/{key}': {}
}

export const events = {
  increment: [{ n: 1 }],
  ...Object.fromEntries(Object.entries(others).map(([name, all]) => [`live-${name}`, all]))
}
