// Every bound of the protocol, with its unit and its reason. A host may change those that `routes/settings.ts` lists.

/** Version of every conversation: peer to server and peer to peer. It changes when an older peer could misread a newer one. */
export const protocolVersion = 6;

const KiB = 1024;
const MiB = 1024 * KiB;

// Rooms and signalling

/** Code points in a room name. Long enough for a sentence in any script, short enough for a URL that survives being pasted. */
export const roomNameMax = 64;
/** Symbols in a random room name: 31^8 ≈ 2^39.6 names, and still easy to read out. */
export const randomNameLength = 8;
/** People in one room. A mesh costs each browser one connection per person; 32 of them still connect in seconds. */
export const peersPerRoomMax = 32;
/** Rooms open at once. An empty room costs the server about a kilobyte. */
export const roomsMax = 10_000;
/** How long a name made with `POST /api/rooms` waits for its first person. */
export const reservationMs = 10 * 60_000;
/** Characters of one envelope, and of what is sealed in it, in hexadecimal. A session description with many candidates is below 16 KiB. */
export const envelopeMax = 48 * KiB;
export const sealedMax = 40 * KiB;
/** Bytes that wait for a peer who does not read what the server says; then its socket is ended. */
export const socketBacklogBytesMax = 2 * MiB;
/** Bytes of one WebSocket message: an envelope, escaped once more as JSON, and its address. */
export const socketMessageBytesMax = 128 * KiB;
/** Messages per second that a peer may send on its socket, on average. A joining peer greets 31 others with about 10 candidates each. */
export const messagesPerSecondMax = 100;
/** Messages that a peer may send at once before the average counts. */
export const messageBurstMax = 600;
/** Bytes per second that a peer may send on its socket on average, and at once: greeting a full room with long session descriptions. */
export const bytesPerSecondMax = 128 * KiB;
export const bytesBurstMax = 4 * MiB;
/** Sockets open at once from one address: twice the people of an office behind one NAT, with a second tab each, and two sockets in each tab. */
export const socketsPerAddressMax = 512;
/** Bytes of a request's body: a room's name. */
export const requestBytesMax = 16 * KiB;
/** Joins per minute from one address. An office of 60 behind one NAT may reload at the same moment. */
export const joinsPerMinuteMax = 240;
/** Rooms that one address may reserve per minute: a class that makes one each at the same moment. */
export const reservationsPerMinuteMax = 60;
/** A socket that has not joined by then is closed. */
export const joinWithinMs = 10_000;
/** A peer says `beat` this often; home routers forget an idle connection after 60 s at the earliest. */
export const beatEveryMs = 20_000;
/** A server that has not answered a beat by then is taken for lost. */
export const beatWithinMs = 8_000;
/** The server closes a socket that was silent for this long: two beats and their delay. Seconds, as Bun counts them. */
export const socketIdleSeconds = 60;
/** A dropped socket is "away" this long before "left" is said: a lift, a tunnel, a change of network. */
export const awayMs = 30_000;
/** The same after a goodbye: a reload is back within this time. */
export const goodbyeMs = 4_000;
/** First and longest wait before a lost socket is opened again; it doubles in between, and half of it is random. */
export const reconnectFirstMs = 500;
export const reconnectLastMs = 15_000;

// STUN and TURN

/** STUN and TURN servers that a host names; browsers grow slow with more than five. */
export const iceServersMax = 8;
/** Characters of one server's address, of a user's name and of a credential: what fits a USERNAME (RFC 8489, section 14.3). */
export const iceTextMax = 508;
/** Bytes of a request: what IPv6 carries in one piece everywhere (RFC 8489, section 6.1). */
export const stunRequestBytesMax = 1232;
/**
 * Requests per minute that an address is answered on average, and at once: 200 a second, where a browser asks once in 10 s for each connection
 * that it has. A full room behind one NAT has a thousand, and all of them ask at once when it comes in.
 */
