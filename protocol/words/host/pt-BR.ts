// Português do Brasil, com «você». «|» separa singular e plural (0 é singular); «{name}» é substituído. Its glossary is in ../pt-BR.ts.
import type { CheckWords, PipeWords, TlsWords } from "./en.ts";

export const check: CheckWords = {
  page: {
    title: "Testar este navegador",
    lead: "O que este navegador consegue fazer com este servidor. Cerca de 4 MB vão ao servidor e voltam; ninguém mais fica sabendo.",
    list: "Testes",
    again: "Testar de novo",
    copy: "Copiar o relatório",
    copied: "Relatório copiado",
    "copy-failed": "Este navegador não deixa a página copiar. Selecione o relatório aqui:",
    addresses: "Com endereços",
    helps: "O que ajuda:",
    "no-script": "Estes testes precisam de JavaScript, assim como as salas. Ative-o e recarregue esta página.",
  },
  items: {
    secure: "Conexão segura",
    server: "O caminho até o servidor",
    webrtc: "WebRTC",
    stun: "UDP até o servidor (STUN)",
    relay: "A retransmissão do servidor",
    storage: "Para onde vão os arquivos recebidos",
    hash: "Velocidade de verificação (SHA-256)",
  },
  states: {
    running: "Testando…",
    good: "Bom",
    limited: "Limitado",
    bad: "Não funciona",
    untried: "Não testado",
  },
  summaries: {
    running: "Testando…",
    good: "Está tudo bem: este navegador consegue fazer tudo o que este servidor oferece.",
    limited: "As salas funcionam aqui, com limites: veja abaixo quais são e o que ajuda.",
    bad: "Algo de que as salas precisam não funciona aqui: veja abaixo o que ajuda.",
    untried: "O que pôde ser testado está bem; nem tudo pôde.",
  },
  verdicts: {
    "secure-yes": [
      "Esta página veio por uma conexão segura.",
      "Ninguém no caminho pode alterá-la, e o navegador oferece tudo o que tem.",
      "",
    ],
    "secure-local": ["Esta página veio deste próprio dispositivo.", "O navegador considera isso seguro e oferece tudo o que tem.", ""],
    "secure-no": [
      "Esta página veio por HTTP sem criptografia.",
      "O essencial funciona. Mas quem está nesta rede poderia alterar a página, arquivos grandes são salvos mais devagar e não dá para escolher pastas onde salvar.",
      "HTTPS.",
    ],
    "server-good": ["O servidor respondeu por um WebSocket em {time}.", "Ele pode apresentar você aos outros.", ""],
    "server-guarded": [
      "O servidor respondeu por um WebSocket. Ele só cria salas para quem tem o token do anfitrião.",
      "Você pode entrar em salas que outros criaram. O que precisa de uma sala própria não é testado aqui.",
      "",
    ],
    "server-refused": [
      "O servidor respondeu por um WebSocket e recusou: “{why}”",
      "As salas também serão recusadas pelo mesmo motivo.",
      "Espere um minuto e teste de novo.",
    ],
    "server-silent": [
      "Não foi possível abrir um WebSocket até o servidor.",
      "As pessoas não podem ser apresentadas umas às outras, então as salas não funcionam.",
      "Algo no meio, como o proxy de uma empresa ou uma extensão, talvez não deixe passar WebSockets: tente outra rede ou outro navegador. Atrás de um proxy reverso, o anfitrião precisa repassá-los.",
    ],
    "webrtc-good": [
      "Duas conexões desta página se encontraram; uma palavra levou {time} ida e volta.",
      "Este navegador consegue se conectar diretamente aos outros.",
      "",
    ],
    "webrtc-missing": [
      "Este navegador não tem WebRTC, ou ele está desativado.",
      "Ele não consegue se conectar a outras pessoas, então as salas não abrem.",
      "Abra esta página em outro navegador ou veja se uma configuração ou extensão desativou o WebRTC.",
    ],
    "webrtc-silent": [
      "Este navegador tem WebRTC, mas duas conexões desta mesma página não se encontraram.",
      "Conexões diretas são improváveis. A retransmissão do servidor, se houver, leva tudo no lugar delas.",
      "Uma configuração, uma extensão ou um firewall deste dispositivo pode estar segurando o WebRTC: tente sem ela ou com outro navegador.",
    ],
    "stun-good": [
      "O servidor respondeu por UDP em {time}. Ele vê você em {address}.",
      "Quem está fora da sua rede normalmente consegue chegar direto até você. Com alguns roteadores não, e isso não dá para saber daqui.",
      "",
    ],
    "stun-near": [
      "O servidor respondeu por UDP em {time}. Ele vê você em {address}, um endereço de rede local.",
      "Nesta rede, conexões diretas funcionam. Se pessoas de fora conseguem chegar direto até você, não dá para saber daqui.",
      "",
    ],
    "stun-varies": [
      "O servidor respondeu por UDP em {time}. Ele vê você em {address}, com outra porta para cada servidor consultado: sua rede tem um NAT simétrico.",
      "Conexões diretas de fora só funcionam com algumas pessoas. A retransmissão leva as outras.",
      "Estar na mesma rede, ou em outra rede que não esta.",
    ],
    "stun-silent": [
      "Nenhum servidor STUN respondeu por UDP em {time}.",
      "Conexões diretas funcionam na sua própria rede e quase nada além dela. A retransmissão, se houver, leva o resto.",
      "Um firewall talvez não deixe passar UDP: tente outra rede. O anfitrião do servidor deve liberar UDP na porta do STUN.",
    ],
    "stun-here": [
      "Sem resposta por UDP. Mas esta página está aberta no próprio dispositivo do servidor, onde alguns navegadores não perguntam.",
      "Dos outros, nada se sabe.",
      "Abra esta página no endereço do servidor na rede.",
    ],
    "stun-none": [
      "Este servidor não indica nenhum servidor STUN.",
      "Conexões diretas funcionam em uma mesma rede. Pela internet, só a retransmissão conecta vocês, se houver.",
      "O anfitrião do servidor pode ativá-lo (--stun).",
    ],
    "relay-good": [
      "{size} passaram pelo servidor a {speed}/s; uma palavra levou {time} ida e volta.",
      "Quem não encontra um caminho direto até você chega mesmo assim, com criptografia entre vocês dois.",
      "",
    ],
    "relay-off": [
      "Este servidor não oferece retransmissão.",
      "Quem não encontra um caminho direto até você não consegue chegar.",
      "Estar na mesma rede. O anfitrião do servidor pode ativá-la (--relay).",
    ],
    "relay-refused": [
      "A retransmissão do servidor recusou: “{why}”",
      "Quem não encontra um caminho direto até você não consegue chegar no momento.",
      "Estar na mesma rede ou tentar de novo mais tarde.",
    ],
    "relay-silent": [
      "O servidor oferece retransmissão, mas nada passou por ela a tempo.",
      "Quem não encontra um caminho direto até você não consegue chegar.",
      "Algo no meio talvez segure WebSockets longos: tente outra rede e teste de novo.",
    ],
    "needs-server": ["Não testado: precisa do servidor.", "Nada se sabe disso.", ""],
    "needs-room": [
      "Não testado: este servidor só cria salas para quem tem o token do anfitrião.",
      "Nada se sabe disso.",
      "Em uma sala, os detalhes de cada pessoa dizem como vocês estão conectados.",
    ],
    "needs-webrtc": ["Não testado: precisa do WebRTC.", "Nada se sabe disso.", ""],
    "storage-opfs": [
      "No sistema de arquivos do próprio navegador.",
      "Arquivos de qualquer tamanho são gravados conforme chegam e sobrevivem a uma recarga.",
      "",
    ],
    "storage-indexeddb": [
      "No banco de dados do navegador.",
      "Os arquivos sobrevivem a uma recarga. Os grandes são gravados mais devagar.",
      "Uma conexão segura ou uma janela que não seja anônima.",
    ],
    "storage-memory": [
      "Na memória: este navegador não dá disco a esta página.",
      "Podem ser recebidos arquivos de até {size} no total, que somem com a aba se não forem salvos.",
      "Outro navegador ou uma janela que não seja anônima.",
    ],
    "hash-native": [
      "Este navegador lê e verifica {speed}/s, com o próprio SHA-256.",
      "Cada pedaço de um arquivo é verificado ao chegar.",
      "",
    ],
    "hash-wasm": [
      "Este navegador lê e verifica {speed}/s, com WebAssembly.",
      "Cada pedaço de um arquivo é verificado ao chegar. Uma conexão segura daria acesso ao SHA-256 do navegador.",
      "",
    ],
    "hash-slow": [
      "Este navegador lê e verifica {speed}/s.",
      "Cada pedaço de um arquivo é verificado ao chegar, então nada chega mais rápido que isso.",
      "Feche outras abas e programas.",
    ],
    "hash-broken": [
      "O worker da página, que lê, verifica e guarda arquivos, não respondeu.",
      "Não é possível compartilhar nem receber arquivos.",
      "Uma extensão talvez bloqueie workers: tente sem ela ou com outro navegador.",
    ],
  },
  room: " Ele informa {size} de espaço; pode haver mais.",
};

