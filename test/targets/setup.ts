import { findPostgres } from '../support/n8n/queue/findPostgres';
import { makeReadyFolder } from '../support/n8n/readyFolder';
import { ensureDebian } from './debian';
import { ensureDirectusInstalled } from './directus/install';
import { ensureTargetsInstalled } from './install';
import { targets, unavailableVariable, type TargetName } from './targets';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Installs one target, where that is more than npm's part. */
async function prepare(name: TargetName): Promise<void> {
	const { label, debian } = targets[name];
	if (name === 'postgres' || name === 'directus') await findPostgres(say);
	if (name === 'directus') await ensureDirectusInstalled({ log: say });
	if (debian) await ensureDebian(label, debian, say);
}

/** For Jest: whether the tests of a target are skipped must be known before they are collected. */
export default async function setup(): Promise<void> {
	const npm = await ensureTargetsInstalled({ log: say }).then(
		() => undefined,
		(error: unknown) => error,
	);
	const unavailable: Partial<Record<TargetName, string>> = {};
	for (const name of Object.keys(targets) as TargetName[]) {
		try {
			// Those of Debian need nothing of npm.
			if (npm && !targets[name].debian) throw npm;
			await prepare(name);
		} catch (error) {
			const text = error instanceof Error ? error.message : String(error);
			unavailable[name] = text.replaceAll(/\s*\n\s*/g, ' ');
			say(`Skipping ${targets[name].label}: ${unavailable[name]}`);
		}
	}
	process.env[unavailableVariable] = JSON.stringify(unavailable);
	await makeReadyFolder();
}
