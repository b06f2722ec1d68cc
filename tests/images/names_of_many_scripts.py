"""About a thousand names: ten given names with ten family names in ten scripts, and titles."""

PEOPLE = {
    "Latin": (
        "Łukasz Søren Jürgen Yılmaz Þóra Ñuria Åsa Čeněk Œdipe Đỗ",
        "Próbny Ægirsson Weiß Işık Øst Müller-Lüdenscheidt Ștefănescu Ő Žižek Nguyễn",
    ),
    "Cyrillic": (
        "Анна Борис Вера Георгий Щука Юлия Їжак Ђорђе Ўлад Эмма",
        "Пример Проба Ёлкин Цой Шахназаров Жеглов Хотиненко Чухрай Ющенко Ятковский",
    ),
    "Greek": (
        "Θόδωρος Ειρήνη Κώστας Ψύχη Ξένια Ωραία Χρήστος Ζωή Φώτης Ήρα",
        "Αγγελόπουλος Παπάς Γαβράς Λάνθιμος Οικονόμου Ράπτης Σακελλαρίδης Τσίπρας Υψηλάντης Βότσης",
    ),
    "Japanese": (
        "黒沢明 溝口健二 小津 是枝 見本 別人 灯台の番人 千と千尋 ドライブ きらめき",
        "刑事A 医者A 店員1 客1 侍 浪人 母 船長 犬 お婆さん",
    ),
    "Chinese": (
        "王 李 张 刘 陈 杨 赵 黄 周 吴",
        "家卫 艺谋 凯歌 子怡 小龙 曼玉 朝伟 学友 德华 润发",
    ),
    "Korean": (
        "박 김 이 최 정 강 조 윤 장 임",
        "찬욱 기덕 창동 민식 호연 동원 여정 혜자 강호 해일",
    ),
    "Arabic": (
        "يوسف عمر فاتن نادين محمد هيفاء إليا أحمد ليلى سعاد",
        "شاهين الشريف حمامة لبكي ملص المنصور سليمان زكي مراد حسني",
    ),
    "Hebrew": (
        "עמוס רונית יוסף גילה נדב שירה איתן דוד חיים מיכל",
        "גיתאי אלקבץ סידר אלמגור לפיד הס כהן פולונסקי טופול בת-אדם",
    ),
    "Indic": (
        "सत्यजीत राज नरगिस শর্মিলা মৃণাল ரஜினி கமல் చిరంజీవి ਦਿਲਜੀਤ മോഹൻലാൽ",
        "राय कपूर दत्त ঠাকুর সেন காந்த் ஹாசன் కొణిదెల ਦੋਸਾਂਝ വിശ്വനാഥൻ",
    ),
    "Others": (
        "อภิชาติพงศ์ ნანა Արտավազդ ཁྱེན་བརྩེ ኃይሌ ပန်းချီ ខ្មែរ ලෙස්ටර් ລາວ ᏣᎳᎩ",
        "วีระเศรษฐกุล ჯორჯაძე Փելեշյան ནོར་བུ ገሪማ ဆရာ ប៉ាន් පීරිස් ຈັນ ᏍᏏᏉᏯ",
    ),
}

TITLES = """\
8½|9½ Weeks|Alien³|[Rec]²|M|Z|Se7en|(500) Days of Summer|WALL·E|Face/Off|…And Justice for All
Amélie|L’Avventura|L'Auberge espagnole|À bout de souffle|Ça commence aujourd’hui|Così fan tutte
Der Untergang|Große Freiheit|Die Büchse der Pandora|Straße|STRASSE|Mädchen in Uniform
Jag är nyfiken – en film i gult|Fårö|Þetta er ekkert mál|Ødipussi|Kød & blod|Rødt|Ænima
Příběhy obyčejného šílenství|Ostře sledované vlaky|Popiół i diament|Nóż w wodzie|Żywot Mateusza
Kış Uykusu|İklimler|Üç Maymun|Ağır Roman|Eşkıya|Çoğunluk|Mùi đu đủ xanh|Cyclo – Xích lô
Солярис|Иди и смотри|Ёлки 2|Ночной дозор|Тіні забутих предків|Дзюба|Врач 1|Матрос 1|Матрос 2
七人の侍|千と千尋の神隠し|東京物語|ドライブ・マイ・カー|リング2|刑事B|花樣年華|霸王別姬|卧虎藏龙
无间道 II|기생충|올드보이|살인의 추억|버닝|밀양|부산행 2|باب الحديد|كفرناحوم|جدایی نادر از سیمین
طعم گیلاس|ואלס עם באשיר|ביקור התזמורת|पाथेर पांचाली|मुग़ल-ए-आज़म|পথের পাঁচালী|நாயகன்|బాహుబలి 2
ลุงบุญมีระลึกชาติ|მონანიება|Նռան գույնը|Ο Θίασος|Κυνόδοντας|!!!|???|$|π|#|+1|½|☺|♥|∞|1|0|@|&|A|Ω|א|あ|中
ا|x+y|C++|C#|Tick, tick... BOOM!|¡Átame!|¿Qué he hecho yo para merecer esto!!|“Quoted”|«Ça»|©|™
""".replace("\n", "|").strip("|")

FILMS = TITLES.split("|")
NAMES = [
    f"{given} {family}"
    for givens, families in PEOPLE.values()
    for given in givens.split()
    for family in families.split()
] + FILMS
