import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { gateways } from '../../gateways';
import { startSimulator, type GatewayId, type Simulator } from '../support/simulator';
import { realGateway, realGatewayIds, type RealGateway } from '../support/n8n/costs';
import {
	importExamples,
	mainExample,
	readExample,
	saveCredential,
	saveWorkflow,
	type CredentialsByType,
} from '../support/n8n/examples';
import { tryLock } from '../support/n8n/lock';
import { owner, startN8n, type N8n } from '../support/n8n/n8n';
import { installPackage, packPackage } from '../support/n8n/pack';
import { executedJobs, showJobs, simulatedJobs, type JobProgress } from '../support/n8n/progress';
import { saveVideos, type SavedVideo } from '../support/n8n/videos';

const repositoryRoot = resolve(__dirname, '..', '..');
const demoFolder = join(repositoryRoot, '.demo');
const userFolder = join(demoFolder, 'n8n');
const videoFolder = join(demoFolder, 'videos');

const defaultPort = 5678;
const simulatedVideoSeconds = 10;
const longestSimulatedRunSeconds = 180;
const longestRealRunSeconds = 40 * 60;

const help = `Builds the package, starts n8n with it and makes a video at each of the five gateways.

npm start                       with simulated gateways on this machine; costs nothing
npm start -- --once             ends after the run: 0 if every video is there and playable, else 1
npm start -- --port 5680        n8n on another port than ${defaultPort}
npm start -- --real pixazo      one video from the real gateway, which costs money; asks before
npm start -- --real pixazo --yes        the same without asking
npm start -- --help             this text

--real takes one of ${realGatewayIds.join(', ')}, and the key from the environment:
${realGatewayIds.map((id) => `  ${id.padEnd(11)} ${realGateway(id)?.keyVariable ?? ''}`).join('\n')}

Everything is kept in .demo; delete that folder to start afresh.
`;

/** What the user asked for in a way that can not be done; ends the demo with exit code 2. */
class UsageError extends Error {}

interface Options {
	once: boolean;
	port: number;
	real?: { gateway: RealGateway; key: string; confirmed: boolean };
}

function print(line = ''): void {
	process.stdout.write(`${line}\n`);
}

function readOptions(): Options | 'help' {
	const { values } = parseFlags();
	if (values.help) return 'help';
	const port = values.port === undefined ? defaultPort : Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new UsageError(`--port takes a number from 1 to 65535, not "${values.port}".`);
	}
	const options: Options = { once: values.once ?? false, port };
	if (values.real === undefined) {
		if (values.yes) throw new UsageError('--yes goes with --real.');
		return options;
	}
	const gateway = realGateway(values.real);
	if (!gateway) {
		throw new UsageError(
			`There is no gateway "${values.real}". --real takes one of ${realGatewayIds.join(', ')}.`,
		);
	}
	const key = process.env[gateway.keyVariable];
	if (!key) {
		throw new UsageError(
			`${gateway.label} needs your key: set the environment variable ${gateway.keyVariable}.`,
		);
	}
	return { ...options, real: { gateway, key, confirmed: values.yes ?? false } };
}

