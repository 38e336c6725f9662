// What people read at /check. The page brings its own language along, so no bundle has these words.
import type { Language } from "../words.ts";

/** What was found, what that means, and what would help; empty where nothing needs to. `{name}` is replaced. */
type Sentences = readonly [found: string, means: string, helps: string];

const en = {
  page: {
    title: "Check this browser",
    lead: "What this browser can do with this server. About 4 MB go to the server and come back; nobody else learns of it.",
    list: "Checks",
    again: "Run again",
    copy: "Copy the report",
    copied: "Report copied",
    "copy-failed": "This browser does not let the page copy. Select the report here:",
    addresses: "With addresses in it",
    helps: "What helps:",
    "no-script": "These checks need JavaScript, and so do rooms. Switch it on and load this page again.",
  },
  items: {
    secure: "Secure connection",
    server: "The way to the server",
    webrtc: "WebRTC",
    stun: "UDP to the server (STUN)",
    relay: "The server's relay",
    storage: "Where received files go",
    hash: "Speed of checking (SHA-256)",
  },
  states: { running: "Checking…", good: "Good", limited: "Limited", bad: "Does not work", untried: "Not tried" },
  summaries: {
    running: "Checking…",
    good: "All is well: this browser can do all that this server offers.",
    limited: "Rooms work here, with limits: look below for what they are and what helps.",
    bad: "Something that rooms need does not work here: look below for what helps.",
    untried: "What could be tried is well; not everything could.",
  },
  verdicts: {
    "secure-yes": [
      "This page came over a secure connection.",
      "Nobody on the way can change this page, and the browser lends all that it has.",
      "",
    ],
    "secure-local": ["This page came from this very device.", "The browser takes that for secure, and lends all that it has.", ""],
    "secure-no": [
      "This page came over plain HTTP.",
      "Everything essential works. But whoever is on this network could change the page, large files are stored more slowly, and folders cannot be picked to save into.",
      "HTTPS.",
    ],
    "server-good": ["The server answered over a WebSocket in {time}.", "It can introduce you to others.", ""],
    "server-guarded": [
      "The server answered over a WebSocket. It makes rooms only for those who have its host's token.",
      "You can enter rooms that others have made. What needs a room of its own is not tried here.",
      "",
    ],
    "server-refused": [
      "The server answered over a WebSocket, and refused: “{why}”",
      "Rooms will be refused too for the same reason.",
      "Wait a minute, then run this again.",
    ],
    "server-silent": [
      "No WebSocket to the server could be opened.",
      "People cannot be introduced to each other, so rooms do not work.",
      "Something in between, such as a company's proxy or an add-on, may not let WebSockets through: try another network or browser. Behind a reverse proxy, its host must pass them on.",
    ],
    "webrtc-good": [
      "Two connections of this page found each other; a word took {time} there and back.",
      "This browser can connect directly to others.",
      "",
    ],
    "webrtc-missing": [
      "This browser has no WebRTC, or it is switched off.",
      "It cannot connect to other people, so rooms do not open.",
      "Open this page in another browser, or look whether a setting or an add-on has switched WebRTC off.",
    ],
    "webrtc-silent": [
      "This browser has WebRTC, but two connections of this same page did not find each other.",
      "Direct links are unlikely. The server's relay, where there is one, carries everything instead.",
      "A setting, an add-on or a firewall on this device may hold WebRTC back: try without it, or another browser.",
    ],
    "stun-good": [
      "The server answered over UDP in {time}. It sees you at {address}.",
      "People outside your network can usually reach you directly. With some routers they cannot, which cannot be known from here.",
      "",
    ],
    "stun-near": [
      "The server answered over UDP in {time}. It sees you at {address}, an address of a local network.",
      "In this network direct links work. Whether people elsewhere can reach you directly cannot be known from here.",
      "",
    ],
    "stun-varies": [
      "The server answered over UDP in {time}. It sees you at {address}, with another port for each server that was asked: your network has a symmetric NAT.",
      "Direct links from outside work with some people only. The relay carries the others.",
      "Being on the same network, or another network than this one.",
    ],
    "stun-silent": [
      "No STUN server answered over UDP within {time}.",
      "Direct links work in your own network, and hardly beyond it. The relay, where there is one, carries the rest.",
      "A firewall may let no UDP through: try another network. The server's host should let UDP through to the port that STUN has.",
    ],
    "stun-here": [
      "No answer over UDP. But this page is open on the server's own device, where some browsers do not ask.",
      "Nothing is known of others.",
      "Open this page at the server's address in the network.",
    ],
    "stun-none": [
      "This server names no STUN server.",
      "Direct links work in one network. Across the internet only the relay connects you, where there is one.",
      "The server's host can switch it on (--stun).",
    ],
    "relay-good": [
      "{size} went through the server at {speed}/s; a word took {time} there and back.",
      "Whoever finds no direct way to you is reached all the same, sealed between the two of you.",
      "",
    ],
    "relay-off": [
      "This server lends no relay.",
      "Whoever finds no direct way to you cannot be reached.",
      "Being on the same network. The server's host can switch it on (--relay).",
    ],
    "relay-refused": [
      "The server's relay refused: “{why}”",
      "Whoever finds no direct way to you cannot be reached at the moment.",
      "Being on the same network, or trying again later.",
    ],
    "relay-silent": [
      "The server lends its relay, but nothing came through it in time.",
      "Whoever finds no direct way to you cannot be reached.",
      "Something in between may hold long WebSockets up: try another network, and run this again.",
    ],
    "needs-server": ["Not tried: it needs the server.", "Nothing is known of it.", ""],
    "needs-room": [
      "Not tried: this server makes rooms only for those who have its host's token.",
      "Nothing is known of it.",
      "In a room, the details of each person tell how you are connected.",
    ],
    "needs-webrtc": ["Not tried: it needs WebRTC.", "Nothing is known of it.", ""],
    "storage-opfs": ["Into the browser's own file system.", "Files of any size are written as they arrive, and outlive a reload.", ""],
    "storage-indexeddb": [
      "Into the browser's database.",
      "Files outlive a reload. Large ones are written more slowly.",
      "A secure connection, or a window that is not private.",
    ],
    "storage-memory": [
      "Into memory: this browser lends this page no disk.",
      "Files of up to {size} in all can be received, and are gone with the tab unless they were saved.",
      "Another browser, or a window that is not private.",
    ],
    "hash-native": [
      "This browser reads and checks {speed}/s, with its own SHA-256.",
      "Every piece of a file is checked as it arrives.",
      "",
    ],
    "hash-wasm": [
      "This browser reads and checks {speed}/s, with WebAssembly.",
      "Every piece of a file is checked as it arrives. A secure connection would lend the browser's own SHA-256.",
      "",
    ],
    "hash-slow": [
      "This browser reads and checks {speed}/s.",
      "Every piece of a file is checked as it arrives, so nothing comes faster than that.",
      "Close other tabs and programs.",
    ],
    "hash-broken": [
      "The page's worker, which reads, checks and stores files, did not answer.",
      "Files can be neither shared nor received.",
      "An add-on may hold workers back: try without it, or another browser.",
    ],
  },
  room: " It tells of {size} of room; there may be more.",
} as const;