export const pipe: PipeWords = {
  "pipe.whose": "do curl",
  "pipe.clear": "Pelo servidor, sem criptografia de ponta a ponta",
  "pipe.take": "Baixar",
  "pipe.take-hint": "Só uma pessoa pode pegar, uma vez.",
  "pipe.remove": "Remover",
  "pipe.waits": "Quem pegar primeiro recebe; mais ninguém pode.",
  "pipe.mine": "Você pegou: seu navegador está baixando.",
  "pipe.taken": "{name} está baixando.",
  "pipe.whole": "{name} recebeu.",
  "pipe.whole-mine": "Chegou tudo ao seu navegador.",
  "pipe.failed": "Terminou antes de ficar completo. {why}",
  "pipe.failed-mine": "Terminou antes de ficar completo: o que seu navegador tem não é tudo. {why}",
  "pipe.someone": "Alguém",
  "pipe.allow": "Permitir curl",
  "pipe.allow-hint": "Quem tiver o endereço criado aqui pode baixar isto sem navegador. O servidor verá o conteúdo.",
  "pipe.allowed": "Quem tiver este endereço recebe pelo servidor, que vê o conteúdo. Funciona até você retirá-lo ou sair.",
  "pipe.copy": "Copiar comando",
  "pipe.copied": "Copiado",
  "pipe.forbid": "Retirar",
  "pipe.nobody-yet": "Nenhum curl baixou ainda.",
  "pipe.going": "Para o curl: {percent} · {done} de {total}",
  "pipe.sent": "Baixado pelo curl {n} vez.|Baixado pelo curl {n} vezes.",
  "pipe.broken": "O último foi interrompido. {why}",
  "pipe.offered":
    "{file}: oferecido a {n} pessoa na sala; esperando que ela pegue|{file}: oferecido a {n} pessoas na sala; esperando que alguém pegue",
  "pipe.begun": "{file}: alguém está pegando",
  "pipe.done": "{file}: recebido inteiro por uma pessoa, {n} bytes",
  "pipe.not-done": "{file}: não enviado. {why}",
  "pipe.up": "Só com curl, se a sala não tem segredo (nada depois de #): para quem pegar primeiro. O servidor vê:",
  "pipe.down": "O que alguém deixa o curl baixar, no endereço que “Permitir curl” mostra no compartilhamento:",
  "pipe.peer": "Arquivos com criptografia de ponta a ponta, com roomcp no terminal e o link inteiro da sala:",
  "failure.pipe-off":
    "Este servidor não repassa arquivos do curl nem para o curl. Abra a sala em um navegador ou use: roomcp send ARQUIVO LINK",
  "failure.pipe-secret":
    "Alguém nesta sala tem um segredo que o servidor não pode conhecer, e o que o curl envia não tem criptografia de ponta a ponta. Use o link inteiro da sala: roomcp send ARQUIVO LINK",
  "failure.pipe-nobody": "Não há ninguém naquela sala que possa pegar. Abra primeiro a sala em um navegador e tente de novo.",
  "failure.too-many-pipes": "Já há coisas demais esperando. Tente de novo quando houver menos.",
  "failure.pipe-unknown": "Não há mais nada aqui, ou não é para você. Peça de novo.",
  "failure.pipe-taken": "Outra pessoa já pegou: só uma pode. Peça para enviar de novo.",
  "failure.pipe-busy": "Alguém está recebendo neste momento. Tente de novo quando terminar.",
  "failure.pipe-untaken": "Ninguém pegou a tempo. Avise alguém na sala e envie de novo.",
  "failure.pipe-giver-left": "Quem enviava parou.",
  "failure.pipe-taker-left": "Quem recebia parou. Envie de novo.",
  "failure.pipe-stalled": "Nada passou por um minuto. Tente de novo.",
  "failure.pipe-torn": "Os bytes chegaram fora de ordem, então foi encerrado. Tente de novo.",
  "failure.pipe-cut": "A conexão com o servidor caiu. Tente de novo.",
  "failure.pipe-spent": "O servidor já repassou tudo o que o anfitrião permite. Em um navegador, ou com roomcp send, pode ir direto.",
  "failure.pipe-changed": "O arquivo foi alterado ou não pode mais ser lido. Compartilhe de novo.",
  "failure.request-too-large": "Esta solicitação é maior do que este servidor aceita, ou não informa o tamanho.",
  "failure.pipe-forbidden": "Não está mais disponível para o curl. Pergunte a quem compartilha.",
};

