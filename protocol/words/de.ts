// Deutsch, mit „du“. „|“ trennt Einzahl und Mehrzahl, „{name}“ wird ersetzt.
// Glossar: room = Raum, share = Freigabe (share something = etwas teilen), download = herunterladen, relay = Relay, host = Betreiber, passphrase = Passphrase, verified = geprüft, peer = Person.
import type { Words } from "./en.ts";

export const words: Words = {
  "enter.open":
    "Wer den Namen dieses Raums kennt, kann hereinkommen, und wer den Server betreibt, könnte sich dazwischenschalten. Eine Passphrase schützt vor beidem.",
  "enter.link": "Durch den Link geschützt: Wer den ganzen Link hat, kann herein, und der Server kann nicht mitlesen.",
  "enter.server":
    "Den Link dieses Raums hat der Server gemacht, er könnte also das Geheimnis kennen. Für ein Geheimnis, das nur ihr habt, erstelle den Raum in einem Browser.",
  "enter.asks": "Hier wird eine Passphrase verlangt. Wer dich eingeladen hat, kennt sie.",
  "enter.passphrase": "Passphrase",
  "enter.ready": "Dieser Browser kann sich mit den anderen hier verbinden.",
  "enter.insecure":
    "Diese Seite kam über unverschlüsseltes HTTP: Dateien kommen trotzdem an, aber große werden langsamer gespeichert, und wer in diesem Netzwerk ist, könnte mitlesen.",

  "room.copy": "Link kopieren",
  "room.copied": "Link kopiert",
  "room.copy-failed": "In diesem Browser darf die Seite nicht kopieren. Hier ist der Link:",
  "room.copy-here": "Kopieren",
  "room.open":
    "Dieser Raum ist offen: Nichts unterscheidet Freunde von jemandem, der dazwischensitzt. Vergleicht die Symbole oder setzt eine Passphrase.",
  "room.link": "Nur wer den ganzen Link hat, hört mit. Der Server kann nicht mitlesen.",
  "room.passphrase": "Nur wer die Passphrase kennt, hört mit. Der Server kann nicht mitlesen.",
  "room.server": "Den Link dieses Raums hat der Server gemacht, er könnte also das Geheimnis kennen und mitlesen.",
  "room.strangers":
    "Eine Person hier hat einen anderen Link oder eine andere Passphrase, oder jemand sitzt dazwischen: Ihr hört einander nicht.|{n} Personen hier haben einen anderen Link oder eine andere Passphrase, oder jemand sitzt dazwischen: Ihr hört einander nicht.",
  "room.lock": "Niemanden mehr einlassen",
  "room.unlock": "Wieder Neue einlassen",
  "room.locked": "Niemand Neues wird eingelassen.",
  "room.locked-by": "{name} möchte, dass niemand Neues eingelassen wird.",

  "people.self": "das bist du",
  "people.connecting": "verbindet sich …",
  "people.direct": "direkt verbunden",
  "people.relayed": "über den Server verbunden",
  "people.unreachable": "nicht erreichbar",
  "people.away": "abwesend",
  "people.nameless": "Jemand",
  "people.compare-with": "Mit {name} vergleichen",
  "people.in-between":
    "Jemand sitzt zwischen dir und {name}. Sage hier nichts, was andere nicht hören dürfen, und trefft euch in einem Raum mit geheimem Link oder Passphrase.",
  "people.message-whom": "Nachricht an {name}",
  "people.ignore-whom": "{name} ignorieren",
  "people.hear-whom": "{name} wieder hören",
  "people.ignored": "ignoriert",
  "people.outside": "wartet auf Einlass",
  "people.details-of": "Details zu {name}",
  "people.no-relay": "Dieser Server bietet kein Relay, das einspringen könnte.",

  "chat.joined": "{name} ist da",
  "chat.left": "{name} ist gegangen",
  "chat.waiting": "wartet auf eine Verbindung",
  "chat.told": "von vor deiner Ankunft",
  "chat.told-by": "von {name} weitergegeben",
  "chat.only-two": "nur du und {name}",
  "chat.missed": "nicht bei allen angekommen",
  "chat.unread": "eine neu|{n} neu",
  "chat.to-one": "nur {name}",
  "chat.to-hint": "Nur {name} sieht das.",
  "chat.writes": "{name} schreibt …",
  "chat.writes-you": "{name} schreibt dir allein …",
  "chat.two-write": "{name} und {other} schreiben …",
  "chat.many-write": "Mehrere schreiben …",
  "chat.search-none": "Nichts gefunden",
  "chat.search-count": "{at} von {n}",
  "chat.text-file": "Nachricht",
  "chat.copy-failed": "In diesem Browser darf die Seite nicht kopieren. Markiere den Text und kopiere ihn selbst.",

  "shares.unreadable":
    "Eine Datei war nicht lesbar und wird deshalb nicht geteilt.|{n} Dateien waren nicht lesbar und werden deshalb nicht geteilt.",
  "shares.of": "von {name}",
  "shares.mine": "deine",
  "shares.many": "{name} und noch eine|{name} und {n} weitere",
  "shares.count": "eine Datei|{n} Dateien",
  "shares.count-of": "{some} von {n} Dateien",
  "shares.download": "Herunterladen",
  "shares.download-selected": "Auswahl herunterladen",
  "shares.queued": "wartet, bis es an der Reihe ist",
  "shares.no-room": "Eine Freigabe passt nicht auf dieses Gerät.|{n} Freigaben passen nicht auf dieses Gerät.",
  "shares.unseen": "Dieser Browser kann es nicht zeigen. Speichere es und öffne es mit etwas anderem.",
  "shares.again-file": "Dieselbe Datei noch einmal wählen",
  "shares.again-files": "Dieselben Dateien noch einmal wählen",
  "shares.again-folder": "Denselben Ordner noch einmal wählen",
  "shares.again-drop": "Diese wurden zusammen abgelegt: Lege dieselben noch einmal hier ab, um weiterzumachen.",
  "shares.verified": "Geprüft",
  "shares.saved": "Gespeichert",
  "shares.saved-zip": "Als Zip gespeichert",
  "shares.saved-folder": "Im gewählten Ordner gespeichert",
  "shares.saving": "Wird gespeichert … {progress}",
  "shares.progress": "{percent} · {done} von {total}",
  "shares.progress-open": "bisher {done}",
  "shares.size-unknown": "Größe unbekannt",
  "shares.stream-once": "Das kommt als Datenstrom: Wer es zuerst herunterlädt, bekommt es, einmal.",
  "shares.speed": "{speed}/s",
  "shares.left": "noch {time}",
  "shares.checking": "Das Ganze wird geprüft …",
  "shares.rechecking": "Was schon da ist, wird geprüft …",
  "shares.listing": "Die Dateiliste wird gelesen …",
  "shares.opening": "Auf dem Datenträger wird Platz gemacht …",
  "shares.stalled": "Warten auf {name} …",
  "shares.waiting": "Warten, bis {name} zurückkommt",
  "shares.no-path-yet": "Ein direkter Weg zu {name} wird gesucht …",
  "shares.not-offered": "{name} ist da, teilt dies aber nicht mehr; warten",
  "shares.confirming": "Alles ist da; {name} muss es noch bestätigen",
  "shares.pausing": "Wird angehalten …",
  "shares.paused": "Angehalten",
  "shares.paused-by": "Angehalten von {name}",
  "shares.paused-both": "Angehalten von dir und von {name}",
  "shares.partly-kept": "{progress} bleiben erhalten",
  "shares.kept": "Wartet auf die Dateien: Die Seite wurde neu geladen und braucht sie noch einmal.",
  "shares.nobody-takes": "Noch niemand hat es genommen.",
  "shares.receiver": "{name}: {percent}",
  "shares.receiver-done": "{name} hat alles",
  "shares.receiver-some": "{name} hat das Gewählte",
  "shares.receiver-away": "{name} ist abwesend · {progress}",
  "shares.receiver-paused": "{name} hat angehalten · {progress}",
  "shares.receiver-held": "{name}: von dir angehalten · {progress}",
  "shares.receiver-both": "{name}: von euch beiden angehalten · {progress}",
  "shares.receiver-stopped": "{name} hat bei {progress} aufgehört und kann fortsetzen",
  "shares.receiver-refused": "{name}: Du hast diesen Download beendet",
  "shares.pause-for": "Für {name} anhalten",
  "shares.resume-for": "Für {name} fortsetzen",
  "shares.cancel-for": "Für {name} abbrechen",
  "shares.sent": "{size} an eine Person gesendet|{size} an {n} Personen gesendet",
  "shares.receiver-ended": "{name}: {why}",

  "files.list": "Dateien von {name}",
  "files.more": "und noch eine|und {n} weitere",
  "files.preview": "Vorschau von {name}",
  "files.selected": "Eine Datei ausgewählt, {size}|{n} Dateien ausgewählt, {size}",
  "files.left-out": "nicht genommen",
  "files.sum-copied": "Kopiert",

  "status.online": "Online",
  "status.reconnecting": "Verbindet sich neu …",
  "status.offline": "Offline – laufende Übertragungen gehen weiter",

  "failure.message-unreadable": "Der Server hat diese Seite nicht verstanden. Lade sie neu, um die aktuelle Fassung zu bekommen.",
  "failure.message-too-large": "Eine Nachricht war größer, als der Server erlaubt.",
  "failure.not-joined": "Der Server hat diese Seite nicht verstanden. Lade sie neu, um die aktuelle Fassung zu bekommen.",
  "failure.joined-already": "Der Server hat diese Seite nicht verstanden. Lade sie neu, um die aktuelle Fassung zu bekommen.",
  "failure.join-too-late": "Das Betreten hat zu lange gedauert. Es wird von selbst noch einmal versucht.",
  "failure.version-mismatch": "Auf beiden Seiten läuft nicht dieselbe Version von roomcp. Ladet die Seite neu, dort und hier.",
  "failure.room-full":
    "In diesem Raum sind schon so viele, wie er fasst. Versuche es wieder, wenn jemand gegangen ist, oder erstelle einen anderen Raum.",
  "failure.too-many-rooms":
    "Aus deinem Netzwerk wurden in einer Minute zu viele Räume erstellt. Warte eine Minute und versuche es dann wieder.",
  "failure.rooms-full": "Auf diesem Server sind so viele Räume offen, wie er kann. Versuche es in ein paar Minuten wieder.",
  "failure.too-many-messages": "Diese Seite hat mehr Nachrichten gesendet, als der Server erlaubt. Sie kommt von selbst zurück.",
  "failure.too-many-sockets": "Aus deinem Netzwerk sind zu viele Seiten offen. Schließe einige davon; es wird von selbst wieder versucht.",
  "failure.too-many-bytes": "Diese Seite hat mehr gesendet, als der Server weiterleitet. Sie kommt von selbst zurück.",
  "failure.room-not-made":
    "Es gibt keinen Raum mit diesem Namen, und dieser Server erstellt Räume nur für die, die das Token seines Betreibers haben.",
  "failure.metrics-guarded":
    "Dieser Server zeigt seine Zahlen nur denen, die das Token seines Betreibers dafür vorweisen, als Authorization: Bearer TOKEN.",
  "failure.token-wrong":
    "Dieser Server erstellt Räume nur für die, die das Token seines Betreibers haben. Prüfe das Token oder frage den Betreiber danach.",
  "failure.too-many-joins": "Aus deinem Netzwerk kamen in einer Minute zu viele herein. Es wird von selbst wieder versucht.",
  "failure.replaced":
    "Dieser Raum ist in einem anderen Tab offen, und der hat deinen Platz übernommen. Lade diese Seite neu, um ihn zurückzuholen.",
  "failure.server-stopping": "Der Server wird neu gestartet. Diese Seite kommt von selbst zurück.",
  "failure.no-such-peer": "Diese Person ist nicht mehr da.",
  "failure.relay-unknown":
    "Der Server kennt diese Seite nicht als jemanden im Raum. Das Relay öffnet sich wieder, sobald die Seite zurück im Raum ist.",
  "failure.relay-overrun": "Diese Seite hat mehr gesendet, als die andere Seite annehmen konnte. Das Relay öffnet sich von selbst wieder.",
  "failure.relay-busy":
    "Das Relay des Servers ist ausgelastet. Es wird von selbst wieder versucht; im selben Netzwerk gelingt eine direkte Verbindung eher.",
  "failure.relay-spent":
    "Das Relay des Servers hat alles weitergeleitet, was sein Betreiber erlaubt. Was kein Relay braucht, geht noch; im selben Netzwerk gelingt eine direkte Verbindung eher.",
  "failure.room-name-invalid":
    "Der Name eines Raums hat 1 bis 64 Buchstaben, Ziffern, - oder _ und keine Leerzeichen. Bitte wähle einen anderen Namen.",
  "failure.room-occupied": "Ein Raum mit diesem Namen ist schon offen. Wähle einen anderen Namen oder betritt jenen Raum.",
  "failure.room-not-found": "In einem Raum mit diesem Namen ist niemand.",
  "failure.page-not-found": "Diese Seite gibt es nicht. Auf der Startseite geht es weiter.",
  "failure.request-unreadable": "Die Anfrage war nicht lesbar. Sie darf JSON oder ein Formular mit einem Feld namens name sein.",
  "failure.socket-wanted": "Diese Adresse ist für WebSockets. Öffne stattdessen die Seite des Raums.",
  "failure.foreign-site": "Diese Anfrage kam von einer anderen Website und wurde deshalb nicht ausgeführt.",
  "failure.server-fault": "Im Server ist etwas schiefgegangen. Das liegt an uns, nicht an dir; bitte versuche es noch einmal.",
  "failure.not-handed": "Was du geteilt hast, kam nicht an. Öffne einmal die Startseite in diesem Browser und teile es dann noch einmal.",
  "failure.nickname-invalid": "Ein Spitzname hat 1 bis 40 Zeichen. Bitte gib einen ein.",
  "failure.not-entered": "Du bist noch nicht im Raum, also wurde nichts gesendet. Dein Text ist noch da; versuche es gleich noch einmal.",
  "failure.person-left": "Die Person ist gegangen, deshalb wurde nichts gesendet. Was du geschrieben hast, ist noch da.",
  "failure.message-too-long": "Diese Nachricht ist zu lang: höchstens {n} Zeichen. Sende sie in Teilen oder als Datei.",
  "failure.secret-unreadable":
    "Dieser Link ist beschädigt: Am Ende fehlt etwas oder ist falsch. Bitte noch einmal darum und kopiere ihn ganz.",
  "failure.secret-mismatch": "Diese Person hat einen anderen Link oder eine andere Passphrase für diesen Raum.",
  "failure.passphrase-missing": "Hier ist eine Passphrase nötig. Bitte gib sie ein.",
  "failure.passphrase-too-long": "Eine Passphrase hat höchstens 256 Zeichen. Bitte kürze sie.",
  "failure.too-many-guesses":
    "Hier wurden zu oft falsche Passphrasen versucht, deshalb wird zehn Minuten lang niemand Neues eingelassen. Wer verbunden ist, bleibt verbunden.",
  "failure.room-locked": "Diese Person lässt gerade niemand Neues ein. Bitte um Einlass; es wird von selbst wieder versucht.",
  "failure.envelope-forged":
    "Was gesendet wurde, um euch zu verbinden, wurde unterwegs verändert. Vielleicht sitzt jemand dazwischen; es wird von selbst wieder versucht.",
  "failure.link-failed":
    "Es wurde kein direkter Weg zu dieser Person gefunden. Es wird von selbst wieder versucht; im selben Netzwerk zu sein hilft.",
  "failure.peer-floods":
    "Die Seite dieser Person sendet mehr, als eine Seite annehmen kann, deshalb wurde die Verbindung beendet. Später wird es wieder versucht.",
  "failure.link-unsupported":
    "Dieser Browser kann sich nicht mit anderen verbinden, weil WebRTC fehlt oder ausgeschaltet ist. Öffne diesen Link in einem anderen Browser.",
  "failure.page-incomplete":
    "Ein Teil dieser Seite konnte nicht geladen werden, weil der Server nicht erreichbar ist. Versuche es wieder, wenn er zurück ist.",
  "failure.too-many-files": "Zu viele Dateien auf einmal. Teile sie in mehreren Portionen oder als ein Archiv.",
  "failure.too-many-shares": "Du teilst so viel, wie ein Raum fasst. Höre zuerst auf, etwas zu teilen.",
  "failure.share-too-large": "Diese Dateien sind größer, als eine Freigabe sein darf: 1 TiB. Teile sie in mehreren Portionen.",
  "failure.share-withdrawn": "Wird nicht mehr geteilt. Bitte darum, dass es noch einmal geteilt wird.",
  "failure.share-unknown": "Es wird nicht mehr geteilt. Bitte darum, dass es noch einmal geteilt wird.",
  "failure.share-mismatch": "Was ankam, ist nicht, was geteilt wurde, deshalb wurde nichts behalten. Lade es noch einmal herunter.",
  "failure.manifest-unreadable":
    "Die Dateiliste einer Freigabe war nicht lesbar, deshalb wird sie nicht gezeigt. Bitte darum, dass noch einmal geteilt wird.",
  "failure.other-files": "Das sind andere Dateien als die, die geteilt wurden. Wähle dieselben Dateien noch einmal, unter denselben Namen.",
  "failure.folder-denied":
    "Der Browser lässt diese Seite nicht in den Ordner schreiben. Erlaube es wieder oder wähle einen anderen Ordner.",
  "failure.refused-by-sharer": "Wer dies teilt, hat diesen Download beendet. Frage nach, bevor du ihn wieder startest.",
  "failure.receiver-left": "ist gegangen",
  "failure.source-silent": "Lange kamen keine Daten. Was hier ist, bleibt erhalten: Drücke „Fortsetzen“, um weiterzumachen.",
  "failure.source-changed": "Die Datei wurde geändert, während sie geteilt wurde, deshalb wurde das Teilen beendet. Teile sie noch einmal.",
  "failure.source-unreadable":
    "Die Datei war nicht lesbar. Vielleicht wurde sie verschoben oder gelöscht. Was davon kopiert wurde, bleibt erhalten: Teile sie noch einmal und drücke dann „Fortsetzen“.",
  "failure.chunk-corrupt":
    "Teile der Datei kamen immer wieder beschädigt an. Was heil ankam, bleibt erhalten: Drücke „Fortsetzen“, um es noch einmal zu versuchen.",
  "failure.asked-too-much": "Die Übertragung hielt sich nicht an die Regeln und wurde deshalb beendet.",
  "failure.no-space":
    "Auf deinem Gerät ist dafür nicht genug Platz. Was hier ist, bleibt erhalten: Schaffe Platz und drücke dann „Fortsetzen“.",
  "failure.sink-broken":
    "Dein Gerät konnte nicht speichern, was ankam. Was gespeichert ist, bleibt erhalten: Schaffe Platz und versuche es dann wieder.",
  "failure.memory-too-small":
    "Dieser Browser gibt dieser Seite keinen Speicherplatz, und für den Arbeitsspeicher ist dies zu groß. Öffne den Raum in einem anderen Browser oder nicht in einem privaten Fenster.",
  "failure.stream-taken":
    "Das kommt als Datenstrom, den nur einer empfangen kann, und jemand empfängt ihn schon. Bitte darum, dass er noch einmal gesendet wird.",
  "failure.stream-broken":
    "Der Datenstrom brach vor seinem Ende ab. Er kann nicht fortgesetzt werden, deshalb wurde nichts behalten. Bitte darum, dass er noch einmal gesendet wird.",
  "failure.stream-too-large":
    "Der Datenstrom ist größer als der Platz auf deinem Gerät. Er kann nicht fortgesetzt werden, deshalb wurde nichts behalten. Schaffe Platz und bitte darum, dass er noch einmal gesendet wird.",
  "failure.cancelled": "Abgebrochen. Nichts wurde behalten.",
};
