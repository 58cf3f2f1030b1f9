/** Who may use the explorer, by what a browser says of where a request comes from, and by the name that it asks for. */
import { foreignTo } from '../../src/cli/dev/foreign.js'

const everywhere = foreignTo('0.0.0.0')

test.each([
  ['localhost:3000'],
  ['LOCALHOST'],
  ['127.0.0.1:3000'],
  ['192.168.1.7:3000'],
  ['[::1]:3000'],
  ['[fe80::1]'],
  [undefined]
])('%s is no page elsewhere, and neither is its own page', (host) => {
  expect(everywhere({ headers: { host } })).toBe(false)
  expect(everywhere({ headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' } })).toBe(false)
})

test.each([
  ['evil.example:3000'],
  ['localhost.evil.example'],
  ['127.0.0.1.evil.example:3000'],
  ['1.2.3.4.5'],
  ['[evil.example]:3000'],
  ['']
])('a name that was made to lead here is one, though a browser takes it for the own page: %j', (host) => {
  expect(everywhere({ headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' } })).toBe(true)
  expect(everywhere({ headers: { host } })).toBe(true)
})

test('the name that was chosen to listen on is none, whatever else leads here', () => {
  const named = foreignTo('Laptop.lan')
  expect(named({ headers: { host: 'laptop.lan:3000' } })).toBe(false)
  expect(named({ headers: { host: 'other.lan:3000' } })).toBe(true)
})

test.each([
  [{ origin: 'https://evil.example' }],
  [{ origin: 'http://127.0.0.1:3001' }],
  [{ origin: 'null' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }]
])('a page of another origin is one: %j', (headers) => {
  expect(everywhere({ headers: { host: '127.0.0.1:3000', ...headers } })).toBe(true)
})
