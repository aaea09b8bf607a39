import { describe, expect, it } from 'vitest';
import { nanoFolder } from '../../testing/nano-checkpoint.ts';
import type { JsonObject, NanoChanges } from '../../testing/nano-checkpoint.ts';
import { readText } from '../source/source-folder.ts';
import { readModelConfig } from './model-config.ts';
import type { ModelConfig } from './model-config.ts';

const { signal } = new AbortController();

async function read(changes: NanoChanges = {}): Promise<ModelConfig> {
  return readModelConfig(signal, nanoFolder(changes));
}

/** The fields of nano-zh's files that every value below depends on, and no other. */
const onlyVocabulary = { vocab_size: 9484 };

async function readWithoutFields(model: JsonObject = {}): Promise<ModelConfig> {
  const configuration = { task: 'image-captioning', model: { type: 'ofa', language: 'zh', ...model } };
  return read({
    files: {
      'config.json': JSON.stringify(onlyVocabulary),
      'configuration.json': JSON.stringify(configuration),
    },
  });
}

describe('the configuration of nano-zh', () => {
  it('is read', async () => {
    const config = await read();
    expect(config.architecture).toMatchObject({
      vocabularySize: 9484,
      dModel: 64,
      encoderLayers: 2,
      decoderAttentionHeads: 4,
      decoderFfnDim: 128,
      resnetType: 'resnet18',
      patchImageSize: 96,
      activationFunction: 'gelu',
      attnScaleFactor: 2,
    });
    expect(config.preprocessing).toEqual({
      patchImageSize: 96,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
    });
    expect(config.prompt.text).toBe('图片描述了什么?');
    expect([config.prompt.tokenIds[0], config.prompt.tokenIds.at(-1)]).toEqual([0, 2]);
    expect(config.generation).toMatchObject({ returnSequences: 1, answers: null, detokenize: true });
    expect(config.generation.settings).toMatchObject({ beamSize: 5, maxLenB: 16, noRepeatNgramSize: 3 });
  });
});

