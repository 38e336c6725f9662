// Français, avec « vous ». « | » sépare singulier et pluriel (0 est singulier) ; « {name} » est remplacé. Its glossary is in ../fr.ts.
import type { DoctorWords, FailureWords, OtherwiseWords, StateWords, VisitWords } from "./en.ts";

export const doctor: DoctorWords = {
  "addon-good": ["WebRTC est là : libdatachannel {version}.", ""],
  "addon-bad": [
    "WebRTC ne se charge pas : {needed}",
    "Discussion et fichiers passent alors par le relais du serveur, s’il en propose un. Vérifiez que TMPDIR est un dossier où des programmes peuvent être lancés, ou utilisez une autre version pour ce système.",
  ],
  "udp-good": ["Deux connexions de cette machine se sont trouvées en {time}.", ""],
  "udp-bad": [
    "Deux connexions de cette machine ne se sont pas trouvées.",
    "Voyez si un pare-feu arrête l’UDP ici ; sans lui, tout est relayé par le serveur.",
  ],
  "server-none": [
    "Aucun serveur n’a été nommé, aucun n’a donc été essayé.",
    "Tapez roomcp doctor https://host, ou définissez ROOMCP_SERVER.",
  ],
  "server-good": ["Le serveur répond en {time} par un WebSocket.", ""],
  "server-guarded": [
    "Le serveur répond, et ne crée des salons que pour les personnes qui ont le jeton de son hébergeur.",
    "Définissez ROOMCP_CREATE_TOKEN, ou entrez dans des salons créés par d’autres.",
  ],
  "server-refused": ["Le serveur répond, et refuse : {why}", "Attendez une minute, puis réessayez."],
  "server-silent": ["{url} ne répond pas.", "Vérifiez l’adresse, et que roomcp y tourne."],
  "certificate-bad": [
    "Le certificat de {url} n’est pas approuvé ici.",
    "Si le serveur a sa propre autorité (--tls self), prenez son certificat à {url}/tls et donnez ce fichier à NODE_EXTRA_CA_CERTS.",
  ],
  "socket-bad": [
    "Le serveur répond, mais n’ouvre pas de WebSocket.",
    "Un proxy entre les deux ne transmet peut-être pas les WebSockets : son hébergeur trouve comment faire dans docs/hosting.md.",
  ],
  "stun-good": ["L’UDP atteint un serveur STUN, qui voit cette machine comme {address}.", ""],
  "stun-near": [
    "Aucune autre adresse que celle de cette machine n’a été trouvée en UDP, comme lorsque le serveur est sur le même réseau.",
    "",
  ],
  "stun-none": [
    "Le serveur n’indique aucun serveur STUN.",
    "Sur un seul réseau, cela suffit. Entre réseaux, les fichiers sont relayés par le serveur.",
  ],
  "relay-good": ["Le relais du serveur transmet {rate}/s, en {time} aller-retour.", ""],
  "relay-off": [
    "Le serveur ne propose pas de relais.",
    "Seules les personnes en connexion directe peuvent se parler ; son hébergeur peut en proposer un avec --relay on.",
  ],
  "relay-bad": ["Le relais du serveur n’a rien transmis.", "Réessayez ; si rien ne change, prévenez l’hébergeur du serveur."],
  "relay-refused": ["Le relais du serveur refuse : {why}", "Attendez une minute, puis réessayez."],
};

