// GET /r/{name}: the page of a room. Looking at it does not join, so that link previews are harmless.
import { Elysia } from "elysia";
import { automaticBytesMax, nicknameMax, passphraseMax, shareBytesMax } from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import type { SayAll } from "../protocol/words/all.ts";
import { detailsWords } from "../protocol/words/details/all.ts";
import type { SettingsWords } from "../protocol/words/details/en.ts";
import { type Language, localeOf } from "../protocol/words.ts";
import { answer, asPage, asText, refusals } from "./described.ts";
import { type Html, html, langQuery, page, type Visitor, visitorOf } from "./html.ts";
import { icon, kindSigns, mark } from "./icons.ts";
import { addressOf, type Mount } from "./mount.ts";
import { type PipeMarkup, pipeMarkup } from "./pipe-page.ts";
import { problem } from "./problem.ts";
import type { Register } from "./register.ts";
import { roomUrl } from "./rooms.ts";
import type { Settings } from "./settings.ts";
import { isTerminal, plainText, roomText } from "./terminal.ts";
import { hasTls } from "./tls.ts";

export function roomRoute({ register, settings, mount }: { register: Register; settings: Settings; mount: Mount }) {
  const { at } = mount;
  return new Elysia().get(
    "/r/:name",
    ({ request, params }) => {
      const name = readRoomName(params.name);
      if (name === undefined) return problem(request, "room-name-invalid", mount);
      const who = visitorOf(request);
      const { say } = who;
      const people = register.look(name)?.people ?? 0;
      const address = addressOf(request, settings);
      const url = roomUrl(address, name);
      if (isTerminal(request))
        return plainText(
          roomText(who, { url, name, people, api: `${address}/api/rooms/${encodeURIComponent(name)}` }, settings.pipe === "on"),
        );
      const query = langQuery(who);
      const pipe = settings.pipe === "on" ? pipeMarkup(who.language) : undefined;
      const facts = {
        room: name,
        url,
        home: at("/"),
        details: at(mount.client.details[who.language]),
        ...(pipe && { pipe: { script: at(mount.client.pipe), words: pipe.words } }),
      };
      const words = detailsWords[who.language].settings;
      const ways = { home: `${at("/")}${query}`, check: `${at("/check")}${query}`, tls: `${at("/tls")}${query}` };
      const body = html`
<main class="room" x-data="room" data-facts="${JSON.stringify(facts)}" :class="{ settled: true, entered: entered, known: known }">
  <button type="button" class="skip" x-cloak x-show="entered" x-on:click="skip()">${say("room.skip")}</button>
  <p class="heard" aria-live="polite" data-news></p>
  <header class="top">
    <a class="brand" href="${ways.home}" aria-label="roomcp">${mark}</a>
    <div class="title"><h1 dir="auto" tabindex="-1" x-ref="title">${name}</h1>
      <p class="status" role="status" x-cloak x-show="entered" :data-state="status" x-text="statusText"></p></div>
    <div class="tools" x-cloak x-show="entered">
      <button type="button" title="${say("room.copy")}" x-on:click="copyLink()"><span class="turns" :data-done="linkCopied">${icon("link")}${icon("check")}</span><span class="label" x-text="copyText">${say("room.copy")}</span></button>
      <button type="button" title="${say("room.qr")}" x-on:click="showQr()">${icon("qr")}<span class="label">${say("room.qr")}</span></button>
      <button type="button" class="plain" title="${words.title}" x-on:click="openSettings()">${icon("settings")}<span class="label">${words.title}</span></button>
      <button type="button" class="plain" title="${say("room.leave")}" x-on:click="leave()">${icon("leave")}<span class="label">${say("room.leave")}</span></button>
    </div>
  </header>
  <p class="notice" role="alert" x-cloak x-show="notice">${icon("warning")}<span x-text="notice"></span>
    <button type="button" class="plain small" x-on:click="dismiss()">${say("notice.dismiss")}</button></p>
  ${entering(say, people, ways, hasTls(settings))}
  <div class="inside" x-cloak x-show="entered">
    ${peopleList(say, ways)}
    ${sharesList(who, pipe, words)}
    ${chat(say)}
  </div>
  <dialog class="qr" x-ref="qr" aria-label="${say("room.qr-hint")}">
    <p>${say("room.qr-hint")}</p><div x-ref="qrImage" class="qr-image"></div><p class="qr-link" x-text="link"></p>
    <button type="button" x-on:click="hideQr()">${say("room.close")}</button>
  </dialog>
  <template x-if="setting">${settingsDialog(say, words)}</template>
  <div class="drop" x-cloak x-show="dropping" aria-hidden="true"><p>${icon("upload")}${say("shares.drop")}</p></div>
</main>`;
      return page({ visitor: who, mount, title: `${name} · roomcp`, body, script: "main", address });
    },
    { detail },
  );
}

