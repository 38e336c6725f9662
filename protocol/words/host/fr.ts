// Français, avec « vous ». « | » sépare singulier et pluriel (0 est singulier) ; « {name} » est remplacé. Its glossary is in ../fr.ts.
import type { CheckWords, PipeWords, TlsWords } from "./en.ts";

export const check: CheckWords = {
  page: {
    title: "Vérifier ce navigateur",
    lead: "Ce que ce navigateur peut faire avec ce serveur. Environ 4 Mo vont au serveur et reviennent ; personne d’autre n’en sait rien.",
    list: "Vérifications",
    again: "Recommencer",
    copy: "Copier le rapport",
    copied: "Rapport copié",
    "copy-failed": "Ce navigateur ne laisse pas la page copier. Sélectionnez le rapport ici :",
    addresses: "Avec les adresses",
    helps: "Ce qui aide :",
    "no-script": "Ces vérifications ont besoin de JavaScript, comme les salons. Activez-le et rechargez cette page.",
  },
  items: {
    secure: "Connexion sécurisée",
    server: "Le chemin vers le serveur",
    webrtc: "WebRTC",
    stun: "UDP vers le serveur (STUN)",
    relay: "Le relais du serveur",
    storage: "Où vont les fichiers reçus",
    hash: "Vitesse de vérification (SHA-256)",
  },
  states: {
    running: "Vérification…",
    good: "Bon",
    limited: "Limité",
    bad: "Ne marche pas",
    untried: "Non essayé",
  },
  summaries: {
    running: "Vérification…",
    good: "Tout va bien : ce navigateur peut faire tout ce que ce serveur propose.",
    limited: "Les salons marchent ici, avec des limites : voyez plus bas lesquelles et ce qui aide.",
    bad: "Quelque chose dont les salons ont besoin ne marche pas ici : voyez plus bas ce qui aide.",
    untried: "Ce qui a pu être essayé va bien ; tout n’a pas pu l’être.",
  },
  verdicts: {
    "secure-yes": [
      "Cette page est arrivée par une connexion sécurisée.",
      "Personne en chemin ne peut la modifier, et le navigateur prête tout ce qu’il a.",
      "",
    ],
    "secure-local": ["Cette page vient de cet appareil même.", "Le navigateur le tient pour sûr et prête tout ce qu’il a.", ""],
    "secure-no": [
      "Cette page est arrivée en HTTP non chiffré.",
      "L’essentiel marche. Mais toute personne sur ce réseau pourrait modifier la page, les gros fichiers sont enregistrés plus lentement, et on ne peut pas choisir de dossier où enregistrer.",
      "HTTPS.",
    ],
    "server-good": ["Le serveur a répondu par un WebSocket en {time}.", "Il peut vous mettre en relation avec les autres.", ""],
    "server-guarded": [
      "Le serveur a répondu par un WebSocket. Il ne crée des salons que pour les personnes qui ont le jeton de son hébergeur.",
      "Vous pouvez entrer dans les salons créés par d’autres. Ce qui demande un salon à soi n’est pas essayé ici.",
      "",
    ],
    "server-refused": [
      "Le serveur a répondu par un WebSocket, et refusé : « {why} »",
      "Les salons seront refusés aussi, pour la même raison.",
      "Attendez une minute, puis recommencez.",
    ],
    "server-silent": [
      "Aucun WebSocket vers le serveur n’a pu être ouvert.",
      "Les personnes ne peuvent pas être mises en relation, les salons ne marchent donc pas.",
      "Quelque chose entre les deux, comme le proxy d’une entreprise ou une extension, ne laisse peut-être pas passer les WebSockets : essayez un autre réseau ou navigateur. Derrière un proxy inverse, l’hébergeur doit les transmettre.",
    ],
    "webrtc-good": [
      "Deux connexions de cette page se sont trouvées ; un mot a mis {time} aller-retour.",
      "Ce navigateur peut se connecter directement aux autres.",
      "",
    ],
    "webrtc-missing": [
      "Ce navigateur n’a pas WebRTC, ou il est désactivé.",
      "Il ne peut pas se connecter aux autres, les salons ne s’ouvrent donc pas.",
      "Ouvrez cette page dans un autre navigateur, ou voyez si un réglage ou une extension a désactivé WebRTC.",
    ],
    "webrtc-silent": [
      "Ce navigateur a WebRTC, mais deux connexions de cette même page ne se sont pas trouvées.",
      "Les liens directs sont peu probables. Le relais du serveur, s’il y en a un, transporte tout à la place.",
      "Un réglage, une extension ou un pare-feu de cet appareil retient peut-être WebRTC : essayez sans, ou avec un autre navigateur.",
    ],
    "stun-good": [
      "Le serveur a répondu en UDP en {time}. Il vous voit à {address}.",
      "Les personnes hors de votre réseau peuvent en général vous joindre directement. Avec certains routeurs non, ce qu’on ne peut pas savoir d’ici.",
      "",
    ],
    "stun-near": [
      "Le serveur a répondu en UDP en {time}. Il vous voit à {address}, une adresse de réseau local.",
      "Dans ce réseau, les liens directs marchent. Si des personnes ailleurs peuvent vous joindre directement, on ne peut pas le savoir d’ici.",
      "",
    ],
    "stun-varies": [
      "Le serveur a répondu en UDP en {time}. Il vous voit à {address}, avec un autre port pour chaque serveur interrogé : votre réseau a un NAT symétrique.",
      "Les liens directs depuis l’extérieur ne marchent qu’avec certaines personnes. Le relais transporte les autres.",
      "Être sur le même réseau, ou sur un autre que celui-ci.",
    ],
    "stun-silent": [
      "Aucun serveur STUN n’a répondu en UDP en {time}.",
      "Les liens directs marchent dans votre réseau, et guère au-delà. Le relais, s’il y en a un, transporte le reste.",
      "Un pare-feu bloque peut-être l’UDP : essayez un autre réseau. L’hébergeur du serveur devrait laisser passer l’UDP vers le port de STUN.",
    ],
    "stun-here": [
      "Pas de réponse en UDP. Mais cette page est ouverte sur l’appareil du serveur lui-même, où certains navigateurs ne demandent pas.",
      "Des autres, on ne sait rien.",
      "Ouvrez cette page à l’adresse du serveur dans le réseau.",
    ],
    "stun-none": [
      "Ce serveur n’indique aucun serveur STUN.",
      "Les liens directs marchent dans un même réseau. Par Internet, seul le relais vous connecte, s’il y en a un.",
      "L’hébergeur du serveur peut l’activer (--stun).",
    ],
    "relay-good": [
      "{size} sont passés par le serveur à {speed}/s ; un mot a mis {time} aller-retour.",
      "Qui ne trouve pas de chemin direct vers vous vous joint quand même, chiffré entre vous deux.",
      "",
    ],
    "relay-off": [
      "Ce serveur ne propose pas de relais.",
      "Qui ne trouve pas de chemin direct vers vous ne peut pas vous joindre.",
      "Être sur le même réseau. L’hébergeur du serveur peut l’activer (--relay).",
    ],
    "relay-refused": [
      "Le relais du serveur a refusé : « {why} »",
      "Qui ne trouve pas de chemin direct vers vous ne peut pas vous joindre pour le moment.",
      "Être sur le même réseau, ou réessayer plus tard.",
    ],
    "relay-silent": [
      "Le serveur propose un relais, mais rien n’y est passé à temps.",
      "Qui ne trouve pas de chemin direct vers vous ne peut pas vous joindre.",
      "Quelque chose retient peut-être les longs WebSockets : essayez un autre réseau, et recommencez.",
    ],
    "needs-server": ["Non essayé : il faut le serveur.", "On n’en sait rien.", ""],
    "needs-room": [
      "Non essayé : ce serveur ne crée des salons que pour les personnes qui ont le jeton de son hébergeur.",
      "On n’en sait rien.",
      "Dans un salon, les détails de chaque personne disent comment vous êtes connectés.",
    ],
    "needs-webrtc": ["Non essayé : il faut WebRTC.", "On n’en sait rien.", ""],
    "storage-opfs": [
      "Dans le système de fichiers propre au navigateur.",
      "Des fichiers de toute taille sont écrits à mesure qu’ils arrivent, et survivent à un rechargement.",
      "",
    ],
    "storage-indexeddb": [
      "Dans la base de données du navigateur.",
      "Les fichiers survivent à un rechargement. Les gros sont écrits plus lentement.",
      "Une connexion sécurisée, ou une fenêtre qui n’est pas privée.",
    ],
    "storage-memory": [
      "En mémoire : ce navigateur ne prête pas de disque à cette page.",
      "Des fichiers jusqu’à {size} en tout peuvent être reçus ; ils disparaissent avec l’onglet s’ils n’ont pas été enregistrés.",
      "Un autre navigateur, ou une fenêtre qui n’est pas privée.",
    ],
    "hash-native": [
      "Ce navigateur lit et vérifie {speed}/s, avec son propre SHA-256.",
      "Chaque morceau d’un fichier est vérifié à son arrivée.",
      "",
    ],
    "hash-wasm": [
      "Ce navigateur lit et vérifie {speed}/s, avec WebAssembly.",
      "Chaque morceau d’un fichier est vérifié à son arrivée. Une connexion sécurisée donnerait accès au SHA-256 du navigateur.",
      "",
    ],
    "hash-slow": [
      "Ce navigateur lit et vérifie {speed}/s.",
      "Chaque morceau d’un fichier est vérifié à son arrivée, rien n’arrive donc plus vite.",
      "Fermez d’autres onglets et programmes.",
    ],
    "hash-broken": [
      "Le worker de la page, qui lit, vérifie et enregistre les fichiers, n’a pas répondu.",
      "Les fichiers ne peuvent être ni partagés ni reçus.",
      "Une extension retient peut-être les workers : essayez sans, ou avec un autre navigateur.",
    ],
  },
  room: " Il annonce {size} de place ; il peut y en avoir plus.",
};

