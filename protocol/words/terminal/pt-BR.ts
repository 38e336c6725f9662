// Português do Brasil, com «você». «|» separa singular e plural (0 é singular); «{name}» é substituído. Its glossary is in ../pt-BR.ts.
import type { DoctorWords, FailureWords, OtherwiseWords, StateWords, VisitWords } from "./en.ts";

export const doctor: DoctorWords = {
  "addon-good": ["O WebRTC está disponível: libdatachannel {version}.", ""],
  "addon-bad": [
    "O WebRTC não carrega: {needed}",
    "Bate-papo e arquivos vão então pela retransmissão do servidor, se ele a oferecer. Confira se TMPDIR é uma pasta onde programas podem ser iniciados, ou use outra versão para este sistema.",
  ],
  "udp-good": ["Duas conexões nesta máquina se encontraram em {time}.", ""],
  "udp-bad": [
    "Duas conexões nesta máquina não se encontraram.",
    "Veja se um firewall barra UDP aqui; sem UDP, tudo é retransmitido pelo servidor.",
  ],
  "server-none": ["Nenhum servidor foi indicado, então nenhum foi testado.", "Use roomcp doctor https://host ou defina ROOMCP_SERVER."],
  "server-good": ["O servidor responde em {time} por um WebSocket.", ""],
  "server-guarded": [
    "O servidor responde e só cria salas para quem tem o token do anfitrião.",
    "Defina ROOMCP_CREATE_TOKEN ou entre em salas que outros criaram.",
  ],
  "server-refused": ["O servidor responde e recusa: {why}", "Espere um minuto e tente de novo."],
  "server-silent": ["{url} não responde.", "Confira o endereço e se o roomcp está rodando lá."],
  "certificate-bad": [
    "O certificado de {url} não é confiável aqui.",
    "Se o servidor tem autoridade própria (--tls self), pegue o certificado em {url}/tls e defina NODE_EXTRA_CA_CERTS com esse arquivo.",
  ],
  "socket-bad": [
    "O servidor responde, mas não abre WebSocket.",
    "Um proxy no meio talvez não repasse WebSockets: o anfitrião encontra como fazer em docs/hosting.md.",
  ],
  "stun-good": ["O UDP chega a um servidor STUN, que vê esta máquina como {address}.", ""],
  "stun-near": [
    "Nenhum outro endereço além do desta máquina foi encontrado por UDP, como acontece quando o servidor está na mesma rede.",
    "",
  ],
  "stun-none": [
    "O servidor não indica nenhum servidor STUN.",
    "Em uma só rede isso basta. Entre redes, os arquivos são retransmitidos pelo servidor.",
  ],
  "relay-good": ["A retransmissão do servidor repassa {rate}/s, em {time} ida e volta.", ""],
  "relay-off": [
    "O servidor não oferece retransmissão.",
    "Só quem tem conexão direta pode conversar; o anfitrião pode oferecer uma com --relay on.",
  ],
  "relay-bad": ["A retransmissão do servidor não repassou nada.", "Tente de novo; se continuar assim, avise o anfitrião do servidor."],
  "relay-refused": ["A retransmissão do servidor recusa: {why}", "Espere um minuto e tente de novo."],
};