const detail = {
  summary: "A room; looking at it does not join",
  responses: { ...answer(200, "A page, or text with a QR code", asPage, asText), ...refusals(["room-name-invalid"], asPage) },
};

/** Where other pages are, in the visitor's language. */
type Ways = { readonly home: string; readonly check: string; readonly tls: string };

/** "Enter" is disabled until script is there: without it, the browser would send the form nowhere, and forget what was typed. */
function entering(say: SayAll, people: number, ways: Ways, secured: boolean): Html {
  return html`
  <section class="enter" x-show="!entered">
    <h2>${say("enter.title")}</h2>
    <p class="lead">${say("site.summary")}</p>
    <form x-on:submit.prevent="enter(true)">
      <label for="nickname">${say("enter.nickname")}</label>
      <div class="row">
        <input id="nickname" x-ref="nickname" x-model="nickname" type="text" required maxlength="${4 * nicknameMax}" autocomplete="nickname" dir="auto" autofocus
          x-on:keydown="keyInName($event)" :aria-invalid="nicknameWrong" aria-describedby="nickname-wrong">
        <button class="primary" type="submit" disabled :disabled="fit === 'no'">${say("enter.enter")}</button>
      </div>
      <p id="nickname-wrong" class="hint mistake" x-cloak x-show="nicknameWrong">${say("failure.nickname-invalid")}</p>
      <div class="passphrase" x-cloak x-show="asks">
        <label for="passphrase">${say("enter.passphrase")}</label>
        <input id="passphrase" x-ref="passphrase" x-model="passphrase" type="text" maxlength="${2 * passphraseMax}" autocomplete="off" autocapitalize="none" spellcheck="false" dir="auto"
          x-on:keydown="keyInName($event)" :aria-invalid="passphraseWrong !== ''" aria-describedby="passphrase-hint passphrase-wrong">
        <p id="passphrase-hint" class="hint" x-show="!passphraseWrong">${say("enter.passphrase-hint")}</p>
        <p id="passphrase-wrong" class="hint mistake" role="alert" x-show="passphraseWrong" x-text="passphraseWrong"></p>
      </div>
      <p class="more-ways" x-cloak x-show="mayAdd"><button type="button" class="plain small" x-on:click="addPassphrase()">${icon("key")}${say("enter.add-passphrase")}</button></p>
    </form>
    <ul class="facts" role="list">
      <li x-cloak x-show="brings">${icon("upload")}<span>${say("enter.handed")}</span></li>
      <li>${icon("users")}<span>${people === 0 ? say("enter.nobody") : say("enter.people", { n: people })}</span></li>
      <li x-show="guardText">${icon("shield")}<span x-text="guardText">${say("enter.depends")}</span></li>
      <li class="fit" x-cloak x-show="fitness" :data-fit="fit" x-text="fitness"></li>
    </ul>
    <p class="quiet" x-cloak x-show="fit === 'partly'"><a href="${ways.tls}">${say(secured ? "enter.tls-self" : "enter.tls-off")}</a></p>
    <noscript><p class="fit" data-fit="no">${say("enter.no-script")}</p></noscript>
    <p class="quiet elsewhere"><a href="${ways.home}">${say("enter.elsewhere")}</a></p>
  </section>`;
}

