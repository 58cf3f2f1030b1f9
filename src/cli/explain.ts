/** The `explain` command: a route or function, combinator by combinator. What it says is computed in the deploy room; this prints it. */
import { type Explained, type ExplainedFact, explain as explained, nearTo } from '../deploy/explain.js'
import type { Lines } from '../deploy/lines.js'
import { type Loaded, Trouble } from '../deploy/load.js'
import type { World } from './cli.js'
import type { Outcome } from './Outcome.js'
import type { Style } from './Style.js'

/** @internal */
export const explain = ({ service }: Loaded, wanted: string, world: World): Outcome => {
  const found = explained(service, wanted)
  if (found.length === 0) {
    const near = nearTo(service, wanted)
    throw new Trouble(
      `nothing here is called '${wanted}'${near === undefined ? '' : `: ${near}`}\n  a route (GET /todos), a path, a function, an export or a mount: quaich routes lists them`,
      2
    )
  }
  return { code: 0, result: found, text: found.map((e) => sentence(e, world.styles.out)).join('\n') }
}

const sentence = (e: Explained, s: Style): string => {
  const width = String(e.facts.length + 1).length
  const gives = [...new Set(e.facts.flatMap((f) => Object.keys(f.gives)))].map(s.cyan)
  return [
    `${s.bold(e.place)}  ${s.dim(`function ${e.function}`)}\n\n`,
    ...e.facts.map((f, i) => fact(f, String(i + 1).padStart(width), s)),
    `  ${s.dim(`${e.facts.length + 1}`.padStart(width))} ${s.bold('handle')}\n`,
    rows('takes', [gives.join(', ')], width, s)
  ].join('')
}

const fact = (f: ExplainedFact, number: string, s: Style): string =>
  [
    `  ${s.dim(number)} ${s.bold(f.combinator)}${f.says === '' ? '' : ` ${f.says}`}${f.mounted ? s.dim('  (of the mount)') : ''}\n`,
    rows('does', [f.does], number.length, s),
    rows(
      'gives',
      Object.entries(f.gives).map(([key, type]) => `${s.cyan(key)}: ${type}`),
      number.length,
      s
    ),
    rows('refuses', f.refuses, number.length, s),
    rows('writes', writes(f.lines, s), number.length, s)
  ].join('')

// A title, and beside it a line for each.
const rows = (title: string, lines: ReadonlyArray<string>, width: number, s: Style): string =>
  lines
    .filter((line) => line !== '')
    .map((line, i) => `${' '.repeat(width + 3)}${s.dim((i === 0 ? title : '').padEnd(8))} ${line}\n`)
    .join('')

const writes = (lines: ReadonlyArray<Lines>, s: Style): ReadonlyArray<string> => {
  const ranges = lines.map(({ from, to }) => `serverless.yml:${from === to ? from : `${from}-${to}`}`)
  const width = Math.max(0, ...ranges.map((r) => r.length))
  return lines.map(({ at }, i) => `${ranges[i]?.padEnd(width)}  ${s.dim(at)}`)
}