export const failures: FailureWords = {
  "command-unknown": "Não existe o comando {name}; roomcp --help lista todos.",
  "command-guessed": "Não existe o comando {name}. Você quis dizer {guess}?",
  "option-unknown": "Não existe a opção {name}; --help lista todas.",
  "option-guessed": "Não existe a opção {name}. Você quis dizer {guess}?",
  "option-bare": "{name} precisa de um valor.",
  "option-filled": "{name} não recebe valor.",
  "value-wrong": "{name}: {needed}.",
  "argument-unexpected": "Não se sabe o que é {name}; --help diz o que vai aqui.",
  "argument-wrong": "{name}: é preciso um de {needed}.",
  "address-wanted": "{name}: é preciso um endereço como https://rooms.example.",
  "host-silent": "{url} não responde: {needed}",
  "settings-clash": "{needed}",
  "settings-unreadable": "Não é possível ler {path}: {needed}.",
  "toml-damaged": "{where}: isto não é TOML. {needed}.",
  "setting-unknown": "{where}: não existe a configuração {name}; roomcp help serve lista todas, sem --.",
  "setting-guessed": "{where}: não existe a configuração {name}. Você quis dizer {guess}?",
  "port-taken": "Essa porta está ocupada. Escolha outra com --port ou, junto de --tls, com --plain-port.",
  "certificate-unusable": "{needed}",
  "file-unreadable": "Não é possível ler {name}, por isso não é compartilhado. Confira se existe e se você pode ler.",
  "file-special": "{name} não é arquivo nem pasta, por isso não é compartilhado.",
  "link-outside": "{name} é um link para fora da pasta ou para nada, por isso não é compartilhado. Para compartilhar, indique o destino.",
  "folder-unwritable": "Não é possível gravar em {name}. Escolha outra pasta ou mude quem pode gravar nela.",
  "folder-busy": "Outro roomcp está recebendo o mesmo em {name}. Espere terminar ou escolha outra pasta.",
  "pipe-closed": "O programa que lia isto terminou, então não foi recebido até o fim.",
  "webrtc-missing": "A parte desta máquina para conexões diretas não carrega: {needed}. roomcp doctor diz mais.",
  "link-unreadable": "{name} não é o endereço de uma sala. Ele se parece com https://host/r/name#k=…",
  "room-missing": "Qual sala? Indique o endereço, entre aspas: 'https://host/r/name#k=…'",
  "link-other":
    "Quem está aqui veio com outro link ou outra frase secreta. Indique o endereço inteiro, com o que vem depois de #, entre aspas.",
  "server-missing": "Qual servidor? Indique --server https://host ou defina ROOMCP_SERVER.",
  "server-silent": "{name} não responde. O endereço está certo e o roomcp está rodando lá?",
  "server-strange": "{name} responde, mas não como o roomcp.",
  "room-empty": "Não há mais ninguém na sala.",
  "person-missing": "Ninguém aqui se chama {name}, então nada foi dito.",
  "not-delivered": "Nem todos os que estão aqui receberam.",
  "files-missing": "Quais arquivos? Indique arquivos ou pastas depois do comando.",
  "share-undecided": "Há {n} compartilhamentos. Indique --all para receber todos.",
  "pipe-many": "Só um arquivo pode ir para a saída padrão; {name} tem mais.",
};

export const otherwise: OtherwiseWords = {
  "version-mismatch": "O outro lado tem outra versão do roomcp. Use a mesma versão nos dois.",
  "no-space": "Não há espaço suficiente em {name}. Libere um pouco e dê o mesmo comando de novo: ele continua de onde estava.",
  "sink-broken": "Não foi possível guardar em {name}. O que está lá foi mantido: dê o mesmo comando de novo para continuar.",
  "source-silent": "Faz muito tempo que não chegam dados. O que está aqui foi mantido: dê o mesmo comando de novo para continuar.",
  "source-unreadable":
    "O arquivo não pôde ser lido. Talvez tenha sido movido ou apagado. Quando for compartilhado de novo, o que está aqui continua.",
  "chunk-corrupt": "Chegou danificado várias vezes. O que chegou inteiro foi mantido: dê o mesmo comando de novo para continuar.",
  "share-mismatch": "O que chegou não é o que foi compartilhado, então nada foi guardado. Dê o mesmo comando de novo.",
};

export const states: StateWords = {
  good: "bom",
  limited: "limitado",
  bad: "não funciona",
  untried: "não testado",
};

export const visit: VisitWords = {
  passphrase: "Frase secreta: ",
  scan: "Em um celular:",
  come: "Abra em um navegador ou em outro terminal:  roomcp get '{url}'",
  "nobody-yet": "Ainda não há mais ninguém aqui. Esperando alguém compartilhar algo; Ctrl-C sai.",
  "nothing-yet": "Esperando alguém compartilhar algo. Ctrl-C sai.",
  "lost-server": "O servidor está fora de alcance; o que está conectado continua.",
  "server-back": "O servidor voltou.",
  direct: "{name} está aqui, com conexão direta.",
  relayed: "{name} está aqui, pela retransmissão do servidor, que não vê nada do que repassa.",
  unreachable: "Não é possível chegar a {name}: {why}",
  somebody: "Alguém",
  "only-you": "(só para você)",
  joined: "{name} entrou.",
  left: "{name} saiu.",
  compare: "Compare com {name}, por outro meio que não esta sala: {symbols}",
  delivered: "Entregue.",
  shared: "Compartilhando {share} ({size}).",
  takes: "{name} está baixando {share}.",
  sending: "{progress} → {name}",
  sent: "{name} tem {share}, verificado.",
  "no-space-there": "{name} não tem espaço suficiente para {share}.",
  "stopped-there": "{name} parou com {percent} de {share} e pode continuar mais tarde.",
  "not-sent": "{name} não recebeu {share}: {why}",
  offers: "{name} compartilha {share} ({size}).",
  choice: "Quais? Números, ou Enter para todos: ",
  receiving: "{progress} · {share}",
  received: "{share} está aqui, verificado.",
  "not-received": "{share} não chegou: {why}",
  goes: "Continuando {share}.",
  "size-unknown": "do tamanho que tiver no fim",
};
