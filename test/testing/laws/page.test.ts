/** What docs/testing.md says of the laws is so: each is there with its sentence, and the counterexample that is shown is the one that comes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body, handle, post, service } from '../../../src/index.js'
import { checkService, laws } from '../../../src/testing/index.js'

const page = readFileSync(join(__dirname, '../../../docs/testing.md'), 'utf8')

test.each(Object.entries(laws))('%s is in the table, with its sentence', (name, { sentence }) => {
  expect(page).toContain(`| \`${name}\` | ${sentence} | `)
})

test('the counterexample is printed as it is shown', async () => {
  const shout = pipe(
    post('/shout'),
    body(t.type({ title: t.string })),
    handle(({ body: { title } }) => {
      if (title === '') throw new Error('no title')
      return `${title}!`
    })
  )
  const came = await checkService(service('todos', {}, { shout }), { seed: 42 }).then(
    () => 'every law held',
    (e: Error) => e.message
  )
  const [, shown] = /^```text\n(service [\s\S]*?)\n```/m.exec(page) ?? []
  // Where it was thrown is another place here.
  const placeless = (s: string | undefined) => s?.replace(/^ +at .*$/m, '')
  expect(placeless(came)).toBe(placeless(shown))
})
