// Deutsch, mit „du“. „|“ trennt Einzahl und Mehrzahl, „{name}“ wird ersetzt. Its glossary is in ../de.ts.
import type { CheckWords, PipeWords, TlsWords } from "./en.ts";

export const check: CheckWords = {
  page: {
    title: "Diesen Browser prüfen",
    lead: "Was dieser Browser mit diesem Server kann. Etwa 4 MB gehen zum Server und kommen zurück; sonst erfährt niemand davon.",
    list: "Prüfungen",
    again: "Noch einmal",
    copy: "Bericht kopieren",
    copied: "Bericht kopiert",
    "copy-failed": "In diesem Browser darf die Seite nicht kopieren. Markiere den Bericht hier:",
    addresses: "Mit Adressen",
    helps: "Was hilft:",
    "no-script": "Diese Prüfungen brauchen JavaScript, wie auch Räume. Schalte es ein und lade die Seite neu.",
  },
  items: {
    secure: "Sichere Verbindung",
    server: "Der Weg zum Server",
    webrtc: "WebRTC",
    stun: "UDP zum Server (STUN)",
    relay: "Das Relay des Servers",
    storage: "Wohin empfangene Dateien kommen",
    hash: "Tempo der Prüfung (SHA-256)",
  },
  states: {
    running: "Wird geprüft …",
    good: "Gut",
    limited: "Eingeschränkt",
    bad: "Geht nicht",
    untried: "Nicht versucht",
  },
  summaries: {
    running: "Wird geprüft …",
    good: "Alles in Ordnung: Dieser Browser kann alles, was dieser Server bietet.",
    limited: "Räume funktionieren hier, mit Einschränkungen: Unten steht, mit welchen und was hilft.",
    bad: "Etwas, das Räume brauchen, geht hier nicht: Unten steht, was hilft.",
    untried: "Was versucht werden konnte, ist in Ordnung; nicht alles konnte versucht werden.",
  },
  verdicts: {
    "secure-yes": [
      "Diese Seite kam über eine sichere Verbindung.",
      "Niemand unterwegs kann diese Seite ändern, und der Browser gibt alles, was er hat.",
      "",
    ],
    "secure-local": ["Diese Seite kam von diesem Gerät selbst.", "Das gilt dem Browser als sicher, und er gibt alles, was er hat.", ""],
    "secure-no": [
      "Diese Seite kam über unverschlüsseltes HTTP.",
      "Alles Wesentliche geht. Aber wer in diesem Netzwerk ist, könnte die Seite verändern, große Dateien werden langsamer gespeichert, und es lässt sich kein Ordner zum Speichern wählen.",
      "HTTPS.",
    ],
    "server-good": ["Der Server hat über einen WebSocket in {time} geantwortet.", "Er kann dich mit anderen bekannt machen.", ""],
    "server-guarded": [
      "Der Server hat über einen WebSocket geantwortet. Er erstellt Räume nur für die, die das Token seines Betreibers haben.",
      "Du kannst Räume betreten, die andere erstellt haben. Was einen eigenen Raum braucht, wird hier nicht versucht.",
      "",
    ],
    "server-refused": [
      "Der Server hat über einen WebSocket geantwortet und abgelehnt: „{why}“",
      "Räume werden aus demselben Grund auch abgelehnt.",
      "Warte eine Minute und prüfe dann noch einmal.",
    ],
    "server-silent": [
      "Es ließ sich kein WebSocket zum Server öffnen.",
      "Personen können nicht miteinander bekannt gemacht werden, also gehen Räume nicht.",
      "Etwas dazwischen, etwa der Proxy einer Firma oder eine Erweiterung, lässt vielleicht keine WebSockets durch: Versuche ein anderes Netzwerk oder einen anderen Browser. Hinter einem Reverse-Proxy muss der Betreiber sie weiterleiten.",
    ],
    "webrtc-good": [
      "Zwei Verbindungen dieser Seite haben einander gefunden; ein Wort brauchte {time} hin und zurück.",
      "Dieser Browser kann sich direkt mit anderen verbinden.",
      "",
    ],
    "webrtc-missing": [
      "Dieser Browser hat kein WebRTC, oder es ist ausgeschaltet.",
      "Er kann sich nicht mit anderen verbinden, also öffnen sich Räume nicht.",
      "Öffne diese Seite in einem anderen Browser oder sieh nach, ob eine Einstellung oder Erweiterung WebRTC ausgeschaltet hat.",
    ],
    "webrtc-silent": [
      "Dieser Browser hat WebRTC, aber zwei Verbindungen dieser Seite haben einander nicht gefunden.",
      "Direkte Verbindungen sind unwahrscheinlich. Das Relay des Servers überträgt dann alles, wenn es eines gibt.",
      "Eine Einstellung, eine Erweiterung oder eine Firewall auf diesem Gerät hält WebRTC vielleicht zurück: Versuche es ohne sie oder mit einem anderen Browser.",
    ],
    "stun-good": [
      "Der Server hat über UDP in {time} geantwortet. Er sieht dich unter {address}.",
      "Personen außerhalb deines Netzwerks können dich meist direkt erreichen. Bei manchen Routern nicht, was sich von hier aus nicht feststellen lässt.",
      "",
    ],
    "stun-near": [
      "Der Server hat über UDP in {time} geantwortet. Er sieht dich unter {address}, einer Adresse in einem lokalen Netzwerk.",
      "In diesem Netzwerk gehen direkte Verbindungen. Ob dich Personen anderswo direkt erreichen, lässt sich von hier aus nicht feststellen.",
      "",
    ],
    "stun-varies": [
      "Der Server hat über UDP in {time} geantwortet. Er sieht dich unter {address}, mit einem anderen Port für jeden gefragten Server: Dein Netzwerk hat ein symmetrisches NAT.",
      "Direkte Verbindungen von außen gehen nur mit manchen. Für die anderen springt das Relay ein.",
      "Im selben Netzwerk zu sein oder in einem anderen als diesem.",
    ],
    "stun-silent": [
      "Kein STUN-Server hat innerhalb von {time} über UDP geantwortet.",
      "Direkte Verbindungen gehen in deinem Netzwerk und kaum darüber hinaus. Den Rest überträgt das Relay, wenn es eines gibt.",
      "Vielleicht lässt eine Firewall kein UDP durch: Versuche ein anderes Netzwerk. Der Betreiber des Servers sollte UDP zum Port von STUN durchlassen.",
    ],
    "stun-here": [
      "Keine Antwort über UDP. Aber diese Seite ist auf dem Gerät des Servers selbst offen, wo manche Browser nicht fragen.",
      "Über andere ist nichts bekannt.",
      "Öffne diese Seite unter der Adresse des Servers im Netzwerk.",
    ],
    "stun-none": [
      "Dieser Server nennt keinen STUN-Server.",
      "Direkte Verbindungen gehen innerhalb eines Netzwerks. Über das Internet verbindet euch nur das Relay, wenn es eines gibt.",
      "Der Betreiber des Servers kann ihn einschalten (--stun).",
    ],
    "relay-good": [
      "{size} gingen mit {speed}/s durch den Server; ein Wort brauchte {time} hin und zurück.",
      "Wer keinen direkten Weg zu dir findet, erreicht dich trotzdem, verschlüsselt zwischen euch beiden.",
      "",
    ],
    "relay-off": [
      "Dieser Server bietet kein Relay.",
      "Wer keinen direkten Weg zu dir findet, ist nicht erreichbar.",
      "Im selben Netzwerk zu sein. Der Betreiber des Servers kann es einschalten (--relay).",
    ],
    "relay-refused": [
      "Das Relay des Servers hat abgelehnt: „{why}“",
      "Wer keinen direkten Weg zu dir findet, ist gerade nicht erreichbar.",
      "Im selben Netzwerk zu sein oder es später wieder zu versuchen.",
    ],
    "relay-silent": [
      "Der Server bietet ein Relay, aber rechtzeitig kam nichts hindurch.",
      "Wer keinen direkten Weg zu dir findet, ist nicht erreichbar.",
      "Vielleicht hält etwas dazwischen lange WebSockets auf: Versuche ein anderes Netzwerk und prüfe noch einmal.",
    ],
    "needs-server": ["Nicht versucht: Dafür ist der Server nötig.", "Darüber ist nichts bekannt.", ""],
    "needs-room": [
      "Nicht versucht: Dieser Server erstellt Räume nur für die, die das Token seines Betreibers haben.",
      "Darüber ist nichts bekannt.",
      "In einem Raum sagen die Details zu jeder Person, wie ihr verbunden seid.",
    ],
    "needs-webrtc": ["Nicht versucht: Dafür ist WebRTC nötig.", "Darüber ist nichts bekannt.", ""],
    "storage-opfs": [
      "In das eigene Dateisystem des Browsers.",
      "Dateien jeder Größe werden geschrieben, sowie sie ankommen, und überstehen ein Neuladen.",
      "",
    ],
    "storage-indexeddb": [
      "In die Datenbank des Browsers.",
      "Dateien überstehen ein Neuladen. Große werden langsamer geschrieben.",
      "Eine sichere Verbindung oder ein Fenster, das nicht privat ist.",
    ],
    "storage-memory": [
      "In den Arbeitsspeicher: Dieser Browser gibt dieser Seite keinen Speicherplatz.",
      "Dateien bis zu insgesamt {size} können empfangen werden und sind mit dem Tab weg, wenn sie nicht gespeichert wurden.",
      "Ein anderer Browser oder ein Fenster, das nicht privat ist.",
    ],
    "hash-native": [
      "Dieser Browser liest und prüft {speed}/s, mit seinem eigenen SHA-256.",
      "Jedes Stück einer Datei wird geprüft, sowie es ankommt.",
      "",
    ],
    "hash-wasm": [
      "Dieser Browser liest und prüft {speed}/s, mit WebAssembly.",
      "Jedes Stück einer Datei wird geprüft, sowie es ankommt. Mit einer sicheren Verbindung stünde das SHA-256 des Browsers bereit.",
      "",
    ],
    "hash-slow": [
      "Dieser Browser liest und prüft {speed}/s.",
      "Jedes Stück einer Datei wird geprüft, sowie es ankommt, also kommt nichts schneller.",
      "Schließe andere Tabs und Programme.",
    ],
    "hash-broken": [
      "Der Worker der Seite, der Dateien liest, prüft und speichert, hat nicht geantwortet.",
      "Dateien können weder geteilt noch empfangen werden.",
      "Vielleicht hält eine Erweiterung Worker zurück: Versuche es ohne sie oder mit einem anderen Browser.",
    ],
  },
  room: " Angezeigt werden {size} Platz; vielleicht ist es mehr.",
};

