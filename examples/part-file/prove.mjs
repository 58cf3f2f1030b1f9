// How `npm run prove` gets the files of this project, whose `serverless.yml` is written by hand, and what stands in it beside quaich's part.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'

export const commands = [
  ['quaich', 'generate', '--out', 'quaich.yml'],
  ['quaich', 'build']
]

export const folders = ['hand']

// The function, its log group, its role, the rule that wakes it, and the permission to do so.
export const description = ({ functions, resources, ...rest }) => ({
  ...rest,
  functions: [...functions, { name: 'nightly', kind: 'schedule', routes: [] }],
  resources: resources + 5
})

// Both halves reach the stack: what the part says, and what the plugin adds.
export const holds = (template, { dir, stage }) => {
  const file = (name) => parse(readFileSync(join(dir, name), 'utf8').replaceAll('${sls:stage}', stage))
  const { description } = file('serverless.yml').custom
  const part = file('quaich.yml')
  const variables = Object.values(template.Resources).map((r) => r.Properties?.Environment?.Variables)
  return [
    {
      ok: template.Description === description,
      what: 'the plugin describes the stack',
      why: `it is described as '${template.Description}'`
    },
    ...Object.entries(part.resources.Resources).map(([id, resource]) => ({
      ok: isDeepStrictEqual(template.Resources[id], resource),
      what: `${id} is the one of the part`,
      why: JSON.stringify(template.Resources[id])
    })),
    {
      ok: Object.values(part.functions).every((f) => variables.some((v) => isDeepStrictEqual(v, f.environment))),
      what: 'the functions have the variables of the part',
      why: JSON.stringify(variables)
    }
  ]
}

export const requests = { 'GET /teas/{name}': { params: { name: 'oolong' } } }
