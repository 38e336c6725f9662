// Deutsch, mit „du“. „|“ trennt Einzahl und Mehrzahl, „{name}“ wird ersetzt. Its glossary is in ../de.ts.
import type { DoctorWords, FailureWords, OtherwiseWords, StateWords, VisitWords } from "./en.ts";

export const doctor: DoctorWords = {
  "addon-good": ["WebRTC ist da: libdatachannel {version}.", ""],
  "addon-bad": [
    "WebRTC lässt sich nicht laden: {needed}",
    "Chat und Dateien gehen dann über das Relay des Servers, wenn er eines bietet. Prüfe, ob TMPDIR ein Ordner ist, in dem Programme gestartet werden dürfen, oder nimm einen anderen Build für dieses System.",
  ],
  "udp-good": ["Zwei Verbindungen auf diesem Rechner haben einander in {time} gefunden.", ""],
  "udp-bad": [
    "Zwei Verbindungen auf diesem Rechner haben einander nicht gefunden.",
    "Sieh nach, ob hier eine Firewall UDP aufhält; ohne UDP geht alles über das Relay des Servers.",
  ],
  "server-none": ["Kein Server wurde genannt, also wurde keiner versucht.", "Gib roomcp doctor https://host ein oder setze ROOMCP_SERVER."],
  "server-good": ["Der Server antwortet in {time} über einen WebSocket.", ""],
  "server-guarded": [
    "Der Server antwortet und erstellt Räume nur für die, die das Token seines Betreibers haben.",
    "Setze ROOMCP_CREATE_TOKEN oder betritt Räume, die andere erstellt haben.",
  ],
  "server-refused": ["Der Server antwortet und lehnt ab: {why}", "Warte eine Minute und versuche es dann wieder."],
  "server-silent": ["{url} antwortet nicht.", "Prüfe die Adresse und ob dort roomcp läuft."],
  "certificate-bad": [
    "Dem Zertifikat von {url} wird hier nicht vertraut.",
    "Wenn der Server eine eigene Zertifizierungsstelle hat (--tls self), hole ihr Zertifikat von {url}/tls und setze NODE_EXTRA_CA_CERTS auf diese Datei.",
  ],
  "socket-bad": [
    "Der Server antwortet, öffnet aber keinen WebSocket.",
    "Vielleicht leitet ein Proxy dazwischen keine WebSockets weiter: Sein Betreiber findet in docs/hosting.md, wie das geht.",
  ],
  "stun-good": ["UDP erreicht einen STUN-Server, der diesen Rechner als {address} sieht.", ""],
  "stun-near": [
    "Über UDP fand sich keine andere Adresse als die dieses Rechners, wie es ist, wenn der Server im selben Netzwerk steht.",
    "",
  ],
  "stun-none": [
    "Der Server nennt keinen STUN-Server.",
    "In einem Netzwerk genügt das. Zwischen Netzwerken gehen Dateien über das Relay des Servers.",
  ],
  "relay-good": ["Das Relay des Servers leitet {rate}/s weiter, in {time} hin und zurück.", ""],
  "relay-off": [
    "Der Server bietet kein Relay.",
    "Nur wer direkt verbunden ist, kann sprechen; der Betreiber kann mit --relay on eines bieten.",
  ],
  "relay-bad": ["Das Relay des Servers hat nichts weitergeleitet.", "Versuche es wieder; wenn es so bleibt, sage es dem Betreiber."],
  "relay-refused": ["Das Relay des Servers lehnt ab: {why}", "Warte eine Minute und versuche es dann wieder."],
};

