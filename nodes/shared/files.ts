import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { isObject } from '../../gateways/json';
import { readText, type Read, type Rules } from './values';

/**
 * The files of items. In a workflow with the setting "Execution Logic v2" (`binaryMode`: combined), n8n moves every file
 * that it has stored from `binary` into the item's JSON: to `_files` by itself, and to any place by Edit Fields and forms
 * (n8n 2.41: convert-binary-data.js, Set/v2, Form; read on 2026-11-28).
 */

/** Where n8n puts the files that a node outputs. */
const IN_JSON = '_files';

/** Whether the workflow has its files in the JSON of its items. */
export const hasFilesInJson = (context: IExecuteFunctions): boolean =>
	context.getWorkflowSettings().binaryMode === 'combined';

/** Whether a value is a file, as n8n recognizes one (n8n-workflow 2.41, `isBinaryValue`). */
export const isFile = (value: unknown): value is IBinaryData =>
	isObject(value) && typeof value.mimeType === 'string' && ('data' in value || 'id' in value);

/** A file in n8n's store, as what all tries of an execution have of it: each try may store it in a place of its own. */
function withoutPlace(_key: string, value: unknown): unknown {
	// Not any file of a service's own, which `isFile` may recognize too: its ID is what distinguishes it.
	const isStored = isFile(value) && String(value.id).startsWith(`${value.data}:`);
	return isStored ? { ...value, id: undefined, directory: undefined } : value;
}

/** The JSON of an item as it is in every try of an execution. */
export const sameInEveryTry = (context: IExecuteFunctions, json: IDataObject): IDataObject =>
	hasFilesInJson(context)
		? (JSON.parse(JSON.stringify(json, withoutPlace)) as IDataObject)
		: json;

/** The files of an item by their names. */
export function filesOf(
	context: IExecuteFunctions,
	{ json, binary = {} }: INodeExecutionData,
): IBinaryKeyData {
	const moved = json[IN_JSON];
	if (!hasFilesInJson(context) || !isObject(moved)) return binary;
	const files = Object.entries(moved).filter((entry): entry is [string, IBinaryData] =>
		isFile(entry[1]),
	);
	return { ...Object.fromEntries(files), ...binary };
}

/** What stands at a path such as `_files.data` or `photos[0]`; undefined if nothing does. */
function valueAt(json: IDataObject, path: string): unknown {
	if (Object.hasOwn(json, path)) return json[path];
	const steps = path.split(/\.|\[["']?|["']?\]/).filter((step) => step !== '');
	return steps.reduce<unknown>(
		(value, step) =>
			typeof value === 'object' && value !== null && Object.hasOwn(value, step)
				? (value as Record<string, unknown>)[step]
				: undefined,
		json,
	);
}

/** The file that a parameter names: by its name or, where files are in the JSON, by its path there, as n8n's nodes do. */
export function findFile(
	context: IExecuteFunctions,
	input: INodeExecutionData,
	name: string,
): IBinaryData | undefined {
	const files = filesOf(context, input);
	if (Object.hasOwn(files, name)) return files[name];
	const value = hasFilesInJson(context) ? valueAt(input.json, name) : undefined;
	return isFile(value) ? value : undefined;
}

/** A parameter that names a file: its name, or the file itself, which an expression may return. */
export const readFileField = (value: unknown, rules: Rules): Read<string | IBinaryData> =>
	isFile(value) ? { value } : readText(value, rules);
