import type { IDataObject } from 'n8n-workflow';
import { targetFile } from '../install';
import { startScript } from './start';

/** An S3 server with one bucket. */
export interface S3 {
	bucket: string;
	/** Data of a credential of type `s3`. */
	credential: IDataObject;
	/** The keys of everything in the bucket, sorted. */
	keys(): Promise<string[]>;
	read(key: string): Promise<Buffer>;
	stop(): Promise<void>;
}

/** Starts s3rver (github.com/jamhall/s3rver). */
export async function startS3(): Promise<S3> {
	const bucket = 'videos';
	const server = await startScript('s3rver', 'S3rver listening', ({ folder, port }) => [
		targetFile('s3rver', 'bin', 's3rver.js'),
		...['--directory', folder, '--address', '127.0.0.1', '--port', String(port)],
		...['--no-vhost-buckets', '--configure-bucket', bucket],
	]);
	const endpoint = `http://127.0.0.1:${server.port}`;
	// s3rver lets everybody read.
	const get = async (path: string) => {
		const answer = await fetch(`${endpoint}/${bucket}${path}`);
		if (!answer.ok) throw new Error(`S3 answered ${answer.status} to ${path}`);
		return Buffer.from(await answer.arrayBuffer());
	};
	return {
		bucket,
		credential: {
			endpoint,
			region: 'us-east-1',
			accessKeyId: 'S3RVER',
			secretAccessKey: 'S3RVER',
			forcePathStyle: true,
		},
		keys: async () =>
			[...(await get('')).toString().matchAll(/<Key>(.+?)<\/Key>/g)].map(([, key]) => key!),
		read: async (key) => await get(`/${key}`),
		stop: server.stop,
	};
}
