// What roomcp doctor tells. No page has these words.
import type { Language } from "../words.ts";

/** What was found, and what would help; empty where nothing needs to. `{name}` is replaced. */
type Sentences = readonly [found: string, helps: string];

const en = {
  "addon-good": ["WebRTC is there: libdatachannel {version}.", ""],
  "addon-bad": [
    "WebRTC does not load: {needed}",
    "Chat and files go over the server's relay instead, if it lends one. Check that TMPDIR is a folder where programs may be started, or use another build for this system.",
  ],
  "udp-good": ["Two connections on this machine found each other in {time}.", ""],
  "udp-bad": [
    "Two connections on this machine did not find each other.",
    "Look whether a firewall here stops UDP; without it everything is relayed by the server.",
  ],
  "server-none": ["No server was named, so none was tried.", "Say roomcp doctor https://host, or set ROOMCP_SERVER."],
  "server-good": ["The server answers in {time} over a WebSocket.", ""],
  "server-guarded": [
    "The server answers, and makes rooms only for those who have its host's token.",
    "Set ROOMCP_CREATE_TOKEN, or enter rooms that others have made.",
  ],
  "server-refused": ["The server answers, and refuses: {why}", "Wait a minute, then try again."],
  "server-silent": ["{url} does not answer.", "Check the address, and whether roomcp runs there."],
  "certificate-bad": [
    "The certificate of {url} is not trusted here.",
    "If the server has an authority of its own (--tls self), take its certificate from {url}/tls and set NODE_EXTRA_CA_CERTS to that file.",
  ],
  "socket-bad": [
    "The server answers, but opens no WebSocket.",
    "A proxy in between may not pass WebSockets on: its host finds how in docs/hosting.md.",
  ],
  "stun-good": ["UDP reaches a STUN server, which sees this machine as {address}.", ""],
  "stun-near": ["No other address than this machine's own was found over UDP, as it is when the server is on the same network.", ""],
  "stun-none": ["The server names no STUN server.", "On one network that is enough. Between networks, files are relayed by the server."],
  "relay-good": ["The server's relay passes {rate}/s on, in {time} there and back.", ""],
  "relay-off": ["The server lends no relay.", "Only those with a direct connection can talk; its host can lend one with --relay on."],
  "relay-bad": ["The server's relay did not pass anything on.", "Try again; if it stays so, tell the server's host."],
  "relay-refused": ["The server's relay refuses: {why}", "Wait a minute, then try again."],
} as const satisfies Readonly<Record<string, Sentences>>;

export type DoctorWord = keyof typeof en;

const ja: Readonly<Record<DoctorWord, Sentences>> = {
  "addon-good": ["WebRTC が使えます: libdatachannel {version}。", ""],
  "addon-bad": [
    "WebRTC を読み込めません: {needed}",
    "サーバーが中継すれば、会話もファイルも中継で届きます。TMPDIR がプログラムを実行できるフォルダーか確かめるか、このシステム用の別のビルドを使ってください。",
  ],
  "udp-good": ["この機器の中の二つの接続が {time} で互いを見つけました。", ""],
  "udp-bad": [
    "この機器の中の二つの接続が互いを見つけられません。",
    "この機器のファイアウォールが UDP を止めていないか確かめてください。UDP がなければ、すべてサーバーが中継します。",
  ],
  "server-none": ["サーバーの指定がないため、試していません。", "roomcp doctor https://host と書くか、ROOMCP_SERVER を設定してください。"],
  "server-good": ["サーバーは WebSocket で {time} で応答します。", ""],
  "server-guarded": [
    "サーバーは応答しますが、ルームを作れるのは管理者のトークンを持つ人だけです。",
    "ROOMCP_CREATE_TOKEN を設定するか、ほかの人が作ったルームに入ってください。",
  ],
  "server-refused": ["サーバーは応答しますが、断られました: {why}", "1 分ほど待ってから、もう一度試してください。"],
  "server-silent": ["{url} が応答しません。", "アドレスと、そこで roomcp が動いているかを確かめてください。"],
  "certificate-bad": [
    "{url} の証明書は、ここでは信頼されていません。",
    "サーバーが自前の認証局を使っているなら (--tls self)、{url}/tls から証明書を受け取り、NODE_EXTRA_CA_CERTS にそのファイルを設定してください。",
  ],
  "socket-bad": [
    "サーバーは応答しますが、WebSocket が開きません。",
    "途中のプロキシが WebSocket を通していないかもしれません。設定の仕方は docs/hosting.md にあります。",
  ],
  "stun-good": ["UDP は STUN サーバーに届き、この機器は {address} に見えます。", ""],
  "stun-near": ["UDP では、この機器自身のもの以外のアドレスは見つかりませんでした。サーバーが同じネットワークにあればこうなります。", ""],
  "stun-none": [
    "サーバーは STUN サーバーを知らせていません。",
    "同じネットワークの中では十分です。ネットワークをまたぐと、ファイルはサーバーが中継します。",
  ],
  "relay-good": ["サーバーの中継は毎秒 {rate}、往復 {time} です。", ""],
  "relay-off": ["サーバーは中継をしません。", "直接つながる人どうしだけが話せます。管理者は --relay on で中継できます。"],
  "relay-bad": ["サーバーの中継は何も届けませんでした。", "もう一度試し、変わらなければサーバーの管理者に知らせてください。"],
  "relay-refused": ["サーバーの中継に断られました: {why}", "1 分ほど待ってから、もう一度試してください。"],
};

export const doctorWords: Readonly<Record<Language, Readonly<Record<DoctorWord, Sentences>>>> = { en, ja };

export const doctorStates: Readonly<Record<Language, Readonly<Record<"good" | "limited" | "bad" | "untried", string>>>> = {
  en: { good: "good", limited: "limited", bad: "bad", untried: "not tried" },
  ja: { good: "良好", limited: "制限あり", bad: "不可", untried: "未確認" },
};
