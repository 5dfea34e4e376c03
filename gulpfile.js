const { execFile } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

/** Runs a command of the package's own devDependencies; fails with what it printed. */
const tool = async (name, bin, ...args) => {
	try {
		await run(process.execPath, [require.resolve(`${name}/${bin}`), ...args], {
			cwd: __dirname,
		});
	} catch (error) {
		const printed = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim();
		throw Object.assign(new Error(printed || error.message), { showStack: false });
	}
};

/** What the compiler remembers of the files in `dist`; gone whenever they are. */
const buildInfo = '.demo/tsbuildinfo';

const clean = async () => {
	for (const path of ['dist', buildInfo]) await rm(path, { recursive: true, force: true });
};

/** Compiles what has changed since it last ran. */
const compile = () => {
	const options = [
		'--project',
		'tsconfig.build.json',
		'--incremental',
		'--tsBuildInfoFile',
		buildInfo,
	];
	return tool('typescript', 'bin/tsc', ...options);
};

/** The compiler indents by four spaces; with tabs, the package is a few kB smaller. */
const indent = async () => {
	const files = await readdir('dist', { recursive: true });
	for (const path of files.filter((file) => file.endsWith('.js'))) {
		const file = join('dist', path);
		const code = await readFile(file, 'utf8');
		const tabs = code.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
		if (tabs !== code) await writeFile(file, tabs);
	}
};

/** Icons and codex files lie beside the compiled nodes and credentials. */
const copy = () =>
	src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'credentials/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

/** What n8n's editor knows of each node's output before the first run. */
const schemas = () => tool('tsx', 'cli', 'tools/outputSchemas/index.ts');

/** Lists of node and credential types, from which n8n starts without loading the package's code. */
const metadata = () => tool('n8n-core', 'bin/generate-metadata');

/** Brings `dist` up to date. */
const update = series(parallel(compile, copy, schemas), indent, metadata);

exports.clean = clean;
exports.copy = copy;
exports.update = update;
exports.default = series(clean, update);
