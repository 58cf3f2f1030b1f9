// Sources and tests as jest.config.js has them, of the folder in which this process runs and in its own realm, where jest would give each
// file another one. They are loaded once, or afresh after `forget`; packages once.
import { readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { join } from 'node:path'

export const root = process.cwd()
export const require = createRequire(join(root, 'package.json'))
const swc = require('@swc/core')

const ours = {
  quaich: 'src/index.ts',
  'quaich/testing': 'src/testing/index.ts',
  'quaich/deploy': 'src/deploy/index.ts'
}

const resolveFilename = Module._resolveFilename
Module._resolveFilename = (name, parent, ...rest) => {
  if (ours[name] !== undefined) return join(root, ours[name])
  // It exports to 'import' alone.
  if (/^@middy\/[^/]+$/.test(name)) return join(root, 'node_modules', name, 'index.js')
  if (parent?.filename?.endsWith('.ts') && name.startsWith('.'))
    for (const candidate of [name.replace(/\.js$/, '.ts'), `${name}.ts`, `${name}/index.ts`])
      try {
        return resolveFilename(candidate, parent, ...rest)
      } catch {}
  return resolveFilename(name, parent, ...rest)
}

const compiled = new Map()
const compile = (filename) =>
  swc.transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
    sourceMaps: 'inline'
  }).code

Module._extensions['.ts'] = (module, filename) => {
  const code = compiled.get(filename) ?? compile(filename)
  compiled.set(filename, code)
  module._compile(code, filename)
}

/** Forgets what was loaded of the project. */
export const forget = () => {
  for (const file of Object.keys(require.cache)) if (file.endsWith('.ts')) delete require.cache[file]
}
