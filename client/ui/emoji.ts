// The emoji that one can choose from, in the order in which they are offered.

/** Under the names that most chats have for them. */
export const emoji: ReadonlyMap<string, string> = new Map(
  [
    ...`smile 😄 grin 😁 joy 😂 rofl 🤣 wink 😉 blush 😊 heart_eyes 😍 kissing 😘 thinking 🤔 neutral 😐 unamused 😒 sweat_smile 😅 sob 😭 cry 😢 angry 😠
scream 😱 sunglasses 😎 sleeping 😴 tired 😫 relieved 😌 confused 😕 hug 🤗 shrug 🤷 facepalm 🤦 bow 🙇 pray 🙏 clap 👏 wave 👋 thumbsup 👍 thumbsdown 👎
ok 👌 muscle 💪 point_up ☝️ point_right 👉 raised_hands 🙌 eyes 👀 heart ❤️ broken_heart 💔 fire 🔥 star ⭐ sparkles ✨ tada 🎉 gift 🎁 rocket 🚀 warning ⚠️
check ✅ x ❌ question ❓ exclamation ❗ hundred 💯 bulb 💡 memo 📝 pin 📌 calendar 📅 clock 🕐 link 🔗 lock 🔒 key 🔑 folder 📁 package 📦 computer 💻 phone 📱
camera 📷 coffee ☕ tea 🍵 beer 🍺 cake 🍰 onigiri 🍙 sushi 🍣 cat 🐱 dog 🐶 bug 🐛 cherry_blossom 🌸 sun ☀️ rain 🌧️ snow ⛄ moon 🌙 globe 🌏`.matchAll(
      /(\S+) (\S+)/g,
    ),
  ].map(([, name = "", text = ""]) => [name, text]),
);