export const pipe: PipeWords = {
  "pipe.whose": "von curl",
  "pipe.clear": "Über den Server, nicht Ende-zu-Ende-verschlüsselt",
  "pipe.take": "Herunterladen",
  "pipe.take-hint": "Nur eine Person kann es nehmen, einmal.",
  "pipe.remove": "Entfernen",
  "pipe.waits": "Wer es zuerst nimmt, bekommt es; sonst niemand.",
  "pipe.mine": "Du hast es genommen: Dein Browser lädt es herunter.",
  "pipe.taken": "{name} nimmt es gerade.",
  "pipe.whole": "{name} hat es.",
  "pipe.whole-mine": "Alles ist in deinem Browser angekommen.",
  "pipe.failed": "Es endete, bevor es vollständig war. {why}",
  "pipe.failed-mine": "Es endete, bevor es vollständig war: Was dein Browser davon hat, ist nicht alles. {why}",
  "pipe.someone": "Jemand",
  "pipe.allow": "curl erlauben",
  "pipe.allow-hint": "Wer die Adresse hat, die dabei entsteht, kann dies ohne Browser herunterladen. Der Server sieht dann, was darin ist.",
  "pipe.allowed":
    "Wer diese Adresse hat, bekommt es, über den Server, der sieht, was darin ist. Sie gilt, bis du sie zurücknimmst oder gehst.",
  "pipe.copy": "Befehl kopieren",
  "pipe.copied": "Kopiert",
  "pipe.forbid": "Zurücknehmen",
  "pipe.nobody-yet": "Noch kein curl hat es geholt.",
  "pipe.going": "Zu curl: {percent} · {done} von {total}",
  "pipe.sent": "Einmal von curl geholt.|{n}-mal von curl geholt.",
  "pipe.broken": "Das letzte Mal brach es ab. {why}",
  "pipe.offered":
    "{file}: einer Person im Raum angeboten; warten, dass sie es nimmt|{file}: {n} Personen im Raum angeboten; warten, dass jemand es nimmt",
  "pipe.begun": "{file}: jemand nimmt es",
  "pipe.done": "{file}: von einer Person ganz genommen, {n} Bytes",
  "pipe.not-done": "{file}: nicht gesendet. {why}",
  "pipe.up": "Nur mit curl, wo der Raum kein Geheimnis hat (nichts hinter #): an den, der es zuerst nimmt. Der Server sieht es:",
  "pipe.down": "Was jemand für curl freigibt, unter der Adresse, die „curl erlauben“ bei der Freigabe nennt:",
  "pipe.peer": "Dateien, Ende-zu-Ende-verschlüsselt, mit roomcp im Terminal und dem ganzen Link des Raums:",
  "failure.pipe-off":
    "Dieser Server leitet keine Dateien von oder zu curl weiter. Öffne den Raum in einem Browser oder nimm: roomcp send DATEI LINK",
  "failure.pipe-secret":
    "Jemand in diesem Raum hat ein Geheimnis, das der Server nicht kennen darf, und was curl sendet, ist nicht Ende-zu-Ende-verschlüsselt. Nimm stattdessen den ganzen Link des Raums: roomcp send DATEI LINK",
  "failure.pipe-nobody":
    "In diesem Raum ist niemand, der es nehmen könnte. Öffne zuerst den Raum in einem Browser und versuche es dann wieder.",
  "failure.too-many-pipes": "Zu viel wartet schon darauf, genommen zu werden. Versuche es wieder, wenn etwas davon weg ist.",
  "failure.pipe-unknown": "Hier ist nichts mehr, oder es ist nicht für dich. Bitte noch einmal darum.",
  "failure.pipe-taken": "Jemand anders hat es genommen: Nur eine Person kann das. Bitte darum, dass es noch einmal gesendet wird.",
  "failure.pipe-busy": "Gerade holt es jemand. Versuche es wieder, wenn das fertig ist.",
  "failure.pipe-untaken": "Niemand hat es rechtzeitig genommen. Sage jemandem im Raum, dass es kommt, und sende es dann noch einmal.",
  "failure.pipe-giver-left": "Wer es gesendet hat, hat aufgehört.",
  "failure.pipe-taker-left": "Wer es genommen hat, hat aufgehört. Sende es noch einmal.",
  "failure.pipe-stalled": "Eine Minute lang kam nichts durch. Versuche es noch einmal.",
  "failure.pipe-torn": "Die Bytes kamen in falscher Reihenfolge, deshalb wurde es beendet. Versuche es noch einmal.",
  "failure.pipe-cut": "Die Verbindung zum Server ist abgebrochen. Versuche es noch einmal.",
  "failure.pipe-spent":
    "Der Server hat alles weitergeleitet, was sein Betreiber erlaubt. In einem Browser oder mit roomcp send kann es direkt gehen.",
  "failure.pipe-changed": "Die Datei wurde geändert oder ist nicht mehr lesbar. Teile sie noch einmal.",
  "failure.request-too-large": "Diese Anfrage ist größer, als dieser Server annimmt, oder sagt nicht, wie groß sie ist.",
  "failure.pipe-forbidden": "Für curl ist es nicht mehr zu haben. Frage die Person, die es teilt.",
};