function peopleList(say: SayAll, ways: Ways): Html {
  return html`
    <section class="people" x-data="people" aria-labelledby="people">
      <div class="heading"><h2 id="people">${say("people.title")}</h2>
        <button type="button" class="small plain lock" x-on:click="lock()">${icon("lock")}<span x-text="lockLabel">${say("room.lock")}</span></button></div>
      <ul role="list" aria-label="${say("people.title")}">
        <template x-for="person in people" :key="person.id">
          <li :data-state="person.state" :data-wordy="person.compare ? true : person.hear ? true : false" :class="person.tone">
            <span class="face" aria-hidden="true" :data-initial="person.initial"></span>
            <span class="who"><bdi class="name" x-text="person.name"></bdi>
              <template x-if="person.verified"><span class="verified">${say("people.verified")}</span></template>
              <span class="how" x-text="person.how"></span></span>
            <span class="acts">
              <button type="button" class="small" x-show="person.compare" :aria-label="person.compare" x-on:click="compare(person)">${say("people.compare")}</button>
              <button type="button" class="bare" x-show="person.message" :aria-label="person.message" :title="person.message" x-on:click="message(person)">${icon("messages")}</button>
              <button type="button" class="bare" x-show="person.details" :aria-label="person.details" :title="person.details" :aria-expanded="person.open" x-on:click="look(person)">${icon("details")}</button>
              <button type="button" class="bare" x-show="person.ignore" :aria-label="person.ignore" :title="person.ignore" x-on:click="ignore(person, true)">${icon("ignore")}</button>
              <button type="button" class="small" x-show="person.hear" :aria-label="person.hear" x-on:click="ignore(person, false)">${say("people.hear")}</button>
            </span>
            <span class="why" x-show="person.why"><span x-text="person.why"></span> <a x-show="person.check" href="${ways.check}" target="_blank" rel="noopener">${say("site.check")}</a></span>
            <p class="why details" x-show="person.open" x-text="person.lines"></p>
          </li>
        </template>
      </ul>
      <p class="notice strangers" role="status" x-cloak x-show="strangers"><span x-text="strangers"></span>
        <button type="button" class="small" x-show="mayRetype" x-on:click="retype()">${say("room.another-passphrase")}</button></p>
      ${invite(say)}
      <p class="quiet trust" :data-guard="guard" x-text="trust"></p>
      <p class="quiet" x-cloak x-show="lockedText" x-text="lockedText"></p>
      <dialog class="comparison" x-ref="comparison" :aria-label="comparing.title">
        <h3 x-text="comparing.title"></h3>
        <p>${say("people.compare-hint")}</p>
        <ol class="symbols" role="list"><template x-for="symbol in comparing.symbols" :key="symbol.key"><li><span class="emoji" aria-hidden="true" x-text="symbol.emoji"></span><span x-text="symbol.name"></span></li></template></ol>
        <p class="acts"><button type="button" class="primary" x-on:click="same(true)">${say("people.same")}</button>
          <button type="button" x-on:click="same(false)">${say("people.different")}</button>
          <button type="button" class="plain" x-on:click="closeComparison()">${say("room.close")}</button></p>
      </dialog>
    </section>`;
}

/** How somebody who is alone brings others in. */
function invite(say: SayAll): Html {
  return html`<div class="invite" x-data="invite" x-show="alone" x-effect="draw(alone, link)">
        <p>${say("room.alone")}</p>
        <div class="qr-image" x-ref="code"></div>
        <p class="address" dir="ltr" x-text="link"></p>
        <p class="acts"><button type="button" class="primary" x-show="maySend" x-on:click="send(link)">${icon("share")}${say("room.invite")}</button>
          <button type="button" x-on:click="copy(link)" x-text="copyText">${say("room.copy-here")}</button></p>
        <details class="quiet"><summary>${say("home.terminal")}</summary><pre tabindex="0"><code x-text="command"></code></pre></details>
      </div>`;
}

/** What a person can choose for this device. */
function settingsDialog(say: SayAll, words: SettingsWords): Html {
  const choice = (name: "notify" | "sounds" | "rooms", method: string, more: Html | false = false) => html`
    <label class="check"><input type="checkbox" :checked="${name}" x-on:change="${method}($event)"${more} aria-describedby="${name}-hint">${words[name]}</label>
    <p class="hint" id="${name}-hint"><span>${words[`${name}-hint`]}</span>${
      name === "notify" &&
      html`<span class="mistake" role="alert" x-show="notifications === 'denied'">${words["notify-denied"]}</span><span class="mistake" x-show="notifications === 'missing'">${words["notify-missing"]}</span>`
    }</p>`;
  return html`<dialog class="settings" x-data="settings" x-on:close="closeSettings()" aria-labelledby="settings-title">
    <h2 id="settings-title">${words.title}</h2>
    ${choice("notify", "setNotify", html` :disabled="notifications !== 'yes'"`)}
    ${choice("sounds", "setSounds")}
    ${choice("rooms", "setRooms")}
    <button type="button" x-on:click="done()">${say("room.close")}</button>
  </dialog>`;
}