export const failures: FailureWords = {
  "command-unknown": "Es gibt keinen Befehl {name}; roomcp --help listet sie auf.",
  "command-guessed": "Es gibt keinen Befehl {name}. Meintest du {guess}?",
  "option-unknown": "Es gibt keine Option {name}; --help listet sie auf.",
  "option-guessed": "Es gibt keine Option {name}. Meintest du {guess}?",
  "option-bare": "{name} braucht einen Wert.",
  "option-filled": "{name} nimmt keinen Wert.",
  "value-wrong": "{name}: {needed}.",
  "argument-unexpected": "Mit {name} ist nichts anzufangen; --help sagt, was hierher gehört.",
  "argument-wrong": "{name}: Nötig ist eines von {needed}.",
  "address-wanted": "{name}: Nötig ist eine Adresse wie https://rooms.example.",
  "host-silent": "{url} antwortet nicht: {needed}",
  "settings-clash": "{needed}",
  "settings-unreadable": "{path} ist nicht lesbar: {needed}.",
  "toml-damaged": "{where}: Das ist kein TOML. {needed}.",
  "setting-unknown": "{where}: Es gibt keine Einstellung {name}; roomcp help serve listet sie auf, ohne --.",
  "setting-guessed": "{where}: Es gibt keine Einstellung {name}. Meintest du {guess}?",
  "port-taken": "Dieser Port ist belegt. Wähle einen anderen mit --port oder, neben --tls, mit --plain-port.",
  "certificate-unusable": "{needed}",
  "file-unreadable": "{name} ist nicht lesbar und wird deshalb nicht geteilt. Prüfe, ob es da ist und du es lesen darfst.",
  "file-special": "{name} ist weder Datei noch Ordner und wird deshalb nicht geteilt.",
  "link-outside":
    "{name} ist ein Link aus dem Ordner hinaus oder ins Leere und wird deshalb nicht geteilt. Nenne das Ziel, um das zu teilen.",
  "folder-unwritable": "In {name} kann nicht geschrieben werden. Wähle einen anderen Ordner oder ändere, wer dort schreiben darf.",
  "folder-busy": "Ein anderes roomcp empfängt dasselbe in {name}. Warte, bis es fertig ist, oder wähle einen anderen Ordner.",
  "pipe-closed": "Das Programm, das dies las, ist beendet, deshalb wurde nicht bis zum Ende empfangen.",
  "webrtc-missing": "Der Teil dieses Rechners für direkte Verbindungen lässt sich nicht laden: {needed}. roomcp doctor sagt mehr.",
  "link-unreadable": "{name} ist keine Adresse eines Raums. Sie sieht aus wie https://host/r/name#k=…",
  "room-missing": "Welcher Raum? Gib seine Adresse in Anführungszeichen an: 'https://host/r/name#k=…'",
  "link-other":
    "Wer hier ist, kam mit einem anderen Link oder einer anderen Passphrase. Gib die ganze Adresse an, mit dem, was hinter # steht, in Anführungszeichen.",
  "server-missing": "Welcher Server? Gib --server https://host an oder setze ROOMCP_SERVER.",
  "server-silent": "{name} antwortet nicht. Stimmt die Adresse, und läuft dort roomcp?",
  "server-strange": "{name} antwortet, aber nicht wie roomcp.",
  "room-empty": "Sonst ist niemand im Raum.",
  "person-missing": "Niemand hier heißt {name}, also wurde nichts gesagt.",
  "not-delivered": "Nicht alle, die hier sind, haben es bekommen.",
  "files-missing": "Welche Dateien? Nenne Dateien oder Ordner hinter dem Befehl.",
  "share-undecided": "Es gibt {n} Freigaben. Gib --all an, um alle zu nehmen.",
  "pipe-many": "Nur eine Datei kann zur Standardausgabe gehen; {name} hat mehr.",
};

export const otherwise: OtherwiseWords = {
  "version-mismatch": "Die andere Seite hat eine andere Version von roomcp. Nimm auf beiden Seiten dieselbe Version.",
  "no-space": "In {name} ist nicht genug Platz. Schaffe Platz und gib dann denselben Befehl noch einmal: Es geht weiter, wo es war.",
  "sink-broken":
    "Es konnte nicht in {name} gespeichert werden. Was dort ist, bleibt erhalten: Gib denselben Befehl noch einmal, um weiterzumachen.",
  "source-silent": "Lange kamen keine Daten. Was hier ist, bleibt erhalten: Gib denselben Befehl noch einmal, um weiterzumachen.",
  "source-unreadable":
    "Die Datei war nicht lesbar. Vielleicht wurde sie verschoben oder gelöscht. Sobald sie wieder geteilt wird, geht es mit dem weiter, was da ist.",
  "chunk-corrupt":
    "Sie kam immer wieder beschädigt an. Was heil ankam, bleibt erhalten: Gib denselben Befehl noch einmal, um weiterzumachen.",
  "share-mismatch": "Was ankam, ist nicht, was geteilt wurde, deshalb wurde nichts behalten. Gib denselben Befehl noch einmal.",
};

export const states: StateWords = {
  good: "gut",
  limited: "eingeschränkt",
  bad: "geht nicht",
  untried: "nicht versucht",
};

export const visit: VisitWords = {
  passphrase: "Passphrase: ",
  scan: "Mit dem Handy:",
  come: "In einem Browser oder an einem anderen Terminal öffnen:  roomcp get '{url}'",
  "nobody-yet": "Noch ist niemand anders hier. Warten, dass jemand etwas teilt; Strg-C verlässt den Raum.",
  "nothing-yet": "Warten, dass jemand etwas teilt. Strg-C verlässt den Raum.",
  "lost-server": "Der Server ist nicht erreichbar; was verbunden ist, läuft weiter.",
  "server-back": "Der Server ist wieder da.",
  direct: "{name} ist da, direkt verbunden.",
  relayed: "{name} ist da, über das Relay des Servers, der von dem, was er weiterleitet, nichts sieht.",
  unreachable: "{name} ist nicht erreichbar: {why}",
  somebody: "Jemand",
  "only-you": "(nur an dich)",
  joined: "{name} ist da.",
  left: "{name} ist gegangen.",
  compare: "Vergleiche mit {name}, auf anderem Weg als in diesem Raum: {symbols}",
  delivered: "Zugestellt.",
  shared: "{share} wird geteilt ({size}).",
  takes: "{name} nimmt {share}.",
  sending: "{progress} → {name}",
  sent: "{name} hat {share}, geprüft.",
  "no-space-there": "{name} hat nicht genug Platz für {share}.",
  "stopped-there": "{name} hat bei {percent} von {share} aufgehört und macht vielleicht später weiter.",
  "not-sent": "{name} hat {share} nicht bekommen: {why}",
  offers: "{name} teilt {share} ({size}).",
  choice: "Welche? Nummern, oder Enter für alle: ",
  receiving: "{progress} · {share}",
  received: "{share} ist da, geprüft.",
  "not-received": "{share} ist nicht angekommen: {why}",
  goes: "{share} wird fortgesetzt.",
  "size-unknown": "so groß, wie es eben wird",
};