export const stunRequestsPerMinuteMax = 12_000;
export const stunRequestsBurstMax = 2_000;
/** Requests per second that are answered in all, on average and at once: 50 full rooms. They cost a tenth of a processor and 0.3 MB/s. */
export const stunAnswersPerSecondMax = 5_000;
/** How long credentials for a TURN server are good to begin with it. New ones are told after half of it, so a clock may be an hour wrong. */
export const turnForMs = 2 * 60 * 60_000;

// The secret of a room

/** Code points in a passphrase. */
export const passphraseMax = 256;
/** Passphrases that a peer lets others try in so long, all of them together: the server could make itself any number of peers. */
export const guessesMax = 5;
export const guessesWithinMs = 10 * 60_000;
/** Somebody who comes while others have not shown yet that they know the passphrase waits for this long. */
export const guessAgainMs = 500;
/** Greetings that are being answered at once where nothing can be guessed: each costs a connection. */
export const unprovenMax = 32;
/** Greetings of one person that are answered: one in so long on average, and so many at once. Somebody reloads and reloads, and each costs a connection. */
export const greetingEveryMs = 2_000;
export const greetingsBurstMax = 8;
/** People that a page keeps in mind, whatever the server says. */
export const peopleKnownMax = 512;
/** A peer that lets nobody in is asked again after this long. */
export const shutForMs = 60_000;

// Links

/** Conversations that do not lead to a link by then are begun anew. ICE alone may take 15 s on a bad network. */
export const linkWithinMs = 15_000;
/** A peer that should greet us and has not: then we greet it. */
export const greetAfterMs = 5_000;
/** ICE is restarted when a link has been out of contact this long; shorter gaps heal by themselves. */
export const troubleMs = 2_000;
/** First and longest wait before an unreachable peer is tried again. */
export const retryFirstMs = 2_000;
export const retryLastMs = 60_000;
/** Bytes that may wait in a data channel. At 15 MB/s this is 130 ms of work, so the line never runs dry while the page is busy. */
export const highWaterBytes = 2 * MiB;
/** Below this the channel asks for more. */
export const lowWaterBytes = 1 * MiB;
/** Connections of one pair, the first included: each is a DTLS handshake, and a thread's work in some browsers. */
export const lanesMax = 16;
/** A line with such a round trip is long: on a shorter one, loss is made good before it is felt. */
export const longLineMs = 30;
/** First and longest time after more lanes were tried in vain. */
export const lanesRestFirstMs = 30_000;
export const lanesRestMostMs = 480_000;
/** Bytes of one frame: what Chromium and Firefox announce as `maxMessageSize`. */
export const frameBytesMax = 256 * KiB;
/** Characters of one control message. */
export const controlMax = 60 * KiB;

/** Control messages per second that somebody is listened to, on average and at once: three transfers ask some 120 times a second on a quick line. */
export const controlsPerSecondMax = 500;
export const controlsBurstMax = 5_000;

/** Milliseconds around 1970 that a `Date` can hold (ECMA-262, section 21.4.1.1). */
export const timeMax = 8.64e15;

// The relay