export const failures: FailureWords = {
  "command-unknown": "Il n’y a pas de commande {name} ; roomcp --help les énumère.",
  "command-guessed": "Il n’y a pas de commande {name}. Vouliez-vous dire {guess} ?",
  "option-unknown": "Il n’y a pas d’option {name} ; --help les énumère.",
  "option-guessed": "Il n’y a pas d’option {name}. Vouliez-vous dire {guess} ?",
  "option-bare": "{name} demande une valeur.",
  "option-filled": "{name} ne prend pas de valeur.",
  "value-wrong": "{name} : {needed}.",
  "argument-unexpected": "On ne sait pas ce qu’est {name} ; --help dit ce qui va ici.",
  "argument-wrong": "{name} : il faut l’un de {needed}.",
  "address-wanted": "{name} : il faut une adresse comme https://rooms.example.",
  "host-silent": "{url} ne répond pas : {needed}",
  "settings-clash": "{needed}",
  "settings-unreadable": "{path} ne peut pas être lu : {needed}.",
  "toml-damaged": "{where} : ce n’est pas du TOML. {needed}.",
  "setting-unknown": "{where} : il n’y a pas de réglage {name} ; roomcp help serve les énumère, sans --.",
  "setting-guessed": "{where} : il n’y a pas de réglage {name}. Vouliez-vous dire {guess} ?",
  "port-taken": "Ce port est pris. Choisissez-en un autre avec --port ou, à côté de --tls, avec --plain-port.",
  "certificate-unusable": "{needed}",
  "file-unreadable": "{name} ne peut pas être lu, il n’est donc pas partagé. Vérifiez qu’il existe et que vous pouvez le lire.",
  "file-special": "{name} n’est ni un fichier ni un dossier, il n’est donc pas partagé.",
  "link-outside":
    "{name} est un lien qui sort du dossier ou ne mène à rien, il n’est donc pas partagé. Pour le partager, nommez ce à quoi il mène.",
  "folder-unwritable": "On ne peut rien écrire dans {name}. Choisissez un autre dossier, ou changez qui peut y écrire.",
  "folder-busy": "Un autre roomcp reçoit la même chose dans {name}. Attendez qu’il ait fini, ou choisissez un autre dossier.",
  "pipe-closed": "Le programme qui lisait ceci s’est terminé, la réception n’est donc pas allée jusqu’au bout.",
  "webrtc-missing": "La partie de cette machine pour les connexions directes ne se charge pas : {needed}. roomcp doctor en dit plus.",
  "link-unreadable": "{name} n’est pas l’adresse d’un salon. Elle ressemble à https://host/r/name#k=…",
  "room-missing": "Quel salon ? Indiquez son adresse, entre apostrophes : 'https://host/r/name#k=…'",
  "link-other":
    "Les personnes présentes sont venues avec un autre lien ou une autre phrase secrète. Indiquez l’adresse entière, avec ce qui suit #, entre apostrophes.",
  "server-missing": "Quel serveur ? Indiquez --server https://host, ou définissez ROOMCP_SERVER.",
  "server-silent": "{name} ne répond pas. L’adresse est-elle juste, et roomcp y tourne-t-il ?",
  "server-strange": "{name} répond, mais pas comme le fait roomcp.",
  "room-empty": "Il n’y a personne d’autre dans le salon.",
  "person-missing": "Personne ici ne s’appelle {name}, rien n’a donc été dit.",
  "not-delivered": "Toutes les personnes présentes ne l’ont pas reçu.",
  "files-missing": "Quels fichiers ? Nommez des fichiers ou des dossiers après la commande.",
  "share-undecided": "Il y a {n} partages. Indiquez --all pour tous les prendre.",
  "pipe-many": "Un seul fichier peut aller à la sortie standard ; {name} en a plus.",
};

export const otherwise: OtherwiseWords = {
  "version-mismatch": "L’autre côté a une autre version de roomcp. Prenez la même version des deux côtés.",
  "no-space": "Il n’y a pas assez de place dans {name}. Libérez-en, puis donnez à nouveau la même commande : cela reprend où c’en était.",
  "sink-broken": "Impossible d’enregistrer dans {name}. Ce qui y est est conservé : donnez à nouveau la même commande pour continuer.",
  "source-silent":
    "Aucune donnée n’est arrivée depuis longtemps. Ce qui est là est conservé : donnez à nouveau la même commande pour continuer.",
  "source-unreadable":
    "Le fichier n’a pas pu être lu. Il a peut-être été déplacé ou supprimé. Dès qu’il est à nouveau partagé, ce qui est là est repris.",
  "chunk-corrupt":
    "Il est arrivé abîmé à plusieurs reprises. Ce qui est arrivé intact est conservé : donnez à nouveau la même commande pour continuer.",
  "share-mismatch": "Ce qui est arrivé n’est pas ce qui était partagé, rien n’a donc été gardé. Donnez à nouveau la même commande.",
};

export const states: StateWords = {
  good: "bon",
  limited: "limité",
  bad: "ne marche pas",
  untried: "non essayé",
};

export const visit: VisitWords = {
  passphrase: "Phrase secrète : ",
  scan: "Sur un téléphone :",
  come: "À ouvrir dans un navigateur, ou dans un autre terminal :  roomcp get '{url}'",
  "nobody-yet": "Il n’y a encore personne d’autre. En attente d’un partage ; Ctrl-C pour quitter.",
  "nothing-yet": "En attente d’un partage. Ctrl-C pour quitter.",
  "lost-server": "Le serveur est hors d’atteinte ; ce qui est connecté continue.",
  "server-back": "Le serveur est revenu.",
  direct: "{name} est là, en connexion directe.",
  relayed: "{name} est là, relayé par le serveur, qui ne voit rien de ce qu’il transmet.",
  unreachable: "{name} est injoignable : {why}",
  somebody: "Quelqu’un",
  "only-you": "(à vous seul)",
  joined: "{name} a rejoint le salon.",
  left: "{name} a quitté le salon.",
  compare: "Comparez avec {name}, par un autre moyen que ce salon : {symbols}",
  delivered: "Remis.",
  shared: "Partage de {share} ({size}).",
  takes: "{name} prend {share}.",
  sending: "{progress} → {name}",
  sent: "{name} a {share}, vérifié.",
  "no-space-there": "{name} n’a pas assez de place pour {share}.",
  "stopped-there": "{name} s’est arrêté à {percent} de {share} et pourra reprendre plus tard.",
  "not-sent": "{name} n’a pas reçu {share} : {why}",
  offers: "{name} partage {share} ({size}).",
  choice: "Lesquels ? Des numéros, ou Entrée pour tous : ",
  receiving: "{progress} · {share}",
  received: "{share} est là, vérifié.",
  "not-received": "{share} n’est pas arrivé : {why}",
  goes: "Reprise de {share}.",
  "size-unknown": "taille connue à la fin",
};