export const pipe: PipeWords = {
  "pipe.whose": "de curl",
  "pipe.clear": "Par le serveur, sans chiffrement de bout en bout",
  "pipe.take": "Télécharger",
  "pipe.take-hint": "Une seule personne peut le prendre, une fois.",
  "pipe.remove": "Retirer",
  "pipe.waits": "La première personne qui le prend le reçoit ; personne d’autre ne peut.",
  "pipe.mine": "Vous l’avez pris : votre navigateur le télécharge.",
  "pipe.taken": "{name} le prend.",
  "pipe.whole": "{name} l’a reçu.",
  "pipe.whole-mine": "Tout est arrivé dans votre navigateur.",
  "pipe.failed": "Terminé avant d’être entier. {why}",
  "pipe.failed-mine": "Terminé avant d’être entier : ce que votre navigateur en a n’est pas tout. {why}",
  "pipe.someone": "Quelqu’un",
  "pipe.allow": "Autoriser curl",
  "pipe.allow-hint": "Qui a l’adresse ainsi créée peut télécharger ceci sans navigateur. Le serveur verra ce que c’est.",
  "pipe.allowed":
    "Qui a cette adresse le reçoit, par le serveur, qui voit ce que c’est. Elle vaut jusqu’à ce que vous la repreniez ou partiez.",
  "pipe.copy": "Copier la commande",
  "pipe.copied": "Copié",
  "pipe.forbid": "Reprendre",
  "pipe.nobody-yet": "Aucun curl ne l’a encore pris.",
  "pipe.going": "Vers curl : {percent} · {done} sur {total}",
  "pipe.sent": "Pris {n} fois par curl.|Pris {n} fois par curl.",
  "pipe.broken": "Le dernier s’est interrompu. {why}",
  "pipe.offered":
    "{file} : proposé à {n} personne dans le salon ; en attente|{file} : proposé à {n} personnes dans le salon ; en attente que quelqu’un le prenne",
  "pipe.begun": "{file} : quelqu’un le prend",
  "pipe.done": "{file} : pris en entier par une personne, {n} octets",
  "pipe.not-done": "{file} : non envoyé. {why}",
  "pipe.up": "Avec curl seul, si le salon n’a pas de secret (rien après #) : à qui le prend en premier. Le serveur le voit :",
  "pipe.down": "Ce que quelqu’un laisse prendre à curl, à l’adresse que donne « Autoriser curl » à côté de son partage :",
  "pipe.peer": "Des fichiers chiffrés de bout en bout, avec roomcp dans le terminal et le lien entier du salon :",
  "failure.pipe-off":
    "Ce serveur ne transmet pas de fichiers de curl ni vers curl. Ouvrez le salon dans un navigateur, ou utilisez : roomcp send FICHIER LIEN",
  "failure.pipe-secret":
    "Quelqu’un dans ce salon a un secret que le serveur ne doit pas connaître, et ce qu’envoie curl n’est pas chiffré de bout en bout. Utilisez plutôt le lien entier du salon : roomcp send FICHIER LIEN",
  "failure.pipe-nobody": "Il n’y a personne dans ce salon pour le prendre. Ouvrez d’abord le salon dans un navigateur, puis réessayez.",
  "failure.too-many-pipes": "Trop de choses attendent déjà d’être prises. Réessayez quand il y en aura moins.",
  "failure.pipe-unknown": "Il n’y a plus rien ici, ou ce n’est pas pour vous. Redemandez-le.",
  "failure.pipe-taken": "Quelqu’un d’autre l’a pris : une seule personne peut. Demandez un nouvel envoi.",
  "failure.pipe-busy": "Quelqu’un est en train de le recevoir. Réessayez quand ce sera fini.",
  "failure.pipe-untaken": "Personne ne l’a pris à temps. Prévenez quelqu’un dans le salon, puis renvoyez-le.",
  "failure.pipe-giver-left": "La personne qui l’envoyait s’est arrêtée.",
  "failure.pipe-taker-left": "La personne qui le prenait s’est arrêtée. Renvoyez-le.",
  "failure.pipe-stalled": "Rien n’est passé pendant une minute. Réessayez.",
  "failure.pipe-torn": "Les octets sont arrivés dans le désordre, c’est donc terminé. Réessayez.",
  "failure.pipe-cut": "La connexion au serveur a été coupée. Réessayez.",
  "failure.pipe-spent":
    "Le serveur a transmis tout ce que son hébergeur permet. Dans un navigateur, ou avec roomcp send, cela peut passer directement.",
  "failure.pipe-changed": "Le fichier a été modifié ou ne peut plus être lu. Partagez-le à nouveau.",
  "failure.request-too-large": "Cette requête dépasse ce que ce serveur accepte, ou ne dit pas sa taille.",
  "failure.pipe-forbidden": "Ce n’est plus disponible pour curl. Demandez à la personne qui le partage.",
};