/** File data goes over the relay when no direct link has come up by then; control messages and chat do at once. */
export const relayDataAfterMs = 5_000;
/** A relayed path that broke, or that the other side has not answered for, is begun anew after this long; then after twice as long each time. */
export const relayAgainFirstMs = 2_000;
export const relayAgainLastMs = 60_000;
/** Bytes that the page lets wait for the relay of what it says to one person. */
export const relayWaitingMax = 16 * MiB;
/** A socket to the relay over which nothing came for so long after it was asked is taken for lost: the question waits behind what is being sent. */
export const relayBeatWithinMs = 15_000;
/** A socket to the relay that was open for so long was worth opening: the next loss is its first. */
export const relaySettledMs = 10_000;
/** Eras that somebody may begin, per second on average and at once: each has all shares told again. */
export const erasPerSecondMax = 1;
export const erasBurstMax = 16;
/** Bytes that a receiver has asked for over the relay and not got: all that one of the two can leave in the server's memory. */
export const relayWindowBytesMax = 2 * MiB;
/** Transfers of one owner that ask for something over the relay at once, each for a part at least; the others wait for their turn. */
export const relayedAtOnceMax = 16;
/** Bytes that may wait in the page for the relay's socket. Chat waits behind them. */
export const relayHighWaterBytes = 1 * MiB;
/** Bytes of one person to one other that the server holds while that one takes them too slowly; what exceeds it goes nowhere. Buffers that grow by doubling make 4 MiB of it. */
export const relayedPerPairMax = 2.75 * MiB;
/** The same of everybody together. */
export const relayedBytesMax = 512 * MiB;
/** Bytes of one message to the relay: a frame, sealed, and its head. */
export const relayMessageBytesMax = frameBytesMax + 64;
/** Messages per second to the relay, on average and at once: frames of 128 KiB at 500 MB/s. */
export const relayMessagesPerSecondMax = 4_000;
export const relayMessagesBurstMax = 8_000;
/** Bytes of all others together that wait for one slow reader: eleven of them at their bound. */
export const relayedToOneMax = 32 * MiB;
/** A reader for whom something waits and who takes nothing for so long to twice as long is ended. */
export const relayStalledMs = 15_000;
/** Words that make a path, which somebody is listened to, per second on average and at once. */
export const relayWordsPerSecondMax = 2;
export const relayWordsBurstMax = 30;
/** Characters of a word that makes a relayed path. */
export const relayWordMax = 256;

// Pipes: what goes through the server to or from curl

/** What curl sends, offered at once in one room. */
export const pipesPerRoomMax = 8;
/** Pipes that one address has open at once: uploads that wait or run, and downloads of what was allowed. */
export const pipesPerAddressMax = 16;
/** All pipes of a server that bytes may go through. Each holds some 8 MiB at the most while its receiver is slow (measured: `bench/pipe.ts`). */
export const pipesMax = 64;
/** Pipes that a page keeps in mind: those on offer, and some that are over. */
export const pipesKnownMax = 32;
/** Shares that one person lets curl have at once. */
export const allowedPerPeerMax = 16;
/** How long curl waits for somebody to take what it brings. */
export const pipeWaitMs = 10 * 60_000;
/** A pipe through which nothing went for so long to twice as long, though somebody took it, is ended: a browser may ask first where to save. */
export const pipeStalledMs = 60_000;
/** How often a waiting curl is told that it still waits. What is written to a curl that is gone comes back refused, which is how that is learned. */
export const pipeBeatMs = 5_000;
/** UTF-16 units of a name, which has been made safe. */
export const pipeNameMax = 255;
/** Bytes that a page brings at a time: a proxy in front that keeps requests before it passes them on usually takes no more than 1 MiB. */
export const pipePieceBytes = 1 * MiB;

// People and chat

/** Code points in a nickname. */
export const nicknameMax = 40;
/** Code points in one message; with JSON's escapes it still fits one control message. */
export const messageMax = 4_000;
/** Whoever writes says so again after this long, and is taken for somebody who stopped when nothing came for twice as long and a little. */
export const typingEveryMs = 3_000;
export const typingForMs = 7_000;
/** Messages kept for newcomers, and their characters in all. */
export const historyMax = 200;
export const historyCharactersMax = 256 * KiB;
/** Messages kept on the page. */
export const messagesKeptMax = 5_000;

// Shares and transfers

/** Bytes asked for at a time. One frame carries it, and seven make a chunk. */
export const partBytes = 128 * KiB;
/**
 * Bytes of a chunk in a share of up to 14 GiB: small enough to fetch again, large enough that its hash costs little, and below the 960 KiB
 * from which on Chromium gets new memory from the system for each: hashing a MiB took 5 processor milliseconds there, and takes 1.3 (measured on 156).
 */
