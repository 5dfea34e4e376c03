/**
 * What a model is called: `owner/name` for one of Replicate's official models, `owner/name:version` or the version
 * alone for any other (replicate.com/docs/reference/http, predictions.create, read 2026-11). A row of the table that is
 * one of several modes of a model has the mode as a third part.
 */
export interface ModelName {
	/** `owner/name`; absent where only the version is given. */
	model?: string;
	/** The 64 digits of the version. */
	version?: string;
}

const PART = '[A-Za-z0-9_][A-Za-z0-9_.-]*';
const VERSION = '[0-9a-f]{64}';

const namePattern = new RegExp(`^(${PART}/${PART})(?:/${PART}|:(${VERSION}))?$`);
const versionPattern = new RegExp(`^${VERSION}$`);

/** What a model's ID says; undefined if it can't be one. */
export function readModelId(id: string): ModelName | undefined {
	if (versionPattern.test(id)) return { version: id };
	const [, model, version] = namePattern.exec(id) ?? [];
	if (model === undefined) return undefined;
	return version === undefined ? { model } : { model, version };
}
