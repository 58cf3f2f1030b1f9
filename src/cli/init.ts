/**
 * The `init` command: a new project from a template. It writes into an empty folder, installs nothing, and asks nothing.
 * Templates are layers of files: later ones replace files of the same name.
 */
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type Files, Trouble } from '../deploy/load.js'
import { meant } from '../deploy/near.js'
import type { Outcome } from './Outcome.js'

// ---- model

/** What a new project needs of the world. @internal */
export interface Initiating extends Files {
  /** The folder of this package's templates. */
  readonly templates: string
  readonly version: () => string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** @internal */
export interface InitOptions {
  readonly template: string
  readonly name?: string
}

/** Each template with what it is, and the layers it is made of. @internal */
export const templates: Readonly<Record<string, { readonly what: string; readonly layers: ReadonlyArray<string> }>> = {
  api: { what: 'an HTTP API', layers: ['base', 'api'] },
  events: { what: 'a queue and a schedule', layers: ['base', 'events'] },
  websocket: { what: 'a WebSocket API', layers: ['base', 'websocket'] },
  everything: {
    what: 'all of these in one service, and an authorizer',
    layers: ['base', 'api', 'events', 'websocket', 'everything']
  }
}

// ---- the command

/** Makes a project in a folder that is empty or not there. @internal */
export const init = async (folder: string, { template, name }: InitOptions, world: Initiating): Promise<Outcome> => {
  const known = Object.keys(templates)
  const layers = Object.hasOwn(templates, template) ? templates[template]?.layers : undefined
  if (layers === undefined)
    throw new Trouble(`there is no template '${template}'${hint(meant(template, known))}\n  templates: ${known.join(', ')}`, 2)
  const dir = resolve(world.cwd, folder)
  const service = name ?? serviceName(basename(dir))
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(service))
    throw new Trouble(
      `'${name ?? basename(dir)}' gives no name for a service: lower-case letters, digits and '-', starting with a letter, 2 to 41 characters: --name`,
      2
    )
  const file = await fileAt(dir, world)
  if (file !== undefined) throw new Trouble(`${relative(world.cwd, file)} is a file: name a new folder`)
  const there = (await world.list(dir)).filter((f) => f !== '.git' && f !== '.DS_Store')
  if (there.length > 0)
    throw new Trouble(
      `${relative(world.cwd, dir) || 'this folder'} is not empty (${there.slice(0, 3).join(', ')}): name a new folder`
    )
  const files = new Map<string, string>()
  for (const layer of layers)
    for (const file of await filesIn(join(world.templates, layer), world))
      files.set(file, (await world.read(join(world.templates, layer, file))) ?? '')
  for (const [file, text] of files) await world.write(join(dir, written(file)), filled(file, text, service, world.version()))
  const into = relative(world.cwd, dir)
  const manager = managerOf(world.env)
  return {
    code: 0,
    result: { folder: into === '' ? '.' : into, service, template, files: [...files.keys()].map(written).sort() },
    text: `${service}: ${templates[template]?.what}, ${files.size} files\n\n${into === '' ? '' : `  cd ${quoted(into)}\n`}  ${manager} install\n  ${manager} run dev\n`
  }
}

const hint = (near: string | undefined): string => (near === undefined ? '' : `: ${near}`)

// As shells take it for one word.
const quoted = (path: string): string => {
  if (/^[\w@%+=:,./-]+$/.test(path)) return path
  return /["$`\\!]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : `"${path}"`
}

// Who ran `create`, as package managers say of themselves.
const managerOf = (env: Initiating['env']): string => /^(pnpm|yarn)\//.exec(env['npm_config_user_agent'] ?? '')?.[1] ?? 'npm'

// A file where the folder, or one that it is in, would have to be.
const fileAt = async (path: string, world: Files): Promise<string | undefined> => {
  if (!world.exists(path)) return path === dirname(path) ? undefined : fileAt(dirname(path), world)
  const text = await world.read(path).catch(() => undefined)
  return text === undefined ? undefined : path
}

// A folder may be called anything; what is near to it and may be a service's name is taken.
const serviceName = (folder: string): string =>
  folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')

// npm leaves a file of this name out of packages.
const written = (file: string): string => (file === 'gitignore' ? '.gitignore' : file)

const filled = (file: string, text: string, service: string, version: string): string => {
  if (file === 'package.json') {
    const own = JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> }
    const dependencies = { ...own.dependencies, quaich: `^${version}` }
    return `${JSON.stringify({ ...own, name: service, dependencies }, null, 2)}\n`
  }
  if (file === 'README.md') return text.replace(/^# .*$/m, `# ${service}`)
  return file === 'src/service.ts' ? text.replace(/service\((\s*)'[^']*'/, `service($1'${service}'`) : text
}

const filesIn = async (dir: string, world: Files, within = ''): Promise<ReadonlyArray<string>> => {
  const names = await world.list(join(dir, within))
  const found = await Promise.all(
    names.map(async (name) => {
      const file = join(within, name)
      const inner = await filesIn(dir, world, file)
      return inner.length === 0 ? [file] : inner
    })
  )
  return found.flat()
}
