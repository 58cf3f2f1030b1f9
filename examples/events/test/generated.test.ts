/** The file that deploys the example, byte for byte. To change it on purpose: QUAICH_GOLDEN=write jest examples/events. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from 'quaich/deploy'
import { events } from '../src/service.js'

test('the generated file', () => {
  const golden = join(__dirname, 'serverless.yml.golden')
  const { text, faults, warnings, resources } = render(events)
  expect([...faults, ...warnings]).toEqual([])
  // As many as osls 4.3.1 packaged.
  expect(resources).toBe(91)
  if (process.env['QUAICH_GOLDEN'] === 'write') writeFileSync(golden, text)
  expect(text).toBe(readFileSync(golden, 'utf8'))
})
