// What people say and share in the scenes.
import type { Language } from "../../protocol/words.ts";

type Lines = {
  readonly me: string;
  readonly said: readonly [string, string, string];
  readonly code: string;
  readonly direct: string;
  readonly pictures: Readonly<Record<"mine" | "seen" | "heard" | "walk" | "refused", string>> & { readonly more: readonly string[] };
  readonly files: { readonly mine: string; readonly done: string; readonly large: string };
};

const lines = {
  en: {
    me: "Hana",
    said: [
      "The plans for Thursday are here.",
      "Thanks! I put the recording of the last meeting beside them.",
      "お疲れさまです。いま見ています 🍵",
    ],
    code: "**Careful**: run `make clean` first, see https://example.com/build.\n```sh\nmake clean && make all --jobs=8 --output=/srv/rooms/thursday/plans\n```",
    direct: "Between us: can we move it to Friday?",
    pictures: {
      ...{
        mine: "sunset.jpg",
        seen: "from-the-window.png",
        heard: "voice-memo.wav",
        walk: "walk-to-the-station.webm",
        refused: "raw-photos.tar",
      },
      more: ["harbour.jpg", "mountain-path-in-autumn.jpg"],
    },
    files: { mine: "plans.pdf", done: "meeting-recording.mp4", large: "site-survey-2026.tif" },
  },
  ja: {
    me: "花子",
    said: ["木曜日の資料を置きました。", "ありがとうございます。前回の録画も並べておきますね。", "お疲れさまです。いま見ています 🍵"],
    code: "**注意**：先に`make clean`を実行してください（手順は https://example.com/手順 ）。\n```sh\nmake clean && make all --jobs=8 --output=/srv/rooms/thursday/plans\n```",
    direct: "ここだけの話ですが、金曜日にずらせませんか？",
    pictures: {
      ...{ mine: "夕日.jpg", seen: "窓から.png", heard: "録音メモ.wav", walk: "駅までの散歩.webm", refused: "現像前の写真.tar" },
      more: ["港.jpg", "秋の山道でみんなと.jpg"],
    },
    files: { mine: "打ち合わせ資料.pdf", done: "前回の録画.mp4", large: "現地調査-2026.tif" },
  },
} satisfies Record<string, Lines>;

/** The rest is in Latin letters, as it often is in such rooms. */
const arabic = {
  me: "سارة",
  said: [
    "وضعت مستندات يوم الخميس هنا.",
    "شكرًا! وضعت بجانبها تسجيل الاجتماع الماضي: https://example.com/a.",
    "お疲れさまです。いま見ています 🍵",
  ],
  direct: "بيننا: هل يمكن تأجيله إلى الجمعة؟",
} as const;

export function linesOf(language: Language): Lines {
  if (language === "ar") return { ...lines.en, ...arabic };
  return language === "ja" ? lines.ja : lines.en;
}
