#!/usr/bin/env node
/** The `quaich` executable: gives the command line the real world. It decides nothing. */
import { cli } from './cli.js'
import { worldIn } from './world.js'

process.setSourceMapsEnabled(true)
process.exitCode = await cli(process.argv.slice(2), worldIn(process.cwd()))