function parseFlags() {
	try {
		return parseArgs({
			options: {
				once: { type: 'boolean' },
				port: { type: 'string' },
				real: { type: 'string' },
				yes: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		throw new UsageError(messageOf(error));
	}
}

async function confirmCost({ gateway, confirmed }: NonNullable<Options['real']>): Promise<boolean> {
	print(`This makes one video at ${gateway.label}, with your key.`);
	print(`It will cost ${gateway.cost}.`);
	if (confirmed) return true;
	if (!process.stdin.isTTY) {
		throw new UsageError('Nobody is there to confirm the cost; add --yes if you agree to it.');
	}
	const questions = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await questions.question('Go on? (y/N) ');
	questions.close();
	return /^y(es)?$/i.test(answer.trim());
}

async function assertFree(port: number): Promise<void> {
	if ((await getPort({ port, host: '127.0.0.1' })) === port) return;
	throw new UsageError(
		`Port ${port} is taken, perhaps by another n8n. End that, or choose another port, ` +
			`e.g. npm start -- --port ${port + 2}.`,
	);
}

async function simulatedCredentials(n8n: N8n, simulator: Simulator): Promise<CredentialsByType> {
	const credentials: CredentialsByType = {};
	for (const { id, label, credentialType } of gateways) {
		credentials[credentialType] = await saveCredential(n8n, {
			name: `${label} (simulated)`,
			type: credentialType,
			data: { ...simulator.credentials[id as GatewayId] },
		});
	}
	return credentials;
}

interface Run {
	executionId: string;
	readJobs(): Promise<JobProgress[]>;
	title: string;
	/** How many jobs the workflow has to start. */
	expectedJobs: number;
	timeoutSeconds: number;
}

type StartRun = (n8n: N8n) => Promise<Run>;

async function prepareSimulated(cleanUp: CleanUp): Promise<StartRun> {
	const simulator = await startSimulator({ videoSeconds: simulatedVideoSeconds });
	cleanUp.push(simulator.close);
	return async (n8n) => await runSimulated(n8n, simulator);
}

async function runSimulated(n8n: N8n, simulator: Simulator): Promise<Run> {
	const credentials = await simulatedCredentials(n8n, simulator);
	const workflows = await importExamples(n8n, credentials, join(demoFolder, 'imported.json'));
	const main = workflows.get(mainExample);
	if (main === undefined) throw new Error(`examples/${mainExample}.json is missing.`);
	const since = Date.now();
	return {
		executionId: await n8n.runWorkflow(main),
		readJobs: async () => await Promise.resolve(simulatedJobs(simulator, since)),
		title: `Running "${mainExample}" on simulated gateways, ${simulatedVideoSeconds} s a video`,
		expectedJobs: gateways.length,
		timeoutSeconds: longestSimulatedRunSeconds,
	};
}

async function runReal(
	n8n: N8n,
	{ gateway, key }: NonNullable<Options['real']>,
	cleanUp: CleanUp,
): Promise<Run> {
	const { id, label, credentialType: type } = gateway;
	const data = { apiKey: key };
	const credential = await saveCredential(n8n, { name: `${label} (real)`, type, data });
	// The key stays in n8n's database no longer than the demo runs.
	cleanUp.push(async () => void (await n8n.rest('DELETE', `/credentials/${credential.id}`)));
	const example = await readExample(id, { [type]: credential });
	const workflowId = await saveWorkflow(n8n, { ...example, name: `${example.name} (real)` });
	const executionId = await n8n.runWorkflow(workflowId);
	return {
		executionId,
		readJobs: async () => executedJobs(await n8n.execution(executionId)),
		title: `Running "${example.name}" at ${label}; this takes some minutes`,
		expectedJobs: 1,
		timeoutSeconds: longestRealRunSeconds,
	};
}

async function finish(n8n: N8n, run: Run, interrupted: AbortSignal): Promise<boolean> {
	const execution = await showJobs(
		run.title,
		run.readJobs,
		n8n.waitForExecution(run.executionId, { timeoutSeconds: run.timeoutSeconds }),
	);
	interrupted.throwIfAborted();
	const videos = await saveVideos(n8n, execution, videoFolder);
	print();
	for (const video of videos) print(videoLine(video));

	const good = new Set(
		videos.filter(({ playable }) => !(playable instanceof Error)).map(({ jobId }) => jobId),
	);
	const jobs = await run.readJobs();
	for (const { gateway, jobId } of jobs) {
		if (!good.has(jobId)) print(`NO VIDEO       ${gateway} job ${jobId}`);
	}
	if (execution.status !== 'success') {
		print(`The workflow ended as "${execution.status}": ${execution.error?.message ?? ''}`);
	}
	const expected = Math.max(run.expectedJobs, jobs.length);
	print(`${good.size} of ${expected} videos are there and playable.`);
	return execution.status === 'success' && good.size === expected;
}

function videoLine({ path, bytes, playable }: SavedVideo): string {
	const file = relative(process.cwd(), path);
	if (playable instanceof Error) return `NOT PLAYABLE   ${file}: ${playable.message}`;
	const { width, height, duration } = playable;
	const size = `${Math.ceil(bytes / 1000)} kB`;
	return `playable       ${file}  (${width}x${height}, ${duration.toFixed(1)} s, ${size})`;
}

/** What has to be undone at the end, the last first. */
type CleanUp = Array<() => Promise<void>>;

async function demo(
	options: Options,
	cleanUp: CleanUp,
	interrupted: AbortSignal,
): Promise<boolean> {
	const release = await tryLock(join(demoFolder, 'running'));
	if (!release) throw new UsageError('The demo runs already; end that one first.');
	cleanUp.push(release);
	await assertFree(options.port);

	print('Packing the package as it would be published ...');
	await mkdir(userFolder, { recursive: true });
	await installPackage(await packPackage(), userFolder);

	const { real } = options;
	// The simulator starts before n8n, so that it ends after it and no workflow runs into nothing.
	const startRun: StartRun = real
		? async (n8n) => await runReal(n8n, real, cleanUp)
		: await prepareSimulated(cleanUp);
	print('Starting n8n ...');
	const n8n = await startN8n({
		userFolder,
		port: options.port,
		log: print,
		// So that the jobs can be shown while the workflow still runs.
		env: { EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true' },
	});
	cleanUp.push(n8n.stop);

	try {
		return await finish(n8n, await startRun(n8n), interrupted);
	} catch (error) {
		interrupted.throwIfAborted();
		// With the editor open, the user can see what went wrong.
		print(messageOf(error));
		return false;
	}
}

function printLogIn(port: number): void {
	print();
	print(`n8n is open at  http://localhost:${port}`);
	print(`  e-mail        ${owner.email}`);
	print(`  password      ${owner.password}`);
	print('Ctrl-C ends it.');
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
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
		const options = readOptions();
		if (options === 'help') {
			process.stdout.write(help);
			return;
		}
		if (options.real && !(await confirmCost(options.real))) {
			print('Nothing was sent.');
			return await end(1);
		}
		const allGood = await demo(options, cleanUp, interruption.signal);
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
