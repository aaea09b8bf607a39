import type { Messages } from './messages.ts';
import { fact, fileOf, megabytes } from './fact.ts';

const reloadOnce = '重新打开页面再试；还是这样，就把技术细节告诉我们。';
const retryLater = '检查一下网络，过一会儿再试。';
const otherCheckpoint = '换一个 OFA 的检查点。';

/** Every failure: what happened, and what to do. */
export const errorsZhCn: Messages['errors'] = {
  'image-empty': (details) => ({
    whatHappened: `${fileOf(details, '这个文件')} 是空的，里面一个字节也没有。`,
    whatToDo: '重新保存或下载这张图，再拖进来。',
  }),
  'image-unsupported': (details) => ({
    whatHappened: `${fileOf(details, '这个文件')} 不是能打开的图片。`,
    whatToDo: '换成 JPEG、PNG、WebP、GIF、BMP、AVIF、HEIC 或 SVG。',
  }),
  'image-heic': (details) => ({
    whatHappened: `${fileOf(details, '这张图')} 是 HEIC 格式，打开它要用的解码器没有取到。`,
    whatToDo: '连上网再试一次，取到以后没有网也能打开 HEIC；或者先存成 JPEG。',
  }),
  'image-damaged': (details) => ({
    whatHappened: `${fileOf(details, '这张图')} 损坏了，或者没有下载完整。`,
    whatToDo: '重新保存或下载这张图，再拖进来。',
  }),
  'image-too-large': (details) => ({
    whatHappened:
      details.megapixels === undefined
        ? '这张图太大了，浏览器装不下。'
        : `这张图有 ${Number(details.megapixels) * 100} 万像素，浏览器装不下。`,
    whatToDo: '先缩小一些再拖进来。',
  }),
  'link-invalid': () => ({
    whatHappened: '这不是一个网址。',
    whatToDo: '网址要以 https:// 开头，比如 https://example.org/cat.jpg。',
  }),
  'link-offline': () => ({ whatHappened: '连不上网。', whatToDo: '连上网再试；本机的图片照样能用。' }),
  'link-blocked': (details) => ({
    whatHappened: `${fact(details, 'host', '那个网站')} 不让别的网页读它的图片，或者连不上。`,
    whatToDo: '在那边把图片存下来或复制，再拖进来、粘贴进来。',
  }),
  'link-not-found': (details) => ({
    whatHappened: `这个网址没有给出图片（HTTP ${fact(details, 'status', '404')}）。`,
    whatToDo: '检查网址有没有抄全，或者过一会儿再试。',
  }),
  'link-no-picture': () => ({
    whatHappened: '这个网址是一个网页，不是图片。',
    whatToDo: '在图片上点右键，选“复制图片地址”，再试一次。',
  }),
  'camera-denied': () => ({
    whatHappened: '浏览器没让用摄像头，不要紧。',
    whatToDo: '想拍的话，在地址栏旁边允许摄像头，再打开一次；也可以选一张现成的图。',
  }),
  'camera-unavailable': () => ({
    whatHappened: '没有找到能用的摄像头。',
    whatToDo: '接上摄像头，关掉别的正在用它的程序，再试一次。',
  }),
  'model-not-found': (details) =>
    details.file === undefined
      ? { whatHappened: '这个地址没有模型。', whatToDo: '检查模型文件夹的地址，里面应该有 model.json。' }
      : {
          whatHappened: `这些文件里没有 ${fileOf(details, '模型')}。`,
          whatToDo:
            '检查点文件夹里要有 pytorch_model.bin、config.json、configuration.json 和 vocab.txt；转换好的文件夹里要有 model.json。',
        },
  'model-manifest-invalid': () => ({
    whatHappened: '模型清单 model.json 读不懂。',
    whatToDo: '用这个版本的转换器重新转换模型。',
  }),
  'model-file-corrupt': (details) => ({
    whatHappened: `${fileOf(details, '一个模型文件')} 的校验和不对。`,
    whatToDo: '再试一次，会重新下载坏掉的部分；本机的文件就换一份完整的。',
  }),
  'model-unsupported': () => ({
    whatHappened: '这个模型没有适合这台设备的版本。',
    whatToDo: '换一个模型，或者用新一点的浏览器。',
  }),
  'download-offline': () => ({
    whatHappened: '连不上网。',
    whatToDo: '连上网再试；已经下载的部分都留着。',
  }),
  'download-blocked': () => ({
    whatHappened: '浏览器或网络拦住了下载，或者那个网站不让别的网页读它的文件。',
    whatToDo: '关掉拦截插件，换个网络，或者换一个网址再试。',
  }),
  'download-not-found': (details) => ({
    whatHappened: `服务器上没有 ${fileOf(details, '这个文件')}。`,
    whatToDo: '检查模型地址，或者过一会儿再试。',
  }),
  'download-wrong-content': () => ({
    whatHappened: '服务器给的不是模型文件，多半是一个错误页面。',
    whatToDo: '检查模型地址；公共网络可能要先登录。',
  }),
  'download-failed': (details) => ({
    whatHappened: `${fileOf(details, '文件')} 没能下载。`,
    whatToDo: retryLater,
  }),
  'storage-full': (details) => ({
    whatHappened:
      details.neededBytes === undefined
        ? '这台设备留给浏览器的空间不够了。'
        : `这台设备留给浏览器的空间不够了，还需要约 ${megabytes(details.neededBytes)} MB。`,
    whatToDo: '腾出一些空间，或者清理浏览器里别的网站数据，再试一次。',
  }),
  'storage-unavailable': () => ({
    whatHappened: '浏览器不让保存数据。',
    whatToDo: '退出无痕模式，或者允许这个网站保存数据。',
  }),
  'checkpoint-damaged': (details) => ({
    whatHappened: `${fileOf(details, '检查点文件')} 损坏了，或者不完整。`,
    whatToDo: '重新下载或复制一份完整的。',
  }),
  'checkpoint-unsafe': () => ({
    whatHappened: '检查点里有不该有的代码，没有执行。',
    whatToDo: '从可信的来源重新下载检查点。',
  }),
  'checkpoint-unsupported': () => ({ whatHappened: '不认识这种检查点。', whatToDo: otherCheckpoint }),
  'checkpoint-tensor-missing': (details) => ({
    whatHappened: `检查点缺少${fact(details, 'tensor', '一部分权重')}。`,
    whatToDo: otherCheckpoint,
  }),
  'config-invalid': (details) => ({
    whatHappened: `模型配置不对：${fact(details, 'field', 'config.json')}。`,
    whatToDo: '检查 config.json 和 configuration.json。',
  }),
  'backend-unavailable': () => ({
    whatHappened: '这个浏览器跑不了模型。',
    whatToDo: '用新版的 Chrome、Edge、Firefox 或 Safari 打开。图片和字照样能编辑、下载。',
  }),
  'backend-failed': () => ({
    whatHappened: '模型运行时出了错。',
    whatToDo: '再试一次；还是这样，就换个浏览器。',
  }),
  'backend-untrusted': () => ({
    whatHappened: '运行模型的部件在这台设备上算错了数，没有用它。',
    whatToDo: '在模型窗口里换一个；更新显卡驱动或浏览器可能有用。',
  }),
  'backend-lost': () => ({
    whatHappened: '和显卡的连接断了。',
    whatToDo: '再试一次，或者改用处理器运行模型。',
  }),
  'backend-switched': () => ({
    whatHappened: '显卡运行模型时出了问题。',
    whatToDo: '已经换处理器接着写，什么都没丢；原因在模型窗口里。',
  }),
  'out-of-memory': () => ({
    whatHappened: '内存不够了。',
    whatToDo: '关掉一些标签页，再试一次。',
  }),
  'worker-crashed': () => ({
    whatHappened: '运行模型的后台线程停了，多半是内存不够。',
    whatToDo: '再试一次，会重新启动；图片和字都还在。',
  }),
  'worker-stalled': () => ({
    whatHappened: '运行模型的后台线程好几分钟没有动静。',
    whatToDo: '再试一次，会重新启动；图片和字都还在。',
  }),
  'worker-restarted': () => ({
    whatHappened: '运行模型的后台线程停了，多半是内存不够。',
    whatToDo: '已经重新启动、接着写，什么都没丢；关掉一些标签页会好些。',
  }),
  'setting-invalid': (details) => ({
    whatHappened: `${fact(details, 'setting', '生成参数')} 的值不合适。`,
    whatToDo: '换一个值再试。',
  }),
  'no-hypothesis': () => ({
    whatHappened: '模型没有写出能用的台词。',
    whatToDo: '换一张图，或者自己写。',
  }),
  'export-failed': () => ({
    whatHappened: '这个浏览器存不了这么大的图片。',
    whatToDo: '先把图缩小一些，或者换电脑上的浏览器。',
  }),
  'clipboard-denied': () => ({
    whatHappened: '浏览器不让使用剪贴板。',
    whatToDo: '在地址栏旁边允许剪贴板；也可以按 Ctrl+V 粘贴，用“下载 PNG”保存。',
  }),
  'clipboard-no-image': () => ({
    whatHappened: '剪贴板里没有图片。',
    whatToDo: '先复制一张图片，再粘贴。',
  }),
  'share-no-image': () => ({
    whatHappened: '没有收到分享过来的图片。',
    whatToDo: '再分享一次，或者直接在这里选一张图。',
  }),
  'share-refused': () => ({
    whatHappened: '浏览器没让分享。',
    whatToDo: '再按一次；还是不行，就先下载再发。',
  }),
  internal: () => ({ whatHappened: '出了意料之外的错，是我们的问题。', whatToDo: reloadOnce }),
};