function sharesList({ say, language }: Visitor, pipe: PipeMarkup | undefined, words: SettingsWords): Html {
  return html`
    <section class="shares" x-data="shares" aria-labelledby="shares">
      <div class="heading"><h2 id="shares">${say("shares.title")}</h2>
        <button type="button" class="small plain" x-cloak x-show="several" x-on:click="downloadAll()">${icon("download")}<span>${say("shares.download-all")}</span></button></div>
      <div class="share-tools">
        <label class="button primary">${icon("file")}${say("shares.files")}<input type="file" multiple x-on:click="pick($event, false)" x-on:change="picked($event)"></label>
        <label class="button">${icon("folder")}${say("shares.folder")}<input type="file" webkitdirectory x-on:click="pick($event, true)" x-on:change="picked($event)"></label>
      </div>
      ${landing(say, language)}
      <p class="quiet" role="status" x-show="unfit" x-text="unfit"></p>
      <p class="quiet reading" aria-live="polite"><span x-cloak x-show="reading">${say("shares.reading")}</span></p>
      <p class="quiet staying"><span x-cloak x-show="loses">${words["keep-open"]}</span> <span x-cloak x-show="awake">${words.awake}</span></p>
      ${kindSigns}
      <ul role="list" aria-label="${say("shares.title")}"${pipe?.list}>
        ${pipe?.items}
        <template x-for="share in shares" :key="share.key">
          <li class="share" :data-state="share.state" :class="share.tone">
            <span class="tile" aria-hidden="true" :draggable="share.draggable" x-on:pointerenter="readyDrag(share)" x-on:dragstart="drag($event, share)" x-on:dragend="endDrag()"><svg class="icon" viewBox="0 0 24 24"><use :href="share.glyph"></use></svg><template x-if="share.picture"><img :src="share.picture" alt="" width="44" height="44" draggable="false" x-on:error="unseen($event)"></template></span>
            <p class="what"><bdi class="name" x-text="share.name"></bdi> <span class="size"><span x-show="share.count" x-text="share.count"></span> <span x-text="share.size"></span></span></p>
            <p class="whose" x-text="share.whose" :class="share.tone"></p>
            <div class="bar" role="progressbar" :aria-label="share.name" :aria-valuenow="share.endless ? null : share.percent" :aria-valuetext="share.endless ? share.line : null" aria-valuemin="0" aria-valuemax="100" :class="{ idle: !share.busy, endless: share.endless }"><span :style="{ width: share.width }"></span></div>
            <p class="line" x-show="share.line" x-text="share.line"></p>
            <p class="checked" x-show="share.verified"><span class="verified">${say("shares.verified")}</span>
              <template x-if="share.sum"><button type="button" class="sum" :title="share.sum" x-on:click="copySum(share)"><span class="heard">${say("files.copy-sum")}</span><span class="digest" x-show="copied !== share.key" x-text="share.sum"></span><span x-show="copied === share.key">${say("files.sum-copied")}</span></button></template></p>
            <p class="why" x-show="share.why" x-text="share.why"></p>
            <template x-for="receiver in share.receivers" :key="receiver.key">
              <div class="receiver">
                <p :class="receiver.tone" x-text="receiver.line"></p>
                <button type="button" class="small" x-show="receiver.pause" :aria-label="receiver.pause" x-on:click="hold(receiver, true)">${say("shares.pause")}</button>
                <button type="button" class="small" x-show="receiver.resume" :aria-label="receiver.resume" x-on:click="hold(receiver, false)">${say("shares.resume")}</button>
                <button type="button" class="small" x-show="receiver.cancel" :aria-label="receiver.cancel" x-on:click="refuse(receiver)">${say("shares.cancel")}</button>
              </div>
            </template>
            <div class="acts">
              <button type="button" class="primary" x-show="share.can.download" x-on:click="download(share)" x-text="share.download">${say("shares.download")}</button>
              <button type="button" class="primary" x-show="share.can.save" x-on:click="save(share, share.saveAs)">${say("shares.save")}</button>
              <button type="button" x-show="share.can.saveFiles" x-on:click="save(share, 'files')">${say("shares.save-files")}</button>
              <button type="button" x-show="share.can.saveZip" x-on:click="save(share, 'zip')">${say("shares.save-zip")}</button>
              <button type="button" x-show="share.can.open" x-on:click="openApart(share)">${say("shares.open")}</button>
              <button type="button" x-show="share.can.preview" :aria-expanded="share.previewed" x-on:click="look(share)">${say("shares.preview")}</button>
              <button type="button" x-show="share.can.pause" x-on:click="pause(share)">${say("shares.pause")}</button>
              <button type="button" class="primary" x-show="share.can.resume" x-on:click="resume(share)">${say("shares.resume")}</button>
              <button type="button" class="primary" x-show="share.can.goOn" x-on:click="goOn(share)">${say("shares.continue")}</button>
              <template x-if="share.again"><label class="button"><span x-text="share.again.label"></span><input type="file" multiple :webkitdirectory="share.again.folder" x-on:click="pickAgain($event, share)" x-on:change="pickedAgain($event, share)"></label></template>
              <button type="button" class="plain" x-show="share.can.cancel" x-on:click="cancel(share)">${say("shares.cancel")}</button>
              <button type="button" class="plain" x-show="share.can.remove" x-on:click="remove(share)">${say("shares.remove")}</button>
              <button type="button" class="plain" x-show="share.can.stop" x-on:click="stop(share)">${say("shares.stop")}</button>
              <button type="button" class="plain" x-show="share.many" :aria-expanded="share.open" x-on:click="toggle(share)"><span x-show="!share.open">${say("shares.show-files")}</span><span x-show="share.open">${say("shares.hide-files")}</span></button>
            </div>
            ${pipe?.ofShare}
            <template x-if="share.open">${filesOfShare(say)}</template>
            <template x-if="share.previewed">${previewOfShare(say)}</template>
          </li>
        </template>
      </ul>
      <p class="empty" x-show="empty">${icon("upload")}<span>${say("shares.empty")}</span></p>
    </section>`;
}

