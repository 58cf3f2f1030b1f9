/**
 * Libraries written so that esbuild can take them apart: what a module makes at its top level by calls that only declare, and what it exports
 * in a form that cannot be left out in part. Text that is not as expected stays as it is, and the bundle is larger.
 */

/** Files of a library, and how their text is written anew. @internal */
export interface Library {
  readonly files: RegExp
  readonly apart: (text: string) => string
}

// Calls that only declare, made by a function that falls away whole: a mark on a call alone leaves its arguments.
const whole = (text: string): string =>
  text.replaceAll(/^(export var \w+ = )(?:\/\*#__PURE__\*\/ )?([\w.]+\(.*\));$/gm, '$1/* @__PURE__ */ (() => $2)();')

const fpTs: Library = { files: /[\\/]fp-ts[\\/]es6[\\/]\w+\.js$/, apart: whole }

// All its codecs are in one file; and one class is finished where bundlers cannot see that it is the class's own affair.
const ioTs: Library = {
  files: /[\\/]io-ts[\\/]es6[\\/]index\.js$/,
  apart: (text) => {
    const finish = /^Object\.defineProperty\(RecursiveType\.prototype, [^;]*;[^;]*;$/m.exec(text)?.[0] ?? ''
    return whole(text.replace(finish, '').replace('    return RecursiveType;\n', `${finish}\n    return RecursiveType;\n`))
      .replaceAll('/** @class */ (', '/* @__PURE__ */ (')
      .replaceAll(/= (?=new \w+Type\(\)|brand\()/g, '= /* @__PURE__ */ ')
  }
}

// The one CommonJS package of our own: its functions are declared and then exported, which are the same as exported declarations.
const contentType: Library = {
  files: /[\\/]content-type[\\/]index\.js$/,
  apart: (text) =>
    /\b(require|module)\b|\bexports\.(?!format = format$|parse = parse$)/m.test(text.replaceAll(/\/\*[\s\S]*?\*\//g, ''))
      ? text
      : text
          .replace('exports.format = format', 'export { format }')
          .replace('exports.parse = parse', 'export { parse }\nexport default { format, parse }')
}

/** @internal */
export const libraries: ReadonlyArray<Library> = [fpTs, ioTs, contentType]
