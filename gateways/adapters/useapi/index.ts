import type { Gateway, Upload } from '../../gateway';
import { accountDefault, balance, list, queue, references, slots } from './account';
import { cancel, errors, readVideo, statusCall } from './jobs';
import { models, unlistedModels, source } from './models';
import { accountFor, check, inputs, isFileId, submit, upload } from './submit';
import { videoCallback } from './wire';

/**
 * useapi.net, MiniMax API v1: drives the user's own hailuoai.video accounts. Pictures are files of one account and
 * are named by `fileID`. Pages: post-minimax-videos-create (2026-02-24), get-minimax-videos-videoId,
 * post-minimax-files.
 */

/** A picture is a file of one account, and no other account can use it. */
const file: Upload = { call: upload, scope: (request) => accountFor(request) ?? '' };

export const useapi: Gateway = {
	id: 'useapi',
	label: errors.label,
	summary:
		'Hailuo, Veo and Seedance on your own hailuoai.video account; $15 a month plus its credits',
	credentialType: 'useApiNetApi',
	// As its job and file IDs do.
	publicKeyStart: /^user:[^-]*-/,
	models,
	modelSource: source,
	unlistedModels,
	defaultModel: 'auto-2.3',
	minPollSeconds: 4,
	images: {
		url: file,
		bytes: file,
		// webp is sent as image/jpeg (page post-minimax-files)
		formats: ['image/jpeg', 'image/png', 'image/webp'],
		isReference: isFileId,
	},
	callbacks: {
		reference: true,
		read: ({ body }) => {
			const wire = videoCallback.safeParse(body);
			return wire.success ? readVideo(wire.data.videoId, wire.data) : undefined;
		},
		accountDefault,
	},
	inputs,
	dashboard: 'the videos of your account at https://hailuoai.video',
	check,
	submit,
	status: statusCall,
	cancel,
	list,
	balance,
	queue,
	slots,
	references,
};