/** What is taken without a click, and where it is saved. Bytes of the sizes as people write them, but for the usual one, which is the protocol's. */
function landing(say: SayAll, language: Language): Html {
  const inUnits = (unit: string) => new Intl.NumberFormat(localeOf(language), { style: "unit", unit, unitDisplay: "short" });
  const [megabytes, gigabytes] = [inUnits("megabyte"), inUnits("gigabyte")];
  const sizes = [
    [100 * 1000 ** 2, megabytes.format(100)],
    [automaticBytesMax, gigabytes.format(2)],
    [20 * 1000 ** 3, gigabytes.format(20)],
    [shareBytesMax, say("room.any-size")],
  ] as const;
  return html`
      <div class="landing" x-data="landing">
        <label class="check" title="${say("room.automatic-hint")}"><input type="checkbox" :checked="automatic" x-on:change="setAutomatic($event)">
          ${say("room.automatic")}</label>
        <label class="up-to">${say("room.up-to")}
          <select :value="upTo" x-on:change="setUpTo($event)">${sizes.map(([bytes, name]) => html`<option value="${bytes}">${name}</option>`)}</select></label>
        <div class="folder" x-cloak x-show="canChoose">
          <p x-show="folder"><span class="quiet">${say("folder.into")}</span> <bdi x-text="folder"></bdi></p>
          <button type="button" class="small primary" x-show="asleep" x-on:click="allow()">${say("folder.allow")}</button>
          <button type="button" class="small" title="${say("folder.choose-hint")}" x-on:click="choose()">${say("folder.choose")}</button>
          <button type="button" class="small plain" x-show="folder" x-on:click="forget()">${say("folder.forget")}</button>
        </div>
      </div>`;
}