export const tls: TlsWords = {
  title: "Eine sichere Verbindung",
  why: "Über HTTPS kann niemand in diesem Netzwerk mitlesen oder die Seite verändern, große Dateien werden schneller gespeichert, und Downloads können in einen Ordner von dir gehen.",
  how: "Dieser Server hat keine eigene Zertifizierungsstelle. Wer ihn betreibt, kann ihn so starten, dass er eine anlegt. Diese Seite zeigt dann, wie jedes Gerät ihr vertraut.",
  download: "Zertifikat herunterladen",
  downloadHint:
    "Bevor du ihm vertraust, vergleiche diese Zahlen mit denen im Terminal des Betreibers. Wenn sie abweichen, ist jemand dazwischen: Vertraue ihm nicht.",
  ios: "Öffne diese Seite in Safari, lade das Zertifikat herunter und erlaube das Profil. Öffne in den Einstellungen „Profil geladen“ und installiere es. Schalte es dann unter „Allgemein“, „Info“, „Zertifikatsvertrauenseinstellungen“ ein.",
  android:
    "Lade das Zertifikat herunter. Suche in den Einstellungen nach „CA-Zertifikat“, wähle „Trotzdem installieren“ und dann die Datei. Firefox für Android hat eine eigene Liste: Nimm Chrome.",
  windows:
    "Öffne die heruntergeladene Datei und wähle „Zertifikat installieren…“, dann „Aktueller Benutzer“. Wähle „Alle Zertifikate in folgendem Speicher speichern“ und dort „Vertrauenswürdige Stammzertifizierungsstellen“. Schließe ab, sage Ja und starte den Browser neu.",
  macos:
    "Öffne die heruntergeladene Datei, damit die Schlüsselbundverwaltung sie dem Schlüsselbund „Anmeldung“ hinzufügt. Öffne sie dort und stelle unter „Vertrauen“ bei „Secure Sockets Layer (SSL)“ „Immer vertrauen“ ein. Schließe das Fenster, gib dein Passwort ein und starte den Browser neu.",
  linux:
    "Öffne chrome://certificate-manager in Chrome oder Chromium. Wähle unter „Benutzerdefiniert“ „Von Ihnen installiert“, dann „Vertrauenswürdige Zertifikate“, und importiere die Datei. Lade die Seite neu.",
  firefox:
    "Öffne die Einstellungen, „Datenschutz & Sicherheit“, „Zertifikate anzeigen“ und dort „Zertifizierungsstellen“. Importiere die Datei und setze das Häkchen bei „Dieser CA vertrauen, um Websites zu identifizieren“. Unter Windows und macOS vertraut Firefox auch dem, was das System vertraut.",
  open: "Das ist die sichere Adresse:",
  limits:
    "Diese Stelle kann für Zahlenadressen, für Namen in lokalen Netzwerken und für die dieses Servers bürgen, aber für den Namen keiner Website. Entferne sie von deinem Gerät, wenn du sie nicht mehr brauchst.",
};
