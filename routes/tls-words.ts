// What people read at /tls. Only the server needs these words, so no page loads them.
import type { Language } from "../protocol/words.ts";

const en = {
  title: "A secure connection",
  why: "Over HTTPS nobody on this network can read along or change the page, large files are stored faster, and downloads can go into a folder of yours.",
  how: "This server has no certificate authority of its own. Whoever runs it can start it so that it makes one. This page then shows how each device comes to trust it.",
  download: "Download the certificate",
  downloadHint:
    "Before you trust it, compare these numbers with those in the terminal of whoever runs this server. If they differ, somebody is in between: do not trust it.",
  ios: "Open this page in Safari, download the certificate, and allow the profile. In Settings open “Profile Downloaded” and install it. Then switch it on under General, About, Certificate Trust Settings.",
  android:
    "Download the certificate. In Settings search for “CA certificate”, choose “Install anyway”, and then the file. Firefox for Android keeps to its own list: use Chrome.",
  windows:
    "Open the downloaded file and choose “Install Certificate…”, then “Current User”. Choose “Place all certificates in the following store”, and there “Trusted Root Certification Authorities”. Finish, say yes, and start the browser again.",
  macos:
    "Open the downloaded file, so that Keychain Access adds it to the keychain “login”. Open it there, and under “Trust” set “Secure Sockets Layer (SSL)” to “Always Trust”. Close the window, type your password, and start the browser again.",
  linux:
    "Open chrome://certificate-manager in Chrome or Chromium. Under “Custom”, choose “Installed by you”, then “Trusted Certificates”, and import the file. Load the page again.",
  firefox:
    "Open Settings, “Privacy & Security”, “View Certificates”, and there “Authorities”. Import the file and tick “Trust this CA to identify websites”. On Windows and macOS Firefox also trusts what the system trusts.",
  open: "This is the secure address:",
  limits:
    "This authority can vouch for numeric addresses, for names of local networks and for this server's own, but for the name of no website. Remove it from your device when you need it no more.",
};

export type TlsWords = Readonly<Record<keyof typeof en, string>>;

const ja: TlsWords = {
  title: "安全な接続",
  why: "HTTPS なら、同じネットワークの人に内容を読まれたり、ページを書き換えられたりしません。大きなファイルの保存も速くなり、選んだフォルダーに保存できます。",
  how: "このサーバーには独自の認証局がありません。運営者が次のように起動すると認証局が作られ、各端末で信頼する方法がこのページに表示されます。",
  download: "証明書をダウンロード",
  downloadHint:
    "信頼する前に、次の値がサーバー運営者の端末に表示された値と同じか確かめてください。違う場合は誰かが間に入っているので、信頼しないでください。",
  ios: "このページを Safari で開いて証明書をダウンロードし、プロファイルを許可します。「設定」の「ダウンロード済みのプロファイル」からインストールします。そのあと「一般」→「情報」→「証明書信頼設定」でオンにします。",
  android:
    "証明書をダウンロードします。「設定」で「CA 証明書」を検索し、「インストールする」を選んでから、ファイルを選びます。Android 版 Firefox は独自の一覧を使うため、Chrome を使ってください。",
  windows:
    "ダウンロードしたファイルを開き、「証明書のインストール」、「現在のユーザー」の順に選びます。「証明書をすべて次のストアに配置する」で「信頼されたルート証明機関」を選びます。完了したら「はい」を選び、ブラウザを再起動します。",
  macos:
    "ダウンロードしたファイルを開き、キーチェーンアクセスの「ログイン」に追加します。追加した証明書を開き、「信頼」の「SSL (Secure Sockets Layer)」を「常に信頼」にします。ウインドウを閉じてパスワードを入力し、ブラウザを再起動します。",
  linux:
    "Chrome または Chromium で chrome://certificate-manager を開きます。「カスタム」の「自分でインストール」にある「信頼できる証明書」で、ファイルをインポートします。ページを再読み込みします。",
  firefox:
    "「設定」の「プライバシーとセキュリティ」で「証明書を表示」を選び、「認証局証明書」を開きます。ファイルをインポートし、「この認証局によるウェブサイトの識別を信頼する」にチェックを入れます。Windows と macOS の Firefox は、システムが信頼する証明書も信頼します。",
  open: "安全な接続先はこちらです:",
  limits:
    "この認証局が保証できるのは、数字のアドレス、ローカルネットワークの名前、このサーバー自身の名前だけで、一般のウェブサイトの名前は保証できません。不要になったら端末から削除してください。",
};

export const tlsWords: Readonly<Record<Language, TlsWords>> = { en, ja };