describe('absent fields', () => {
  it('have the defaults of the reference', async () => {
    const config = await readWithoutFields();
    expect(config.architecture).toEqual({
      vocabularySize: 9484,
      dModel: 512,
      encoderLayers: 4,
      decoderLayers: 4,
      encoderAttentionHeads: 8,
      decoderAttentionHeads: 8,
      encoderFfnDim: 2048,
      decoderFfnDim: 2048,
      activationFunction: 'gelu',
      encoderNormalizeBefore: true,
      decoderNormalizeBefore: true,
      normformer: true,
      layernormEmbedding: true,
      patchLayernormEmbedding: true,
      addTypeEmbedding: true,
      scaleEmbedding: false,
      attnScaleFactor: 2,
      maxPositionEmbeddings: 1024,
      tokenBucketSize: 256,
      imageBucketSize: 42,
      shareAttnBias: false,
      shareDecoderInputOutputEmbed: true,
      entanglePositionEmbedding: false,
      disableEntangle: false,
      useGammaFeature: false,
      resnetType: 'resnet101',
      interpolatePosition: false,
      origPatchImageSize: 224,
      patchImageSize: 480,
    });
    expect(config.preprocessing).toEqual({
      patchImageSize: 480,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
    expect(config.prompt.text).toBe(' what does the image describe?');
    expect(config.generation).toMatchObject({ returnSequences: 1, answers: null, detokenize: true });
  });
});

describe('every field of config.json', () => {
  it.each([
    ['d_model', 128, 'dModel'],
    ['encoder_layers', 3, 'encoderLayers'],
    ['decoder_layers', 5, 'decoderLayers'],
    ['encoder_attention_heads', 8, 'encoderAttentionHeads'],
    ['decoder_attention_heads', 2, 'decoderAttentionHeads'],
    ['encoder_ffn_dim', 100, 'encoderFfnDim'],
    ['decoder_ffn_dim', 100, 'decoderFfnDim'],
    ['activation_function', 'relu', 'activationFunction'],
    ['encoder_normalize_before', false, 'encoderNormalizeBefore'],
    ['decoder_normalize_before', false, 'decoderNormalizeBefore'],
    ['normformer', false, 'normformer'],
    ['layernorm_embedding', false, 'layernormEmbedding'],
    ['patch_layernorm_embedding', false, 'patchLayernormEmbedding'],
    ['add_type_embedding', false, 'addTypeEmbedding'],
    ['scale_embedding', true, 'scaleEmbedding'],
    ['attn_scale_factor', 1.5, 'attnScaleFactor'],
    ['max_position_embeddings', 512, 'maxPositionEmbeddings'],
    ['token_bucket_size', 128, 'tokenBucketSize'],
    ['image_bucket_size', 30, 'imageBucketSize'],
    ['share_attn_bias', true, 'shareAttnBias'],
    ['share_decoder_input_output_embed', false, 'shareDecoderInputOutputEmbed'],
    ['entangle_position_embedding', true, 'entanglePositionEmbedding'],
    ['disable_entangle', true, 'disableEntangle'],
    ['use_gamma_feature', true, 'useGammaFeature'],
    ['resnet_type', 'resnet152', 'resnetType'],
    ['interpolate_position', true, 'interpolatePosition'],
    ['orig_patch_image_size', 64, 'origPatchImageSize'],
  ] as const)('reaches the graphs: %s', async (field, value, key) => {
    expect((await read({ config: { [field]: value } })).architecture[key]).toBe(value);
  });

  it('may name the exact GELU otherwise', async () => {
    const { architecture } = await read({ config: { activation_function: 'gelu_python' } });
    expect(architecture.activationFunction).toBe('gelu');
  });

  it.each([
    ['use_ofasys', true],
    ['use_image_feature', false],
    ['resnet_type', 'resnet200'],
    ['activation_function', 'silu'],
    ['activation_function', 'toString'],
    ['model_type', 'bart'],
  ])('that makes another network is refused by name: %s = %j', async (field, value) => {
    await expect(read({ config: { [field]: value } })).rejects.toMatchObject({
      code: 'model-unsupported',
      details: { file: 'config.json', field },
    });
  });

  it.each([
    ['d_model', 0],
    ['d_model', '64'],
    ['d_model', 64.5],
    ['encoder_layers', 1e9],
    ['encoder_attention_heads', 7],
    ['decoder_attention_heads', 3],
    ['normformer', 'yes'],
    ['normformer', null],
    ['attn_scale_factor', 0],
    ['image_bucket_size', 5],
    ['vocab_size', 9485],
    ['resnet_type', 18],
  ])('that cannot be right is refused by name: %s = %j', async (field, value) => {
    await expect(read({ config: { [field]: value } })).rejects.toMatchObject({
      code: 'config-invalid',
      details: { file: 'config.json', field },
    });
  });

  it('without effect on captions is not looked at', async () => {
    const config = { dropout: 'x', use_cache: 7, resnet_model_path: '/none', mlp_dim: -1, unknown_to_us: {} };
    await expect(read({ config })).resolves.toBeDefined();
  });

  it('that says what padding is must not mask the prompt', async () => {
    const { prompt } = await read();
    await expect(read({ config: { pad_token_id: 5 } })).resolves.toBeDefined();
    await expect(read({ config: { pad_token_id: prompt.tokenIds[1] } })).rejects.toMatchObject({
      code: 'model-unsupported',
      details: { field: 'pad_token_id' },
    });
  });
});

describe('every field of configuration.json', () => {
  it('reaches preprocessing, prompt and generation', async () => {
    const config = await read({
      model: {
        language: 'cn',
        prompt: '图片',
        patch_image_size: 112,
        imagenet_default_mean_and_std: false,
        num_return_sequences: 3,
        gen_type: 'traverse',
        beam_search: { beam_size: 4, max_len_b: 8, constraint_range: '4,292', max_len: 3 },
      },
    });
    expect(config.preprocessing).toEqual({
      patchImageSize: 112,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
    expect(config.prompt).toMatchObject({ text: '图片', tokenIds: { length: 4 } });
    expect(config.generation).toMatchObject({ returnSequences: 3, detokenize: false });
    expect(config.generation.settings).toMatchObject({
      beamSize: 4,
      maxLenB: 8,
      minLen: 1,
      noRepeatNgramSize: 3,
      constraintRange: [4, 292],
    });
  });

  it('cuts the prompt to max_src_length tokens', async () => {
    const { prompt } = await read({ model: { max_src_length: 3 } });
    expect(prompt.tokenIds).toEqual([...(await read()).prompt.tokenIds.slice(0, 4), 2]);
  });

  it.each([
    ['model.language', { language: 'en' }],
    ['model.language', { language: undefined }],
    ['model.language', { language: 'fr' }],
    ['model.type', { type: 'bert' }],
    ['model.multimodal_type', { multimodal_type: 'mmspeech' }],
    ['model.gen_type', { gen_type: 'sample' }],
    ['model.answer2label', { answer2label: '../answers.json' }],
  ])('that asks for another model is refused by name: %s', async (field, model) => {
    await expect(read({ model })).rejects.toMatchObject({
      code: 'model-unsupported',
      details: { file: 'configuration.json', field },
    });
  });

  it.each([
    ['task', { task: 'ocr-recognition' }],
    ['framework', { framework: 'tensorflow' }],
  ])('of another task is refused by name: %s', async (field, configuration) => {
    await expect(read({ configuration })).rejects.toMatchObject({
      code: 'model-unsupported',
      details: { field },
    });
  });

  it.each([
    ['model.prompt', { prompt: '' }],
    ['model.prompt', { prompt: '  ' }],
    ['model.prompt', { prompt: null }],
    ['model.prompt', { prompt: '图'.repeat(2000), max_src_length: 2000 }],
    ['model.patch_image_size', { patch_image_size: 0 }],
    ['model.patch_image_size', { patch_image_size: '480' }],
    ['model.imagenet_default_mean_and_std', { imagenet_default_mean_and_std: 1 }],
    ['model.max_src_length', { max_src_length: 0 }],
    ['model.num_return_sequences', { num_return_sequences: 6 }],
    ['model.beam_search', { beam_search: null }],
    ['model.beam_search', { beam_search: [5] }],
    ['model.beam_search.beam_size', { beam_search: { beam_size: 0 } }],
    ['model.beam_search.beams', { beam_search: { beams: 5 } }],
    ['model.beam_search.temperature', { beam_search: { temperature: 0 } }],
  ])('that cannot be right is refused by name: %s', async (field, model) => {
    await expect(read({ model })).rejects.toMatchObject({
      code: 'config-invalid',
      details: { file: 'configuration.json', field },
    });
  });
});

async function readAnswers(answers: unknown, model: JsonObject = {}): Promise<ModelConfig> {
  return read({
    model: { answer2label: 'answers.json', ...model },
    files: { 'answers.json': JSON.stringify(answers) },
  });
}

describe('answers', () => {
  const five = { 一: 0, 二: 1, 三: 2, 四: 3, 五: 4 };

  it('are the keys of the file that answer2label names', async () => {
    expect((await readAnswers(five)).generation.answers).toEqual(['一', '二', '三', '四', '五']);
    expect((await readAnswers({})).generation.answers).toBeNull();
    expect((await read({ model: { answer2label: null } })).generation.answers).toBeNull();
  });

  it('must be as many as the beam, as the reference asserts', async () => {
    await expect(readAnswers({ 一: 0 })).rejects.toMatchObject({ code: 'config-invalid' });
    const traverse = await readAnswers({ 一: 0 }, { gen_type: 'traverse' });
    expect(traverse.generation.answers).toEqual(['一']);
  });

  it.each([
    ['a list', ['一', '二', '三', '四', '五'], 'config-invalid'],
    ['an empty answer', { ...five, ' ': 5 }, 'config-invalid'],
  ])('that are %s are refused', async (_what, answers, code) => {
    await expect(readAnswers(answers)).rejects.toMatchObject({ code });
  });

  it('cannot be combined with a range of tokens', async () => {
    const opened = readAnswers(five, { beam_search: { constraint_range: '4,99' } });
    await expect(opened).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('in another format than JSON, or missing, are refused', async () => {
    const model = { answer2label: 'answers.pkl' };
    await expect(read({ model })).rejects.toMatchObject({ code: 'model-not-found' });
    const pickled = read({ model, files: { 'answers.pkl': '\u0080\u0002}.' } });
    await expect(pickled).rejects.toMatchObject({ code: 'config-invalid', details: { file: 'answers.pkl' } });
  });
});

describe('files', () => {
  it.each(['config.json', 'configuration.json', 'vocab.txt'])('must be there: %s', async (file) => {
    await expect(read({ files: { [file]: undefined } })).rejects.toMatchObject({
      code: 'model-not-found',
      details: { file },
    });
  });

  it.each([
    ['config.json', '{'],
    ['config.json', '[]'],
    ['configuration.json', new Blob([Uint8Array.of(0xff, 0xfe)])],
    ['vocab.txt', new Blob([Uint8Array.of(0xff)])],
    ['vocab.txt', '<s>\n<pad>\n</s>\n<unk>\n'],
  ])('are refused by name if they are damaged: %s', async (file, content) => {
    await expect(read({ files: { [file]: content } })).rejects.toMatchObject({
      code: 'config-invalid',
      details: { file },
    });
  });

  it('may have lines of U+2028 and ends of lines of either kind', async () => {
    const original = await readText(signal, nanoFolder(), 'vocab.txt');
    const lines = original?.trimEnd().split('\n') ?? [];
    const files = { 'vocab.txt': [...lines, '\u2028', '\u2028x'].join('\r\n') };
    const config = await read({ files, config: { vocab_size: 9486 } });
    expect(config.architecture.vocabularySize).toBe(9486);
  });
});

describe('the tokenizer files of transformers', () => {
  it.each([
    [
      'tokenizer_config.json',
      { do_lower_case: true, strip_accents: null, tokenizer_class: 'OFATokenizerZH' },
    ],
    ['tokenizer_config.json', { bos_token: '<s>', mask_token: { content: '<mask>', lstrip: true } }],
    ['special_tokens_map.json', { eos_token: '</s>', unk_token: { content: '<unk>' } }],
    ['added_tokens.json', { '<code_0>': 292, '<bin_999>': 9483 }],
  ])('may repeat what the tokenizer does: %s %j', async (file, content) => {
    await expect(read({ files: { [file]: JSON.stringify(content) } })).resolves.toBeDefined();
  });

  it.each([
    ['tokenizer_config.json', { do_lower_case: false }, 'do_lower_case'],
    ['tokenizer_config.json', { strip_accents: false }, 'strip_accents'],
    ['tokenizer_config.json', { bos_token: '[CLS]' }, 'bos_token'],
    ['special_tokens_map.json', { eos_token: { content: '[SEP]' } }, 'eos_token'],
    ['added_tokens.json', { '<code_0>': 293 }, '<code_0>'],
    ['added_tokens.json', { '<audio_0>': 9484 }, '<audio_0>'],
  ])('are refused by name if they say otherwise: %s %j', async (file, content, field) => {
    await expect(read({ files: { [file]: JSON.stringify(content) } })).rejects.toMatchObject({
      code: 'model-unsupported',
      details: { file, field },
    });
  });
});
