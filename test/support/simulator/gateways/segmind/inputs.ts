/**
 * What Segmind's models of other providers accept: segmind.com/models/{slug}/api (read 2026-11), as far as the stored
 * copies show the list of parameters; how to read it: `fields.ts`. [Inferred: the fields after `|` in the comment of a
 * model, which its sample or its siblings' pages have, and its own list ends before.] [Left out: lists of shots and
 * elements, what only switches moderation or the last frame.]
 */
export const SEGMIND_INPUTS: Readonly<Record<string, string>> = {
	// | image, last_frame, seed, the two sizes (of two samples), 4, 6 and 8 s
	'veo-3.1':
		'prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean image=file last_frame=file negative_prompt=text resolution=720p|1080p seed=integer',
	// | the two sizes
	'veo-3.1-fast':
		'prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean image=file last_frame=file resolution=720p|1080p seed=integer',
	// | the two sizes
	'veo-3.1-lite':
		'prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean image=file last_frame=file resolution=720p|1080p',
	'kling-3-pro-text2video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=3|4|5|6|7|8|9|10|11|12|13|14|15 generate_audio=boolean negative_prompt=text',
	// | end_image_url
	'kling-3-pro-image2video':
		'prompt!=text start_image_url!=file aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=3|4|5|6|7|8|9|10|11|12|13|14|15 end_image_url=file generate_audio=boolean negative_prompt=text',
	'kling-3-standard-text2video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=3|4|5|6|7|8|9|10|11|12|13|14|15 generate_audio=boolean negative_prompt=text',
	'kling-3-standard-image2video':
		'prompt!=text start_image_url!=file aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=3|4|5|6|7|8|9|10|11|12|13|14|15 end_image_url=file generate_audio=boolean negative_prompt=text',
	'kling-o3-text2video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=3|4|5|6|7|8|9|10|11|12|13|14|15 generate_audio=boolean mode=std|pro negative_prompt=text',
	'kling-o3-image2video':
		'image_url!=file prompt!=text duration=3|4|5|6|7|8|9|10|11|12|13|14|15 end_image_url=file generate_audio=boolean mode=std|pro shot_type=text',
	// | image_url, the ratios, 5 and 10 s
	'kling-2.6':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=5|10 generate_audio=boolean image_url=file mode=pro| negative_prompt=text',
	'kling-2.5-turbo':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=5|10 image_url=file mode=pro| negative_prompt=text',
	'kling-2':
		'prompt!=text aspect_ratio=text cfg_scale=number(0..1) duration=#5|10 start_image=file',
	// | the names of Mini; lengths: blog; sizes and numbers of references: two clients
	'seedance-2.0':
		'prompt!=text aspect_ratio=text duration=#4|5|6|8|10|12|15 first_frame_url=file generate_audio=boolean last_frame_url=file reference_audios=addresses(..3) reference_images=files(..9) reference_videos=addresses(..3) resolution=480p|720p|1080p seed=integer',
	'seedance-2.0-fast':
		'prompt!=text aspect_ratio=text duration=#4|5|6|8|10|12|15 first_frame_url=file generate_audio=boolean last_frame_url=file reference_audios=addresses(..3) reference_images=files(..9) reference_videos=addresses(..3) resolution=480p|720p seed=integer',
	'seedance-2.0-mini':
		'prompt!=text aspect_ratio=text duration=#4|5|6|8|10|12|15 first_frame_url=file generate_audio=boolean last_frame_url=file reference_audios=addresses(..3) reference_images=files(..9) reference_videos=addresses(..3) resolution=480p|720p seed=integer',
	'seedance-1.5-pro':
		'aspect_ratio!=text duration!=integer prompt!=text resolution!=text camera_fixed=boolean first_frame_url=file generate_audio=boolean seed=integer',
	'seedance-pro':
		'aspect_ratio!=16:9|4:3|1:1|3:4|9:16 duration!=#5|10 prompt!=text resolution!=480p|720p|1080p camera_fixed=boolean image_url=file seed=integer',
	// | the values of seedance-pro
	'seedance-1.0-pro-fast':
		'aspect_ratio!=16:9|4:3|1:1|3:4|9:16 duration!=#5|10 prompt!=text resolution!=480p|720p|1080p camera_fixed=boolean image_url=file seed=integer',
	// | 1080P, of its title; 2 to 15 s, of the image's page
	'wan2.7-t2v':
		'prompt!=text(..5000) audio_url=address duration=integer(2..15) negative_prompt=text ratio=text resolution=720P|1080P seed=integer',
	'wan2.7-i2v':
		'prompt!=text audio_url=address duration=integer(2..15) image=file negative_prompt=text resolution=720P|1080P',
	// | 5, 10 and 15 s in two sizes, of the range of its prices
	'wan-2.6-i2v':
		'image!=file prompt!=text audio=address duration=#5|10|15 enable_prompt_expansion=boolean multi_shots=boolean negative_prompt=text resolution=720p|1080p',
	'runway-gen4-turbo':
		'promptImage!=file promptText!=text duration=#5|10 ratio=1280:720|720:1280|1104:832|832:1104|960:960|1584:672 seed=integer(1..99999)',
	'runway-gen3-alphaturbo':
		'promptImage!=file promptText!=text duration=#5|10 ratio=16:9|9:16 seed=integer(1..99999)',
	'pixverse-v6':
		'duration!=integer(1..15) prompt!=text quality!=360p|540p|720p|1080p aspect_ratio=16:9|4:3|1:1|3:4|9:16|2:3|3:2|21:9 generate_audio_switch=boolean image_url=file motion_mode=text negative_prompt=text thinking_type=text',
	'pixverse-5-video':
		'duration!=#5|8 motion_mode!=normal| prompt!=text quality!=360p|540p|720p|1080p aspect_ratio=16:9|4:3|1:1|3:4|9:16 image_url=file lip_sync_switch=boolean negative_prompt=text seed=integer sound_effect_switch=boolean',
	'pixverse-4.5-video':
		'duration!=#5|8 motion_mode!=normal|fast prompt!=text quality!=360p|540p|720p|1080p aspect_ratio=16:9|4:3|1:1|3:4|9:16 image_url=file negative_prompt=text seed=integer',
};
