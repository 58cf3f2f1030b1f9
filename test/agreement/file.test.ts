/** The generated file says of a program what was written, all of it, and nothing else: held sentence by sentence. */
import * as fc from 'fast-check'
import { render } from 'quaich/deploy'
import { sound } from './arbitrary/programs.js'
import { build } from './build.js'
import { deployed } from './model/deployed.js'
import { fileLines } from './read/fileLines.js'

test('the generated file says of every program exactly what was written', () => {
  let compared = 0
  for (const p of fc.sample(sound, { seed: 11, numRuns: 160 })) {
    const meant = deployed(p)
    expect(fileLines(render(build(p).api).text)).toEqual(meant)
    compared += meant.length
  }
  expect(compared).toBeGreaterThan(8000)
})