export const tls: TlsWords = {
  title: "Uma conexão segura",
  why: "Com HTTPS, ninguém nesta rede pode ler ou alterar a página, arquivos grandes são salvos mais rápido e os downloads podem ir para uma pasta sua.",
  how: "Este servidor não tem autoridade certificadora própria. Quem o administra pode iniciá-lo de modo que ele crie uma. Então esta página mostra como cada dispositivo passa a confiar nela.",
  download: "Baixar o certificado",
  downloadHint:
    "Antes de confiar nele, compare estes números com os do terminal de quem administra este servidor. Se forem diferentes, há alguém no meio: não confie.",
  ios: "Abra esta página no Safari, baixe o certificado e permita o perfil. Em Ajustes, abra “Perfil Baixado” e instale. Depois ative em Geral, Sobre, Ajustes de Certificados Confiáveis.",
  android:
    "Baixe o certificado. Em Configurações, procure “Certificado de CA”, escolha “Instalar mesmo assim” e depois o arquivo. O Firefox para Android usa sua própria lista: use o Chrome.",
  windows:
    "Abra o arquivo baixado e escolha “Instalar Certificado…” e “Usuário Atual”. Escolha “Colocar todos os certificados no repositório a seguir” e ali “Autoridades de Certificação Raiz Confiáveis”. Conclua, diga sim e reinicie o navegador.",
  macos:
    "Abra o arquivo baixado para que o Acesso às Chaves o adicione às chaves “login”. Abra-o ali e, em “Confiar”, defina “Secure Sockets Layer (SSL)” como “Confiar Sempre”. Feche a janela, digite sua senha e reinicie o navegador.",
  linux:
    "Abra chrome://certificate-manager no Chrome ou Chromium. Em “Personalizado”, escolha “Instalados por você”, depois “Certificados confiáveis”, e importe o arquivo. Recarregue a página.",
  firefox:
    "Abra Configurações, “Privacidade e Segurança”, “Ver certificados” e ali “Autoridades”. Importe o arquivo e marque “Considerar confiável esta CA para identificar sites”. No Windows e no macOS, o Firefox também confia no que o sistema confia.",
  open: "Este é o endereço seguro:",
  limits:
    "Esta autoridade pode responder por endereços numéricos, por nomes de redes locais e pelos deste servidor, mas não pelo nome de nenhum site. Remova-a do dispositivo quando não precisar mais dela.",
};
