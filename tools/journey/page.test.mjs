// What a page of steps means: a fault here would let the journey pass what it should not.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { shows, stepsOf } from './page.mjs'

const page = [
  '```sh\ncd shop\nnpm test\n```\n\n```text\n4 passed\n```',
  '```ts\nnot(a, step)\n```',
  '```diff src/a.ts\n-  one,\n+  two,\n```',
  '```sh\nls\n```'
].join('\n\ntext `between` them\n\n')

it('has its commands, its outputs and its edits in order', () => {
  assert.deepEqual(stepsOf(`${page}\n`), [
    { command: 'cd shop', prints: '' },
    { command: 'npm test', prints: '4 passed\n' },
    { file: 'src/a.ts', from: '  one,', to: '  two,' },
    { command: 'ls', prints: '' }
  ])
})

for (const [what, output, prints, holds] of [
  ['all that is shown, with more between and around', 'x\na 1\ny\nb\nz', 'a 1\nb\n', true],
  ['a line that is not there', 'a', 'a\nb\n', false],
  ['lines in another order', 'b\na', 'a\nb\n', false],
  ['anything where the page leaves it open', 'built in 31 ms', 'built in … ms', true],
  ['nothing of two lines where it is one', 'built in 31\nms', 'built in … ms', false],
  ['signs that mean something to a pattern', '{"a":[1.5]} (x)', '{"a":[1.5]} (x)', true],
  ['another sign in their place', '{"a":[1x5]}', '{"a":[1.5]}', false],
  ['nothing where nothing is shown', 'whatever', '', true]
])
  it(`sees in an output: ${what}`, () => assert.equal(shows(output, prints), holds))
