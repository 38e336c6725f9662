// What a room's page has for pipes, where the server lends them: an item for each thing that curl sends, and what lets curl have a share of one's own.
import { hostWords } from "../protocol/words/host/all.ts";
import type { PipeWords } from "../protocol/words/host/en.ts";
import { type Language, sayIn } from "../protocol/words.ts";
import { type Html, html } from "./html.ts";

export type PipeMarkup = { readonly list: Html; readonly items: Html; readonly ofShare: Html; readonly words: PipeWords };

export function pipeMarkup(language: Language): PipeMarkup {
  const words = hostWords[language].pipe;
  const say = sayIn(words, language);
  const items = html`
        <template x-for="pipe in pipes" :key="pipe.key">
          <li class="share piped" :data-state="pipe.state">
            <p class="what"><bdi class="name" x-text="pipe.name"></bdi> <span class="size" x-text="pipe.size"></span></p>
            <p class="whose">${say("pipe.whose")}</p>
            <p class="clear">${say("pipe.clear")}</p>
            <p class="line" x-text="pipe.line"></p>
            <div class="acts">
              <a class="button primary" x-show="pipe.href" :href="pipe.href" :download="pipe.name" title="${say("pipe.take-hint")}">${say("pipe.take")}</a>
              <button type="button" x-show="pipe.over" x-on:click="removePipe(pipe)">${say("pipe.remove")}</button>
            </div>
          </li>
        </template>`;
  const ofShare = html`
            <template x-if="share.can.stop">
              <div class="curl" x-data="curl(share)">
                <p class="quiet" x-show="mayAllow"><button type="button" class="small" x-on:click="allow()">${say("pipe.allow")}</button> ${say("pipe.allow-hint")}</p>
                <div x-show="command">
                  <p class="clear">${say("pipe.allowed")}</p>
                  <p><code x-text="command"></code></p>
                  <p class="line" x-text="progress"></p>
                  <p class="acts"><button type="button" class="small" x-on:click="copyCommand()"><span x-show="!justCopied">${say("pipe.copy")}</span><span x-show="justCopied">${say("pipe.copied")}</span></button>
                    <button type="button" class="small" x-on:click="forbid()">${say("pipe.forbid")}</button></p>
                </div>
              </div>
            </template>`;
  return { list: html` x-data="pipes"`, items, ofShare, words };
}