type Texts<Of> = {
  readonly [Key in keyof Of]: Of[Key] extends string ? string : Of[Key] extends readonly string[] ? Sentences : Texts<Of[Key]>;
};
export type CheckWords = Texts<typeof en>;
export type CheckItem = keyof typeof en.items;
export type CheckState = keyof typeof en.states;
export type VerdictName = keyof typeof en.verdicts;

const ja: CheckWords = {
  page: {
    title: "このブラウザを診断",
    lead: "このブラウザとこのサーバーで何ができるかを調べます。約 4 MB のデータがサーバーを経由して戻ってきます。ほかの人には伝わりません。",
    list: "診断項目",
    again: "もう一度診断",
    copy: "結果をコピー",
    copied: "コピーしました",
    "copy-failed": "このブラウザではコピーできません。こちらから選択してください:",
    addresses: "アドレスも含める",
    helps: "改善するには:",
    "no-script": "診断にも部屋にも JavaScript が必要です。有効にして、ページを再読み込みしてください。",
  },
  items: {
    secure: "安全な接続",
    server: "サーバーへの接続",
    webrtc: "WebRTC",
    stun: "サーバーへの UDP (STUN)",
    relay: "サーバーの中継",
    storage: "受信したファイルの保存先",
    hash: "検証の速さ (SHA-256)",
  },
  states: { running: "確認中…", good: "良好", limited: "制限あり", bad: "使えません", untried: "未確認" },
  summaries: {
    running: "診断しています…",
    good: "問題ありません。このサーバーの機能をすべて使えます。",
    limited: "部屋は使えますが、制限があります。内容と改善方法は下をご覧ください。",
    bad: "部屋に必要な機能の一部を使えません。改善方法は下をご覧ください。",
    untried: "確認できた項目に問題はありません。確認できなかった項目があります。",
  },
  verdicts: {
    "secure-yes": [
      "このページは安全な接続で開かれています。",
      "途中でページを書き換えられることはなく、ブラウザの機能をすべて使えます。",
      "",
    ],
    "secure-local": ["このページはこの端末自身から開かれています。", "ブラウザは安全な接続とみなし、機能をすべて使えます。", ""],
    "secure-no": [
      "このページは暗号化されていない HTTP で開かれています。",
      "主な機能は使えます。ただし、同じネットワークの人にページを書き換えられるおそれがあり、大きなファイルの保存が遅くなり、保存先のフォルダーは選べません。",
      "HTTPS を使います。",
    ],
    "server-good": ["サーバーは WebSocket で {time} で応答しました。", "ほかの人と引き合わせてもらえます。", ""],
    "server-guarded": [
      "サーバーは WebSocket で応答しました。運営者のトークンを持つ人だけが部屋を作れます。",
      "ほかの人が作った部屋には入れます。部屋が必要な項目は、ここでは確認しません。",
      "",
    ],
    "server-refused": [
      "サーバーは WebSocket で応答しましたが、断りました:「{why}」",
      "部屋に入るときも、同じ理由で断られます。",
      "1 分ほど待ってから、もう一度診断してください。",
    ],
    "server-silent": [
      "サーバーへの WebSocket を開けませんでした。",
      "ほかの人と引き合わせてもらえないため、部屋を使えません。",
      "会社のプロキシやアドオンなどが WebSocket を止めているかもしれません。別のネットワークかブラウザで試してください。リバースプロキシを使う場合は、運営者が WebSocket を通す必要があります。",
    ],
    "webrtc-good": ["このページの 2 つの接続がつながり、往復 {time} でした。", "このブラウザは、ほかの人と直接接続できます。", ""],
    "webrtc-missing": [
      "このブラウザには WebRTC がないか、無効になっています。",
      "ほかの人と接続できないため、部屋に入れません。",
      "別のブラウザで開くか、設定やアドオンで WebRTC が無効になっていないか確かめてください。",
    ],
    "webrtc-silent": [
      "WebRTC はありますが、このページの 2 つの接続がつながりませんでした。",
      "直接の接続は難しそうです。サーバーの中継があれば、代わりにすべてを運びます。",
      "この端末の設定、アドオン、ファイアウォールが WebRTC を止めているかもしれません。それを外すか、別のブラウザで試してください。",
    ],
    "stun-good": [
      "サーバーは UDP で {time} で応答しました。サーバーから見たアドレスは {address} です。",
      "ネットワークの外の人とも、たいてい直接つながります。ルーターによってはつながりませんが、それはここからは分かりません。",
      "",
    ],
    "stun-near": [
      "サーバーは UDP で {time} で応答しました。サーバーから見たアドレスは {address} で、ローカルネットワークのものです。",
      "このネットワークの中では直接つながります。外の人と直接つながるかどうかは、ここからは分かりません。",
      "",
    ],
    "stun-varies": [
      "サーバーは UDP で {time} で応答しました。サーバーから見たアドレスは {address} ですが、問い合わせたサーバーごとにポートが違います。このネットワークの NAT は対称型 (symmetric) です。",
      "ネットワークの外とは、一部の人としか直接つながりません。ほかの人とは中継でつながります。",
      "同じネットワークに入るか、別のネットワークを使います。",
    ],
    "stun-silent": [
      "{time} 以内に UDP で応答した STUN サーバーはありませんでした。",
      "同じネットワークの人とは直接つながりますが、その外とはほとんどつながりません。中継があれば、代わりに運びます。",
      "ファイアウォールが UDP を止めているかもしれません。別のネットワークで試してください。サーバーの運営者は、STUN のポートへの UDP を通してください。",
    ],
    "stun-here": [
      "UDP の応答はありません。ただし、このページはサーバーと同じ端末で開かれていて、その場合は問い合わせないブラウザもあります。",
      "ほかの人については分かりません。",
      "ネットワークでのサーバーのアドレスで、このページを開いてください。",
    ],
    "stun-none": [
      "このサーバーは STUN サーバーを提供していません。",
      "同じネットワークの中では直接つながります。インターネット越しには、中継がある場合だけつながります。",
      "サーバーの運営者が有効にできます (--stun)。",
    ],
    "relay-good": [
      "{size} がサーバーを {speed}/秒 で通りました。往復 {time} でした。",
      "直接の経路がない人とも、二人の間だけで読める形でつながります。",
      "",
    ],
    "relay-off": [
      "このサーバーは中継を提供していません。",
      "直接の経路がない人とはつながりません。",
      "同じネットワークに入ります。サーバーの運営者が有効にできます (--relay)。",
    ],
    "relay-refused": [
      "サーバーの中継に断られました:「{why}」",
      "いまは、直接の経路がない人とはつながりません。",
      "同じネットワークに入るか、後でもう一度試してください。",
    ],
    "relay-silent": [
      "サーバーは中継を提供していますが、時間内に何も届きませんでした。",
      "直接の経路がない人とはつながりません。",
      "途中で長い WebSocket が止められているかもしれません。別のネットワークで、もう一度診断してください。",
    ],
    "needs-server": ["確認していません。サーバーへの接続が必要です。", "結果は分かりません。", ""],
    "needs-room": [
      "確認していません。このサーバーでは、運営者のトークンを持つ人だけが部屋を作れます。",
      "結果は分かりません。",
      "部屋の中で参加者の「詳細」を開くと、接続の様子が分かります。",
    ],
    "needs-webrtc": ["確認していません。WebRTC が必要です。", "結果は分かりません。", ""],
    "storage-opfs": [
      "ブラウザ専用のファイルシステムに保存します。",
      "どんな大きさのファイルも届くそばから書き込まれ、再読み込みしても残ります。",
      "",
    ],
    "storage-indexeddb": [
      "ブラウザのデータベースに保存します。",
      "再読み込みしても残ります。大きなファイルの保存は遅くなります。",
      "安全な接続か、プライベートでないウィンドウを使います。",
    ],
    "storage-memory": [
      "メモリーに置きます。このブラウザではディスクに保存できません。",
      "合計 {size} まで受信できます。保存しないまま、タブを閉じると消えます。",
      "別のブラウザか、プライベートでないウィンドウを使います。",
    ],
    "hash-native": [
      "読み込みと検証は {speed}/秒 でした。ブラウザ自身の SHA-256 を使っています。",
      "ファイルは届くそばから検証されます。",
      "",
    ],
    "hash-wasm": [
      "読み込みと検証は {speed}/秒 でした。WebAssembly を使っています。",
      "ファイルは届くそばから検証されます。安全な接続なら、ブラウザ自身の SHA-256 を使えます。",
      "",
    ],
    "hash-slow": [
      "読み込みと検証は {speed}/秒 でした。",
      "ファイルは届くそばから検証されるため、これより速くは受信できません。",
      "ほかのタブやアプリを閉じてください。",
    ],
    "hash-broken": [
      "ファイルの読み込み、検証、保存を行うワーカーが応答しませんでした。",
      "ファイルを共有することも受信することもできません。",
      "アドオンがワーカーを止めているかもしれません。それを外すか、別のブラウザで試してください。",
    ],
  },
  room: "空きは {size} と表示されています。実際にはもっとあるかもしれません。",
};

export const checkWords: Readonly<Record<Language, CheckWords>> = { en, ja };