function filesOfShare(say: SayAll): Html {
  return html`<div class="files" x-data="files(share)">
              <p class="marks" x-show="share.can.download"><button type="button" class="small plain" x-on:click="tickAll(true)">${say("files.all")}</button><button type="button" class="small plain" x-on:click="tickAll(false)">${say("files.none")}</button></p>
              <p class="quiet" x-show="listing" x-text="listing"></p>
              <nav aria-label="${say("files.way")}"><template x-for="crumb in crumbs" :key="crumb.path"><button type="button" class="crumb" :aria-current="crumb.here" :disabled="crumb.here" x-on:click="enter(crumb.path)"><bdi x-text="crumb.name"></bdi></button></template></nav>
              <div class="rows" role="group" tabindex="-1" x-ref="rows" :aria-label="label">
                <template x-for="row in rows" :key="row.key">
                  <div class="file" :class="{ out: row.out }">
                    <template x-if="share.can.download"><label class="tick"><input type="checkbox" :aria-label="row.label" :checked="row.ticked" x-effect="mark($el, row)" x-on:click="tick($event, row)"></label></template>
                    <template x-if="row.folder"><button type="button" class="into" x-on:click="enter(row.path)"><bdi x-text="row.name"></bdi></button></template>
                    <template x-if="row.look"><button type="button" class="into seen" :aria-label="row.look" x-on:click="look(row)"><bdi x-text="row.name"></bdi></button></template>
                    <template x-if="row.plain"><bdi class="named" x-text="row.name"></bdi></template>
                    <span class="size" x-text="row.size"></span>
                    <template x-if="row.sum"><button type="button" class="sum" :title="row.sum" x-on:click="copySum(row)"><span class="heard">${say("files.copy-sum")}</span><span class="digest" x-show="copied !== row.key" x-text="row.short"></span><span x-show="copied === row.key">${say("files.sum-copied")}</span></button></template>
                  </div>
                </template>
              </div>
              <p class="more" x-show="more"><span x-text="more"></span> <button type="button" class="small" x-on:click="showMore()">${say("files.show-more")}</button></p>
              <p class="line" aria-live="polite" x-text="selected"></p>
            </div>`;
}

/** One file of a share, inert. Its room is kept before anything of it is read. */
function previewOfShare(say: SayAll): Html {
  return html`<div class="preview" x-data="preview(share)" :data-kind="kind">
              <template x-if="kind === 'image'"><img :src="url" :alt="name" x-on:error="fail()"></template>
              <template x-if="kind === 'video'"><video controls preload="metadata" playsinline :src="url" :aria-label="name" x-on:error="fail()"></video></template>
              <template x-if="kind === 'audio'"><audio controls preload="metadata" :src="url" :aria-label="name" x-on:error="fail()"></audio></template>
              <template x-if="kind === 'text'"><pre role="group" tabindex="0" dir="auto" :aria-label="name" x-text="text"></pre></template>
              <p class="quiet" role="status" x-show="failed">${say("shares.unseen")}</p>
            </div>`;
}

