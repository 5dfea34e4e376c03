import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import getPort from 'get-port';
import { tryLock } from '../support/n8n/lock';
import { owner, startN8n, type N8n } from '../support/n8n/n8n';
import { installPackage, packPackage } from '../support/n8n/pack';
import { agree } from './ask';
import { devEnvironment, reloadOnChange } from './dev';
import { UsageError, help, readOptions, type Options } from './options';
import { messageOf, print } from './print';
import {
	finish,
	openSimulator,
	runReal,
	runSimulated,
	saveExamples,
	type CleanUp,
	type RealKey,
	type StartRun,
} from './runs';

const repositoryRoot = resolve(__dirname, '..', '..');
const demoFolder = join(repositoryRoot, '.demo');
const userFolder = join(demoFolder, 'n8n');
const videoFolder = join(demoFolder, 'videos');

async function assertFree(port: number): Promise<void> {
	if ((await getPort({ port, host: '127.0.0.1' })) === port) return;
	throw new UsageError(
		`Port ${port} is taken, perhaps by another n8n. End that, or choose another port, ` +
			`e.g. npm start -- --port ${port + 2}.`,
	);
}

/**
 * Installs the package where the demo's n8n looks for it.
 *
 * @returns the folder of the installed package
 */
async function install({ port }: Options, cleanUp: CleanUp): Promise<string> {
	const release = await tryLock(join(demoFolder, 'running'));
	if (!release) throw new UsageError('The demo runs already; end that one first.');
	cleanUp.push(release);
	await assertFree(port);

	print('Packing the package as it would be published ...');
	await mkdir(userFolder, { recursive: true });
	return await installPackage(await packPackage(), userFolder);
}

async function openN8n(
	{ port }: Options,
	cleanUp: CleanUp,
	env: Record<string, string> = {},
): Promise<N8n> {
	print('Starting n8n ...');
	const n8n = await startN8n({
		userFolder,
		port,
		log: print,
		// So that the jobs can be shown while the workflow still runs.
		env: { EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true', ...env },
	});
	cleanUp.push(n8n.stop);
	return n8n;
}

async function prepareRun(real: RealKey | undefined, cleanUp: CleanUp): Promise<StartRun> {
	if (real) return async (n8n) => await runReal(n8n, real, cleanUp);
	const simulator = await openSimulator(cleanUp);
	return async (n8n) => await runSimulated(n8n, simulator, demoFolder);
}

async function demo(
	options: Options,
	real: RealKey | undefined,
	cleanUp: CleanUp,
	interrupted: AbortSignal,
): Promise<boolean> {
	await install(options, cleanUp);
	// The simulator starts before n8n, so that it ends after it and no workflow runs into nothing.
	const startRun = await prepareRun(real, cleanUp);
	const n8n = await openN8n(options, cleanUp);
	try {
		return await finish(n8n, await startRun(n8n), videoFolder, interrupted);
	} catch (error) {
		interrupted.throwIfAborted();
		// With the editor open, the user can see what went wrong.
		print(messageOf(error));
		return false;
	}
}

/** Opens n8n with the simulated gateways and the examples, and reloads the package when its source changes. */
async function develop(
	options: Options,
	cleanUp: CleanUp,
	interrupted: AbortSignal,
): Promise<void> {
	const installed = await install(options, cleanUp);
	const simulator = await openSimulator(cleanUp);
	const n8n = await openN8n(options, cleanUp, devEnvironment);
	await saveExamples(n8n, simulator, demoFolder);
	printLogIn(options.port);
	await reloadOnChange(n8n, repositoryRoot, installed, interrupted);
}

function printLogIn(port: number): void {
	print();
	print(`n8n is open at  http://localhost:${port}`);
	print(`  e-mail        ${owner.email}`);
	print(`  password      ${owner.password}`);
	print('Ctrl-C ends it.');
}

async function main(): Promise<void> {
	const cleanUp: CleanUp = [];
	const end = async (exitCode: number) => {
		for (const undo of cleanUp.splice(0).reverse()) {
			await undo().catch((error: unknown) => print(messageOf(error)));
		}
		process.exit(exitCode);
	};
	let isOpen = false;
	const interruption = new AbortController();
	const endBySignal = (exitCode: number) => {
		// One Ctrl-C arrives more than once: from the terminal and from what runs this.
		if (interruption.signal.aborted) return;
		interruption.abort();
		print('\nEnding n8n ...');
		void end(isOpen ? 0 : exitCode);
	};
	process.on('SIGINT', () => endBySignal(130));
	process.on('SIGTERM', () => endBySignal(143));
	try {
		const options = readOptions(process.argv.slice(2), process.env);
		if (options === 'help') {
			process.stdout.write(help);
			return;
		}
		const real = options.real && (await agree(options.real));
		if (options.real && !real) {
			print('Nothing was sent.');
			return await end(1);
		}
		if (options.dev) {
			isOpen = true;
			return await develop(options, cleanUp, interruption.signal);
		}
		const allGood = await demo(options, real, cleanUp, interruption.signal);
		if (options.once) return await end(allGood ? 0 : 1);
		printLogIn(options.port);
		isOpen = true;
	} catch (error) {
		// What fails now does so because everything is being ended.
		if (interruption.signal.aborted) return;
		process.stderr.write(`${messageOf(error)}\n`);
		if (error instanceof UsageError) process.stderr.write('npm start -- --help tells more.\n');
		await end(error instanceof UsageError ? 2 : 1);
	}
}

void main();