export const tls: TlsWords = {
  title: "Une connexion sécurisée",
  why: "En HTTPS, personne sur ce réseau ne peut lire ou modifier la page, les gros fichiers sont enregistrés plus vite, et les téléchargements peuvent aller dans un dossier à vous.",
  how: "Ce serveur n’a pas sa propre autorité de certification. La personne qui le gère peut le démarrer de sorte qu’il en crée une. Cette page montre alors comment chaque appareil lui fait confiance.",
  download: "Télécharger le certificat",
  downloadHint:
    "Avant de lui faire confiance, comparez ces nombres à ceux du terminal de la personne qui gère ce serveur. S’ils diffèrent, quelqu’un s’interpose : ne lui faites pas confiance.",
  ios: "Ouvrez cette page dans Safari, téléchargez le certificat et autorisez le profil. Dans Réglages, ouvrez « Profil téléchargé » et installez-le. Activez-le ensuite dans Général, Informations, Réglages des certificats.",
  android:
    "Téléchargez le certificat. Dans Paramètres, cherchez « Certificat CA », choisissez « Installer quand même », puis le fichier. Firefox pour Android a sa propre liste : utilisez Chrome.",
  windows:
    "Ouvrez le fichier téléchargé et choisissez « Installer un certificat… », puis « Utilisateur actuel ». Choisissez « Placer tous les certificats dans le magasin suivant », et là « Autorités de certification racines de confiance ». Terminez, dites oui et redémarrez le navigateur.",
  macos:
    "Ouvrez le fichier téléchargé pour que Trousseaux d’accès l’ajoute au trousseau « session ». Ouvrez-le là et, sous « Se fier », réglez « SSL (Secure Sockets Layer) » sur « Toujours approuver ». Fermez la fenêtre, saisissez votre mot de passe et redémarrez le navigateur.",
  linux:
    "Ouvrez chrome://certificate-manager dans Chrome ou Chromium. Sous « Personnalisé », choisissez « Installés par vous », puis « Certificats de confiance », et importez le fichier. Rechargez la page.",
  firefox:
    "Ouvrez Paramètres, « Vie privée et sécurité », « Afficher les certificats », et là « Autorités ». Importez le fichier et cochez « Confirmer cette AC pour identifier des sites web ». Sous Windows et macOS, Firefox se fie aussi à ce à quoi le système se fie.",
  open: "Voici l’adresse sécurisée :",
  limits:
    "Cette autorité peut garantir des adresses numériques, des noms de réseaux locaux et ceux de ce serveur, mais le nom d’aucun site web. Retirez-la de votre appareil quand vous n’en avez plus besoin.",
};