function chat(say: SayAll): Html {
  return html`
    <section class="chat" x-data="chat" aria-labelledby="chat">
      <div class="heading"><h2 id="chat">${say("chat.title")}</h2>
        <button type="button" class="bare" x-ref="look" title="${say("chat.search")}" aria-label="${say("chat.search")}" :aria-expanded="searching" x-on:click="look(!searching)">${icon("search")}</button></div>
      <template x-if="searching"><div class="search" role="search" x-data="search" x-on:keydown.escape="look(false, $event)">
        <input type="text" x-ref="query" x-model="query" x-on:input="find()" x-on:keydown="key($event)" aria-label="${say("chat.search")}" placeholder="${say("chat.search")}" dir="auto">
        <span role="status" x-text="line"></span>
        <button type="button" class="bare" title="${say("chat.search-older")}" aria-label="${say("chat.search-older")}" :disabled="!some" x-on:click="go(-1)">${icon("older")}</button>
        <button type="button" class="bare" title="${say("chat.search-newer")}" aria-label="${say("chat.search-newer")}" :disabled="!some" x-on:click="go(1)">${icon("latest")}</button>
        <button type="button" class="bare" title="${say("room.close")}" aria-label="${say("room.close")}" x-on:click="look(false)">${icon("close")}</button>
      </div></template>
      <div class="log" role="log" aria-label="${say("chat.title")}" tabindex="0" x-ref="log" x-on:scroll="scrolled()" x-on:click="copyCode($event)">
        <p class="empty" x-show="empty">${icon("messages")}<span>${say("chat.empty")}</span></p>
        <template x-for="entry in entries" :key="entry.id">
          <div class="entry" :class="entry.kind" :data-delivery="entry.delivery" :data-mine="entry.mine" :data-direct="entry.direct !== ''" :data-mention="entry.mention" :data-found="markOf(entry)">
            <template x-if="entry.id === firstNew"><p class="new"><span>${say("chat.new")}</span></p></template>
            <p class="who" x-show="entry.said"><bdi class="name" :class="entry.tone" x-text="entry.name"></bdi>
              <time :datetime="entry.stamp" x-text="entry.time"></time> <span class="direct" x-show="entry.direct">${icon("lock")}<span x-text="entry.direct"></span></span>
              <span class="mention" x-show="entry.mention">${say("chat.names-you")}</span>
              <span class="note" x-show="entry.note" x-text="entry.note"></span><span class="delivered" aria-live="off" x-show="entry.delivery === 'delivered'" title="${say("chat.delivered")}">${icon("check")}<span class="heard">${say("chat.delivered")}</span></span></p>
            <div class="body"><div class="text" dir="auto" x-effect="draw($el, entry)"></div>
              <template x-if="entry.said"><button type="button" class="bare" title="${say("chat.copy")}" x-on:click="copy(entry)"><span class="turns" :data-done="copied === entry.id">${icon("copy")}${icon("check")}</span><span class="heard" x-show="copied !== entry.id">${say("chat.copy")}</span><span class="heard" x-show="copied === entry.id">${say("files.sum-copied")}</span></button></template></div>
          </div>
        </template>
      </div>
      <form class="compose" x-data="compose" :class="{ direct: to }" x-on:submit.prevent="send()" x-on:keydown.escape="leave($event)">
        <button type="button" class="latest" x-show="behind" x-on:click="toLatest()">${icon("latest")}${say("chat.latest")}<span class="count" x-show="unread" x-text="unreadText"></span></button>
        <div class="line"><label for="to">${say("chat.to")}</label>
            <select id="to" x-on:change="choose($event)"><option value="" :selected="to === ''">${say("chat.to-all")}</option><template x-for="each in addressees" :key="each.id"><option :value="each.id" :selected="each.id === to" x-text="each.name"></option></template></select>
          <span class="writing" x-text="writing"></span></div>
        <p class="hint" x-show="toHint"><span id="to-hint" x-text="toHint"></span> <button type="button" class="small" x-on:click="toAll()">${say("chat.back-to-all")}</button></p>
        <p class="hint mistake" role="alert" x-show="overlong"><span x-text="overlong"></span> <button type="button" class="small" x-on:click="shareText()">${say("chat.share-text")}</button></p>
        <ul class="suggestions" role="listbox" id="suggestions" aria-label="${say("chat.suggestions")}" x-show="suggestions.length > 0">
          <template x-for="(each, i) in suggestions" :key="each.key"><li role="option" :id="'suggestion-' + i" :aria-selected="i === active" x-on:pointerdown.prevent="take(i)" x-text="each.label"></li></template></ul>
        <div class="field"><textarea rows="1" x-ref="message" x-model="message" x-on:keydown="key($event)" x-on:input="typed($event)" x-on:compositionend="suggest($event)" x-on:blur="close()" aria-autocomplete="list" aria-controls="suggestions" :aria-activedescendant="suggestions.length > 0 ? 'suggestion-' + active : null" aria-label="${say("chat.message")}" aria-describedby="to-hint" placeholder="${say("chat.message")}" dir="auto"></textarea>
          <button type="button" class="bare" title="${say("chat.emoji")}" aria-label="${say("chat.emoji")}" aria-haspopup="listbox" aria-expanded="false" x-on:click="chooseEmoji($el)">${icon("emoji")}</button></div>
        <button class="primary" type="submit">${icon("send")}<span class="label">${say("chat.send")}</span></button>
      </form>
    </section>`;
}
