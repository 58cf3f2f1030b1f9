/** The `explain` command: a route or function, combinator by combinator. What it says is computed in the deploy room; this prints it. */
import { type Explained, type ExplainedFact, explainable, explain as explained, type Lines } from '../deploy/explain.js'
import { type Loaded, Trouble } from '../deploy/load.js'
import { meant } from '../deploy/near.js'
import type { World } from './cli.js'
import type { Outcome } from './Outcome.js'
import type { Style } from './Style.js'

/** @internal */
export const explain = ({ service }: Loaded, wanted: string, world: World): Outcome => {
  const found = explained(service, wanted)
  if (found.length === 0) {
    const known = explainable(service)
    const near = meant(wanted, known)
    throw new Trouble(
      `nothing here is called '${wanted}'${near === undefined ? '' : `: ${near}`}\n  a route (GET /todos), a path, a function or an export: quaich routes lists them`,
      2
    )
  }
  return { code: 0, result: found, text: found.map((e) => sentence(e, world.styles.out)).join('\n') }
}

const sentence = (e: Explained, s: Style): string =>
  `${s.bold(e.place)}  ${s.dim(`function ${e.function}`)}\n\n${e.facts.map((f) => fact(f, s)).join('')}  ${s.bold('handle')}\n`

const fact = (f: ExplainedFact, s: Style): string => {
  const row = (title: string, text: string) => (text === '' ? '' : `      ${s.dim(title.padEnd(8))}${text}\n`)
  return [
    `  ${s.bold(f.combinator)}${f.says === '' ? '' : ` ${f.says}`}\n`,
    row(
      'gives',
      Object.entries(f.gives)
        .map(([key, type]) => `${s.cyan(key)}: ${type}`)
        .join(', ')
    ),
    row('refuses', f.refuses.join(', ')),
    row('writes', f.lines.length === 0 ? '' : `serverless.yml:${f.lines.map(range).join(', ')}`)
  ].join('')
}

const range = ({ from, to }: Lines): string => (from === to ? String(from) : `${from}-${to}`)