export const chunkBytesMin = 7 * partBytes;
/** Chunks in a share; larger shares get larger chunks, so that all digests together stay below 4 MiB. */
export const chunksMax = 16_384;
/** Bytes of a chunk in a share of unknown size: larger than most, since nobody knows how many there will be, and small enough to hold some of. */
export const streamChunkBytes = 4 * chunkBytesMin;
/** Chunks of a stream that its owner holds until the receiver has stored them, 28 MiB: two windows in flight. What is stored is gone for good. */
export const streamAheadMax = 8;
/** Bytes of a share, 1 TiB: its chunks are 64 MiB, of which a page can still hold a few in memory. */
export const shareBytesMax = 2 ** 40;
/** Entries of a share, files and folders: a manifest of 200,000 files takes some 40 MB of a page. */
export const entriesPerShareMax = 250_000;
/** Characters of one portion of a manifest, and entries in it: it is told in control messages, one at a time, so that chat is never stuck behind it. */
export const listedMax = 40 * KiB;
export const portionMax = 1_000;
/** UTF-16 units of a path in a manifest: Linux's PATH_MAX. */
export const pathMax = 4_096;
/** UTF-16 units of a media type in a manifest. */
export const mediaMax = 128;
/** Characters of all paths in a manifest: what 250,000 usual ones have, twice over. */
export const pathsMax = 32 * MiB;
/** Bytes of a file name in UTF-8: what ext4, APFS and others hold; NTFS holds 255 UTF-16 units, which are never more. */
export const fileNameMax = 255;
/** Shares that one peer may offer at once. */
export const sharesPerPeerMax = 200;
/** Bytes of a share's small picture. At its size a photograph has some 4 KiB. */
export const thumbnailBytesMax = 8 * KiB;
/** Pixels of each of its sides: a tile of 44, three times as sharp. */
export const thumbnailSideMax = 132;
/** Pictures of one person that are told on a new link, and kept: 1 MiB in hexadecimal at the most, behind all that is more urgent. */
export const thumbnailsPerPeerMax = 64;
/** Withdrawn shares that are still spoken of on a new link; of older ones whoever asks is told. */
export const withdrawnKeptMax = 200;
/** Shares of others that "Automatic download" remembers to leave alone while their owner is not here. */
export const takenKeptMax = 1_000;
/** Bytes asked for and not yet here: while nothing is known of the line, at least, and at most. */
export const windowBytesFirst = 1 * MiB;
export const windowBytesMin = 256 * KiB;
export const windowBytesMax = 16 * MiB;
/** Bytes of chunks that are arriving, being hashed or being written: a slow disk slows the sender, not the tab. */
export const chunksInHandBytesMax = 48 * MiB;
/** Bytes that a sender lets one receiver ask for ahead: four of the largest windows. */
export const askedBytesMax = 64 * MiB;
/** Parts in one question. */
export const partsPerAskMax = 512;
/** Parts that a receiver may have asked for and not got: as many as those bytes, twice over. */
export const askedPartsMax = (2 * askedBytesMax) / partBytes;
/** Transfers that are over and that their owner still shows. */
export const sendingsShownMax = 100;
/** Chunks that a sender reads ahead for one receiver. */
export const readAheadMax = 3;
/** A part is asked for again after this long at the earliest (RFC 6298 takes one second too). */
export const askAgainMinMs = 1_000;
/** The same over the relay, where TCP loses none: two megabytes at a slow uplink's 2 Mbit/s. */
export const askAgainRelayedMs = 10_000;
/** How often a receiver looks for parts that are late. */
export const lookEveryMs = 500;
/** Times that the same part is asked for, each time waiting twice as long, before the source counts as silent: at least two minutes. */
export const asksMax = 7;
/** Chunks of one transfer that may arrive damaged before the source counts as bad. */
export const corruptChunksMax = 8;
/** Bytes that a page keeps in memory where the browser lends no storage. */
export const memorySinkBytesMax = 512 * MiB;
/** Downloads that run at once when nobody chose them one by one: they share one line and one disk. */
export const automaticAtOnceMax = 3;
/** Bytes of a share that is taken without a click when "Automatic download" is on. */
export const automaticBytesMax = 2 * 1024 * MiB;
