/**
 * What each model of the universal route accepts, by the schemas below docs/api-references/video-models of
 * github.com/aimlapi/api-docs (f14fa72f, 2026-08-21), each printed on the page of its model; how to read it: `fields.ts`.
 * PixVerse 5.5 and Veo 3.1 Lite go by the IDs of their pages, which the schemas write in another way.
 * [Left out: masks, camera controls, elements, shots, keyframes.]
 */
export const AIMLAPI_INPUTS: Readonly<Record<string, string>> = {
	'google/veo-3.1-t2v':
		'prompt!=text aspect_ratio=16:9|9:16 auto_fix=boolean duration=#4|6|8 enhance_prompt=boolean generate_audio=boolean negative_prompt=text provider=text resolution=720p|1080p seed=integer',
	'google/veo-3.1-i2v':
		'image_url!=file prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean provider=text resolution=720p|1080p',
	'google/veo-3.1-first-last-image-to-video':
		'image_url!=file last_image_url!=file prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean provider=text resolution=720p|1080p',
	'google/veo-3.1-t2v-fast':
		'prompt!=text aspect_ratio=16:9|9:16 auto_fix=boolean duration=#4|6|8 enhance_prompt=boolean generate_audio=boolean negative_prompt=text provider=text resolution=720p|1080p seed=integer',
	'google/veo-3.1-i2v-fast':
		'image_url!=file prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean provider=text resolution=720p|1080p',
	'google/veo-3.1-first-last-image-to-video-fast':
		'image_url!=file last_image_url!=file prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean provider=text resolution=720p|1080p',
	'google/veo-3.1-lite-generate-001':
		'prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean image_url=file last_image_url=file person_generation=dont_allow|allow_adult resolution=720P|1080P',
	'google/veo-3-1-lite-generate-preview':
		'prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 generate_audio=boolean image_url=file last_image_url=file provider=text resolution=720p|1080p',
	'google/veo3':
		'prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720P|1080P seed=integer',
	'google/veo-3.0-i2v':
		'image_url!=file prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720P|1080P seed=integer',
	'google/veo-3.0-fast':
		'prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720P|1080P seed=integer',
	'google/veo-3.0-i2v-fast':
		'image_url!=file prompt!=text aspect_ratio=16:9|9:16 duration=#4|6|8 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720P|1080P seed=integer',
	veo2: 'prompt!=text aspect_ratio=16:9|9:16 duration=integer(5..8) enhance_prompt=boolean negative_prompt=text seed=integer',
	'veo2/image-to-video':
		'image_url!=file prompt!=text aspect_ratio=16:9|9:16 duration=integer(5..8) enhance_prompt=boolean negative_prompt=text seed=integer tail_image_url=file',
	'google/gemini-omni-flash-preview':
		'prompt!=text(1..) aspect_ratio=16:9|9:16 audio_url=address delivery=uri| duration=integer(3..10) image_url=file image_urls=files(..6) previous_interaction_id=text task=text_to_video|image_to_video|reference_to_video|edit video_url=address',
	'klingai/video-v3-pro-text-to-video':
		'aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent',
	'klingai/video-v3-pro-image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent tail_image_url=file',
	'klingai/video-v3-standard-text-to-video':
		'aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent',
	'klingai/video-v3-standard-image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent tail_image_url=file',
	'klingai/video-v3-omni-1080p-text-to-video':
		'aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent|intelligence',
	'klingai/video-v3-omni-1080p-image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent|intelligence tail_image_url=file',
	'klingai/video-v3-omni-720p-text-to-video':
		'aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent|intelligence',
	'klingai/video-v3-omni-720p-image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=integer(3..15) generate_audio=boolean negative_prompt=text prompt=text provider=text shot_type=customize|intelligent|intelligence tail_image_url=file',
	'klingai/video-v3-turbo-pro-text-to-video':
		'aspect_ratio=16:9|9:16|1:1 duration=integer(3..15) prompt=text(..3072)',
	'klingai/video-v3-turbo-pro-image-to-video':
		'image_url!=file duration=integer(3..15) prompt=text(..3072)',
	'klingai/video-v3-standard-turbo-text-to-video':
		'aspect_ratio=16:9|9:16|1:1 duration=integer(3..15) prompt=text(..3072)',
	'klingai/video-v3-standard-turbo-image-to-video':
		'image_url!=file duration=integer(3..15) prompt=text(..3072)',
	'klingai/video-v2-6-pro-text-to-video':
		'prompt!=text(..2500) aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=#5|10 generate_audio=boolean negative_prompt=text provider=text',
	'klingai/video-v2-6-pro-image-to-video':
		'image_url!=file prompt!=text(..2500) duration=#5|10 generate_audio=boolean negative_prompt=text provider=text',
	'klingai/video-o1-image-to-video':
		'image_url!=file prompt!=text(..2500) duration=#5|10 last_image_url=file provider=text',
	'klingai/video-o1-reference-to-video':
		'prompt!=text(..2500) aspect_ratio=16:9|9:16|1:1 duration=#5|10 image_list=files(1..7) provider=text',
	'klingai/v2.5-turbo/pro/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=#5|10 negative_prompt=text provider=text',
	'klingai/v2.5-turbo/pro/image-to-video':
		'image_url!=file prompt!=text cfg_scale=number(0..1) duration=#5|10 negative_prompt=text provider=text',
	'klingai/v2.1-master-text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 camera_control=down_back|forward_up|right_turn_forward|left_turn_forward cfg_scale=number(0..1) duration=#5|10 negative_prompt=text provider=text',
	'klingai/v2.1-master-image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=#5|10 negative_prompt=text prompt=text provider=text static_mask=address',
	'kling-video/v2.1/pro/image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=#5|10 negative_prompt=text prompt=text static_mask=address',
	'kling-video/v2.1/standard/image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=#5|10 negative_prompt=text prompt=text static_mask=address',
	'klingai/v2-master-text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 camera_control=down_back|forward_up|right_turn_forward|left_turn_forward cfg_scale=number(0..1) duration=#5|10 negative_prompt=text provider=text',
	'klingai/v2-master-image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=#5|10 negative_prompt=text prompt=text provider=text static_mask=address',
	'kling-video/v1.6/pro/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 camera_control=down_back|forward_up|right_turn_forward|left_turn_forward cfg_scale=number(0..1) duration=#5|10 negative_prompt=text',
	'kling-video/v1.6/pro/image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=#5|10 negative_prompt=text prompt=text static_mask=address tail_image_url=file',
	'kling-video/v1.6/standard/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 cfg_scale=number(0..1) duration=#5|10 negative_prompt=text provider=text',
	'kling-video/v1.6/standard/image-to-video':
		'image_url!=file prompt!=text cfg_scale=number(0..1) duration=#5|10 negative_prompt=text provider=text',
	'kling-video/v1/pro/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 camera_control=down_back|forward_up|right_turn_forward|left_turn_forward cfg_scale=number(0..1) duration=#5|10 negative_prompt=text',
	'kling-video/v1/pro/image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=#5|10 negative_prompt=text prompt=text static_mask=address tail_image_url=file',
	'kling-video/v1/standard/text-to-video':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 camera_control=down_back|forward_up|right_turn_forward|left_turn_forward cfg_scale=number(0..1) duration=#5|10 negative_prompt=text',
	'kling-video/v1/standard/image-to-video':
		'image_url!=file cfg_scale=number(0..1) duration=#5|10 negative_prompt=text prompt=text static_mask=address tail_image_url=file',
	'bytedance/seedance-2-5':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16 audio_url=address audio_urls=addresses(1..3) duration=integer(4..30) generate_audio=boolean image_url=file image_urls=files(1..9) last_image_url=file provider=text resolution=480p|720p seed=integer video_url=address video_urls=addresses(1..3) watermark=boolean',
	'bytedance/dreamina-seedance-2-5':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16 audio_url=address audio_urls=addresses(1..3) duration=integer(4..30) generate_audio=boolean image_url=file image_urls=files(1..9) last_image_url=file provider=text resolution=480p|720p seed=integer video_url=address video_urls=addresses(1..3) watermark=boolean',
	'bytedance/seedance-2-0':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16 audio_url=address audio_urls=addresses(1..3) duration=integer(4..15) generate_audio=boolean image_url=file image_urls=files(1..9) last_image_url=file provider=text resolution=480p|720p|1080p|4k seed=integer video_url=address video_urls=addresses(1..3) watermark=boolean',
	'bytedance/seedance-2-0-fast':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16 audio_urls=addresses(1..3) duration=integer(4..15) generate_audio=boolean image_url=file image_urls=files(1..9) last_image_url=file provider=text resolution=480p|720p seed=integer video_urls=addresses(1..3)',
	'bytedance/dreamina-seedance-2-0-mini':
		'prompt!=text aspect_ratio=21:9|16:9|4:3|1:1|3:4|9:16 audio_url=address audio_urls=addresses(1..3) duration=integer(4..15) generate_audio=boolean image_url=file image_urls=files(1..9) last_image_url=file provider=text resolution=480p|720p seed=integer video_url=address video_urls=addresses(1..3) watermark=boolean',
	'bytedance/seedance-1-5-pro':
		'prompt!=text aspect_ratio=16:9|4:3|1:1|3:4|9:16|21:9|adaptive camera_fixed=boolean duration=integer(4..12) generate_audio=boolean image_url=file last_image_url=file resolution=480p|720p|1080p seed=integer watermark=boolean',
	'bytedance/seedance-1-0-pro-fast':
		'prompt!=text camerafixed=boolean duration=#5|10 image_url=file last_image_url=file resolution=480p|720p|1080p seed=integer watermark=boolean',
	'bytedance/seedance-1-0-pro-t2v':
		'prompt!=text camerafixed=boolean duration=#5|10 image_url=file last_image_url=file resolution=480p|720p|1080p seed=integer watermark=boolean',
	'bytedance/seedance-1-0-pro-i2v':
		'prompt!=text camerafixed=boolean duration=#5|10 image_url=file last_image_url=file resolution=480p|720p|1080p seed=integer watermark=boolean',
	'alibaba/wan-2-7-t2v':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 audio_url=address duration=#5|10|15 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720p|1080p seed=integer shot_type=single|multi',
	'alibaba/wan-2-7-i2v':
		'image_url!=file prompt!=text audio_url=address duration=#5|10|15 enable_prompt_expansion=boolean enhance_prompt=boolean negative_prompt=text(..500) resolution=720p|1080p seed=integer watermark=boolean',
	'alibaba/wan-2-7-r2v':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 duration=#5|10|15 enhance_prompt=boolean first_frame_image=file image_urls=files(..5) negative_prompt=text(..500) resolution=720p|1080p seed=integer video_urls=addresses(..5) watermark=boolean',
	'alibaba/wan-2-6-t2v':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 audio_url=address duration=#5|10|15 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720p|1080p seed=integer shot_type=single|multi',
	'alibaba/wan-2-6-i2v':
		'image_url!=file prompt!=text audio_url=address duration=#5|10|15 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720p|1080p seed=integer shot_type=single|multi',
	'alibaba/wan-2-6-image-to-video-flash':
		'image_url!=file prompt!=text audio_url=address duration=#5|10|15 enhance_prompt=boolean generate_audio=boolean negative_prompt=text resolution=720p|1080p seed=integer shot_type=single|multi',
	'alibaba/wan2.5-t2v-preview':
		'prompt!=text aspect_ratio=16:9|9:16|1:1 duration=#5|10 enhance_prompt=boolean negative_prompt=text resolution=480p|720p|1080p seed=integer',
	'alibaba/wan2.5-i2v-preview':
		'image_url!=file prompt!=text aspect_ratio=16:9|9:16|1:1 duration=#5|10 enhance_prompt=boolean negative_prompt=text resolution=480p|720p|1080p seed=integer',
	'alibaba/wan2.2-t2v-plus':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 enhance_prompt=boolean negative_prompt=text resolution=480P|1080P seed=integer watermark=boolean',
	'alibaba/wan2.1-t2v-plus':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 enhance_prompt=boolean negative_prompt=text resolution=720P| seed=integer watermark=boolean',
	'alibaba/wan2.1-t2v-turbo':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 enhance_prompt=boolean negative_prompt=text resolution=480P|720P seed=integer watermark=boolean',
	'alibaba/happyhorse-1.1':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 duration=integer(3..15) image_url=file reference_image_urls=files(..9) resolution=720p|1080p seed=integer watermark=boolean',
	'alibaba/happyhorse-1-0':
		'prompt!=text aspect_ratio=16:9|9:16|1:1|4:3|3:4 audio_setting=auto|origin duration=integer(3..15) image_url=file reference_image_urls=files(..9) resolution=720p|1080p seed=integer video_url=address watermark=boolean',
	'runway/gen4_turbo':
		'image_url!=file aspect_ratio=16:9|9:16|4:3|3:4|1:1|21:9 duration=#5|10 prompt=text(..1000) seed=integer(0..4294967295) tail_image_url=file',
	gen3a_turbo:
		'image_url!=file aspect_ratio=16:9|9:16 duration=#5|10 prompt=text(..1000) seed=integer(0..4294967295) tail_image_url=file',
	'pixverse/v5-5-text-to-video':
		'prompt!=text aspect_ratio=16:9|4:3|1:1|3:4|9:16 duration=#5|8|10 generate_audio_switch=boolean generate_multi_clip_switch=boolean negative_prompt=text resolution=360p|540p|720p|1080p seed=integer style=anime|3d_animation|clay|comic|cyberpunk thinking_type=enabled|disabled|auto',
	'pixverse/v5-5-image-to-video':
		'image_url!=file prompt!=text duration=#5|8|10 generate_audio_switch=boolean generate_multi_clip_switch=boolean negative_prompt=text resolution=360p|540p|720p|1080p seed=integer style=anime|3d_animation|clay|comic|cyberpunk thinking_type=enabled|disabled|auto',
	'pixverse/v5/text-to-video':
		'prompt!=text aspect_ratio=16:9|4:3|1:1|3:4|9:16 duration=#5|8 lip_sync_tts_content=text lip_sync_tts_speaker=Harper|Ava|Isabella|Sophia|Emily|Chloe|Julia|Mason|Jack|Liam|James|Oliver|Adrian|Ethan|Auto negative_prompt=text resolution=360p|540p|720p|1080p seed=integer style=anime|3d_animation|clay|comic|cyberpunk',
	'pixverse/v5/image-to-video':
		'image_url!=file prompt!=text duration=#5|8 lip_sync_tts_content=text lip_sync_tts_speaker=Harper|Ava|Isabella|Sophia|Emily|Chloe|Julia|Mason|Jack|Liam|James|Oliver|Adrian|Ethan|Auto negative_prompt=text resolution=360p|540p|720p|1080p seed=integer style=anime|3d_animation|clay|comic|cyberpunk',
	'pixverse/v5/transition':
		'image_url!=file prompt!=text tail_image_url!=file duration=#5|8 lip_sync_tts_content=text lip_sync_tts_speaker=Harper|Ava|Isabella|Sophia|Emily|Chloe|Julia|Mason|Jack|Liam|James|Oliver|Adrian|Ethan|Auto negative_prompt=text resolution=360p|540p|720p|1080p seed=integer style=anime|3d_animation|clay|comic|cyberpunk',
	'luma/ray-3.2':
		'prompt!=text aspect_ratio=9:16|3:4|1:1|4:3|16:9|21:9 duration=#5|10 exr_export=boolean hdr=boolean image_url=file last_image_url=file loop=boolean resolution=360p|540p|720p|1080p type=video|video_edit|video_reframe video_url=address',
	'luma/ray-2':
		'prompt!=text aspect_ratio=1:1|16:9|9:16|4:3|3:4|21:9|9:21 duration=#5|9 loop=boolean resolution=540p|720p|1080p|4k',
	'luma/ray-flash-2':
		'prompt!=text aspect_ratio=1:1|16:9|9:16|4:3|3:4|21:9|9:21 duration=#5|9 loop=boolean resolution=540p|720p|1080p|4k',
	'ltxv/ltxv-2':
		'prompt!=text aspect_ratio=16:9| duration=#6|8|10 fps=#25|50 generate_audio=boolean image_url=file resolution=1080p|1440p|2160p',
	'ltxv/ltxv-2-fast':
		'prompt!=text aspect_ratio=16:9| duration=#6|8|10 fps=#25|50 generate_audio=boolean image_url=file resolution=1080p|1440p|2160p',
	'x-ai/grok-imagine-video-1.5-preview':
		'image_url!=file aspect_ratio=1:1|16:9|9:16|4:3|3:4|3:2|2:3 duration=integer(1..15) prompt=text resolution=480p|720p|1080p',
	'x-ai/grok-imagine-video':
		'aspect_ratio=1:1|16:9|9:16|4:3|3:4|3:2|2:3 duration=integer(1..15) image_url=file prompt=text reference_images=files(1..7) resolution=480p|720p|1080p',
	'blackforestlabs/flux-3-video-t2v':
		'prompt!=text(1..) aspect_ratio=auto|21:9|2:1|16:9|4:3|1:1|3:4|9:16 duration=integer(5..20) generate_audio=boolean resolution=hd|fhd safety_tolerance=integer(0..4)',
	'blackforestlabs/flux-3-video-i2v':
		'image_url!=file prompt!=text(1..) aspect_ratio=auto|21:9|2:1|16:9|4:3|1:1|3:4|9:16 duration=integer(5..20) generate_audio=boolean image_urls=files(..10) last_image_url=file resolution=hd|fhd safety_tolerance=integer(0..4)',
	'blackforestlabs/flux-3-video-draft-t2v':
		'prompt!=text(1..) aspect_ratio=auto|21:9|2:1|16:9|4:3|1:1|3:4|9:16 duration=integer(5..20) generate_audio=boolean resolution=hd| safety_tolerance=integer(0..4)',
	'blackforestlabs/flux-3-video-draft-i2v':
		'image_url!=file prompt!=text(1..) aspect_ratio=auto|21:9|2:1|16:9|4:3|1:1|3:4|9:16 duration=integer(5..20) generate_audio=boolean image_urls=files(..10) last_image_url=file resolution=hd| safety_tolerance=integer(0..4)',
	'krea/krea-wan-14b/text-to-video':
		'prompt!=text enable_prompt_expansion=boolean num_frames=integer(18..162) seed=integer',
	'sber-ai/kandinsky5-t2v':
		'prompt!=text aspect_ratio=3:2|1:1|2:3 duration=#5|10 num_inference_steps=integer',
	'sber-ai/kandinsky5-distill-t2v':
		'prompt!=text aspect_ratio=3:2|1:1|2:3 duration=#5|10 num_inference_steps=integer',
};
