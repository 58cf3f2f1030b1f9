// What `npm run prove` asks the packaged functions, and the database that they find.
import { startDatabase } from './database.mjs'

const json = { 'content-type': 'application/json' }

export const requests = {
  'GET /todos': { query: { done: 'false' } },
  'POST /todos': { headers: json, body: '{"title":"milk"}' },
  'GET /todos/{id}': { params: { id: 'seed' } },
  'PUT /todos/{id}': { params: { id: 'seed' }, headers: json, body: '{"title":"oat milk","done":true}' },
  'DELETE /todos/{id}': { params: { id: 'old' } }
}

export const start = () => startDatabase({ id: 'seed', title: 'milk', done: false }, { id: 'old', title: 'eggs', done: true })
