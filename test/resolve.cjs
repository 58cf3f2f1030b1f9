// middy exports to `import` alone, while jest asks as `require` does. Each package finds its own version of another this way.
module.exports = (path, options) =>
  options.defaultResolver(path, path.startsWith('@middy/') ? { ...options, conditions: ['node', 'import', 'default'] } : options)
