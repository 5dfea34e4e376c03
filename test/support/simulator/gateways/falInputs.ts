/**
 * What each endpoint of fal accepts, by @fal-ai/client 1.10.1 (the type files that fal generates from its models) and
 * the pages fal.ai/models/{endpoint}/llms.txt (read 2026-11), which count where the two differ: 4k of Veo 3.1, Seedance
 * 2.0, Kling 2.1 pro, the texts of Wan 2.5. `name!=type` is required; a type with bars lists all values.
 * [Left out: lists of shots, elements and voices, addresses of audio and video.]
 */
export const FAL_INPUTS: Readonly<Record<string, string>> = {
	'fal-ai/veo3.1':
		'prompt!=text aspect_ratio=16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p|4k safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3.1/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=auto|16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p|4k safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3.1/first-last-frame-to-video':
		'first_frame_url!=file last_frame_url!=file prompt!=text aspect_ratio=auto|16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p|4k safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3.1/fast':
		'prompt!=text aspect_ratio=16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p|4k safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3.1/fast/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=auto|16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p|4k safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3.1/fast/first-last-frame-to-video':
		'first_frame_url!=file last_frame_url!=file prompt!=text aspect_ratio=auto|16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p|4k safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3':
		'prompt!=text aspect_ratio=16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=auto|16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3/fast':
		'prompt!=text aspect_ratio=16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/veo3/fast/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=auto|16:9|9:16 auto_fix=boolean duration=4s|6s|8s generate_audio=boolean negative_prompt=text resolution=720p|1080p safety_tolerance=1|2|3|4|5|6 seed=integer',
	'fal-ai/kling-video/v3/pro/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number duration=3|4|5|6|7|8|9|10|11|12|13|14|15 generate_audio=boolean negative_prompt=text shot_type=customize|intelligent',
	'fal-ai/kling-video/v3/pro/image-to-video':
		'prompt!=text start_image_url!=file cfg_scale=number duration=3|4|5|6|7|8|9|10|11|12|13|14|15 end_image_url=file generate_audio=boolean negative_prompt=text shot_type=text',
	'fal-ai/kling-video/v3/standard/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number duration=3|4|5|6|7|8|9|10|11|12|13|14|15 generate_audio=boolean negative_prompt=text shot_type=customize|intelligent',
	'fal-ai/kling-video/v3/standard/image-to-video':
		'prompt!=text start_image_url!=file cfg_scale=number duration=3|4|5|6|7|8|9|10|11|12|13|14|15 end_image_url=file generate_audio=boolean negative_prompt=text shot_type=text',
	'fal-ai/kling-video/v2.6/pro/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number duration=5|10 generate_audio=boolean negative_prompt=text',
	'fal-ai/kling-video/v2.6/pro/image-to-video':
		'prompt!=text start_image_url!=file duration=5|10 end_image_url=file generate_audio=boolean negative_prompt=text',
	'fal-ai/kling-video/v2.5-turbo/pro/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number duration=5|10 negative_prompt=text',
	'fal-ai/kling-video/v2.5-turbo/pro/image-to-video':
		'image_url!=file prompt!=text cfg_scale=number duration=5|10 negative_prompt=text tail_image_url=file',
	'fal-ai/kling-video/v2.5-turbo/standard/image-to-video':
		'image_url!=file prompt!=text cfg_scale=number duration=5|10 negative_prompt=text',
	'fal-ai/kling-video/v2.1/master/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number duration=5|10 negative_prompt=text',
	'fal-ai/kling-video/v2.1/master/image-to-video':
		'image_url!=file prompt!=text cfg_scale=number duration=5|10 negative_prompt=text',
	'fal-ai/kling-video/v2.1/pro/image-to-video':
		'image_url!=file prompt!=text cfg_scale=number duration=5|10 negative_prompt=text',
	'fal-ai/kling-video/v2.1/standard/image-to-video':
		'image_url!=file prompt!=text cfg_scale=number duration=5|10 negative_prompt=text',
	'bytedance/seedance-2.0/text-to-video':
		'prompt!=text aspect_ratio=auto|21:9|16:9|4:3|1:1|3:4|9:16 duration=auto|4|5|6|7|8|9|10|11|12|13|14|15 end_user_id=text generate_audio=boolean resolution=480p|720p|1080p seed=integer',
	'bytedance/seedance-2.0/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=auto|21:9|16:9|4:3|1:1|3:4|9:16 duration=auto|4|5|6|7|8|9|10|11|12|13|14|15 end_image_url=file end_user_id=text generate_audio=boolean resolution=480p|720p|1080p seed=integer',
	'bytedance/seedance-2.0/fast/text-to-video':
		'prompt!=text aspect_ratio=auto|21:9|16:9|4:3|1:1|3:4|9:16 duration=auto|4|5|6|7|8|9|10|11|12|13|14|15 end_user_id=text generate_audio=boolean resolution=480p|720p seed=integer',
	'bytedance/seedance-2.0/fast/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=auto|21:9|16:9|4:3|1:1|3:4|9:16 duration=auto|4|5|6|7|8|9|10|11|12|13|14|15 end_image_url=file end_user_id=text generate_audio=boolean resolution=480p|720p seed=integer',
	'fal-ai/bytedance/seedance/v1.5/pro/text-to-video':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|auto camera_fixed=boolean duration=4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean generate_audio=boolean resolution=480p|720p|1080p seed=integer',
	'fal-ai/bytedance/seedance/v1.5/pro/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|auto camera_fixed=boolean duration=4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean end_image_url=file generate_audio=boolean resolution=480p|720p|1080p seed=integer',
	'fal-ai/bytedance/seedance/v1/pro/text-to-video':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|9:21 camera_fixed=boolean duration=2|3|4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean num_frames=integer resolution=480p|720p|1080p seed=integer',
	'fal-ai/bytedance/seedance/v1/pro/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|auto camera_fixed=boolean duration=2|3|4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean end_image_url=file num_frames=integer resolution=480p|720p|1080p seed=integer',
	'fal-ai/bytedance/seedance/v1/pro/fast/text-to-video':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|9:21 camera_fixed=boolean duration=2|3|4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean num_frames=integer resolution=480p|720p|1080p seed=integer',
	'fal-ai/bytedance/seedance/v1/pro/fast/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|auto camera_fixed=boolean duration=2|3|4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean num_frames=integer resolution=480p|720p|1080p seed=integer',
	'fal-ai/bytedance/seedance/v1/lite/text-to-video':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|9:21 camera_fixed=boolean duration=2|3|4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean num_frames=integer resolution=480p|720p|1080p seed=integer',
	'fal-ai/bytedance/seedance/v1/lite/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16|auto camera_fixed=boolean duration=2|3|4|5|6|7|8|9|10|11|12 enable_safety_checker=boolean end_image_url=file num_frames=integer resolution=480p|720p|1080p seed=integer',
	'fal-ai/minimax/hailuo-2.3/standard/text-to-video':
		'prompt!=text duration=6|10 prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-2.3/standard/image-to-video':
		'image_url!=file prompt!=text duration=6|10 prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-2.3/pro/text-to-video': 'prompt!=text prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-2.3/pro/image-to-video':
		'image_url!=file prompt!=text prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-2.3-fast/standard/image-to-video':
		'image_url!=file prompt!=text duration=6|10 prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-2.3-fast/pro/image-to-video':
		'image_url!=file prompt!=text prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-02/standard/text-to-video':
		'prompt!=text duration=6|10 prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-02/standard/image-to-video':
		'image_url!=file prompt!=text duration=6|10 end_image_url=file prompt_optimizer=boolean resolution=512P|768P',
	'fal-ai/minimax/hailuo-02/pro/text-to-video': 'prompt!=text prompt_optimizer=boolean',
	'fal-ai/minimax/hailuo-02/pro/image-to-video':
		'image_url!=file prompt!=text end_image_url=file prompt_optimizer=boolean',
	'fal-ai/wan/v2.7/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 duration=2|3|4|5|6|7|8|9|10|11|12|13|14|15 enable_prompt_expansion=boolean enable_safety_checker=boolean negative_prompt=text resolution=720p|1080p seed=integer',
	'fal-ai/wan/v2.7/image-to-video':
		'image_url!=file prompt!=text duration=2|3|4|5|6|7|8|9|10|11|12|13|14|15 enable_prompt_expansion=boolean enable_safety_checker=boolean end_image_url=file negative_prompt=text resolution=720p|1080p seed=integer',
	'wan/v2.6/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 duration=5|10|15 enable_prompt_expansion=boolean enable_safety_checker=boolean multi_shots=boolean negative_prompt=text resolution=720p|1080p seed=integer',
	'wan/v2.6/image-to-video':
		'image_url!=file prompt!=text duration=5|10|15 enable_prompt_expansion=boolean enable_safety_checker=boolean multi_shots=boolean negative_prompt=text resolution=720p|1080p seed=integer',
	'fal-ai/wan-25-preview/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 duration=5|10 enable_prompt_expansion=boolean enable_safety_checker=boolean negative_prompt=text resolution=480p|720p|1080p seed=integer',
	'fal-ai/wan-25-preview/image-to-video':
		'image_url!=file prompt!=text duration=5|10 enable_prompt_expansion=boolean enable_safety_checker=boolean negative_prompt=text resolution=480p|720p|1080p seed=integer',
};
