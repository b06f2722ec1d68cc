"""Words that say the same of a plot: "drowned" and "under water", "mum" and "mother".

A thesaurus knows far more words, but also far more meanings of each. This table has what happens in
films and what reviews give away of it, in English and German. Words are stemmed before use.
"""

MEANINGS: dict[str, dict[str, str]] = {
    "die": {
        "en": "die dies died dying dead death deceased perish perished corpse corpses body bodies "
        "demise fatal lethal lifeless grave skeleton bones",
        "de": "sterben stirbt starb gestorben tot tote toter toten tod leiche leichen leichnam "
        "tödlich umkommen leblos grab skelett knochen ableben verstorben tode",
    },
    "kill": {
        "en": "kill kills killed killing killer murder murders murdered murderer murderous slay "
        "slain assassin assassins assassinate assassination slaughter slaughtered execute "
        "execution hanged hang gallows manslaughter homicide",
        "de": "töten tötet getötet mord mörder mörderin ermorden ermordet umbringen umgebracht "
        "bringt erschlagen erschlägt hinrichten hingerichtet hinrichtung killer henken gehängt",
    },
    "bury": {
        "en": "bury buried burial funeral grave graveside tomb coffin",
        "de": "begraben vergraben begräbnis beerdigung grab sarg bestattung friedhof",
    },
    "drown": {
        "en": "drown drowns drowned drowning flood flooded floods water tide",
        "de": "ertrinken ertrinkt ertrank ertrunken ertränken flut fluten wasser",
    },
    "fall": {
        "en": "fall falls fell fallen falling plunge plunges plunged plummet drop drops abyss",
        "de": "fallen fällt fiel stürzen stürzt sturz abstürzen gestürzt abgrund",
    },
    "push": {
        "en": "push pushes pushed shove shoves shoved throw throws threw thrown toss tosses chuck "
        "hurl",
        "de": "stoßen stößt gestoßen hinuntergestoßen schubsen schubst werfen wirft warf geworfen "
        "hinunterstoßen",
    },
    "shoot": {
        "en": "shoot shoots shot gun gunshot bullet bullets sniper sniping snipe pistol rifle "
        "headshot gunned",
        "de": "schießen schießt erschießen erschossen erschießt schuss kugel pistole gewehr",
    },
    "stab": {
        "en": "stab stabs stabbed knife blade sword dagger",
        "de": "erstechen ersticht erstochen messer klinge schwert dolch",
    },
    "poison": {
        "en": "poison poisons poisoned poisonous toxic venom",
        "de": "gift giftig vergiften vergiftet vergiftung",
    },
    "burn": {
        "en": "burn burns burned burnt burning fire flames flame blaze arson torch torched match "
        "matches ashes ignite incinerate",
        "de": "brennen brennt verbrennen verbrennt verbrannt feuer flammen brand brandstiftung "
        "anzünden",
    },
    "explode": {
        "en": "explode explodes exploded explosion bomb bombs blast blows detonate grenade",
        "de": "explodieren explodiert explosion bombe sprengen sprengt sprengung gesprengt",
    },
    "destroy": {
        "en": "destroy destroys destroyed smash smashes smashed shatter shatters shattered break "
        "breaks broken wreck demolish ruin axe",
        "de": "zerstören zerstört zerschlagen zerschlägt zertrümmern zertrümmert zerbrechen "
        "zerbricht kaputt",
    },
    "crash": {
        "en": "crash crashes accident collision",
        "de": "unfall überfahren zusammenstoß absturz autounfall",
    },
    "drunk": {"en": "drunk drunken alcohol booze", "de": "betrunken besoffen suff alkohol"},
    "fight": {
        "en": "fight fights fought duel duels battle battles war wars combat showdown",
        "de": "kampf kämpfe kämpfen kämpft duell schlacht krieg",
    },
    "peace": {"en": "peace truce ceasefire", "de": "frieden waffenstillstand"},
    "sacrifice": {
        "en": "sacrifice sacrifices sacrificed gives gave martyr",
        "de": "opfern opfert geopfert opfer aufopfern",
    },
    "survive": {
        "en": "survive survives survived survivor survivors alive spared spares",
        "de": "überleben überlebt überlebende überlebender lebend lebendig davonkommen",
    },
    "rescue": {
        "en": "rescue rescues rescued save saves saved saving safety salvation",
        "de": "retten rettet rettung gerettet",
    },
    "free": {
        "en": "free frees freed freedom release released liberate acquit acquits acquitted "
        "exonerated innocent",
        "de": "frei freiheit befreien befreit freilassen laufen freispruch freigesprochen "
        "unschuldig",
    },
    "prison": {
        "en": "prison jail imprisoned arrested arrest convict convicted sentence cell bars custody",
        "de": "gefängnis verhaftet verhaftung knast haft eingesperrt verurteilt verurteilung",
    },
    "guilty": {
        "en": "guilty culprit guilt blame villain mastermind perpetrator villainous responsible "
        "behind ringleader",
        "de": "schuldig schuld täter täterin schurke drahtzieher bösewicht kopf hintermann "
        "dahintersteckt steckt",
    },
    "crime": {
        "en": "crime criminal heist robbery rob robs robbed burglary burglar steal steals stole "
        "stolen theft thief loot plunder",
        "de": "verbrechen raub rauben überfall einbruch stehlen stiehlt gestohlen diebstahl dieb "
        "plündern plündert klauen klaut geklaut",
    },
    "fake": {
        "en": "fake faked forge forged forger forgery counterfeit falsify falsifies falsified "
        "phony prop cook cooks bogus invented invent sham fraud",
        "de": "falsch gefälscht fälschen fälschung fälscher attrappe erfunden vorgetäuscht betrug "
        "betrügen schwindel",
    },
    "betray": {
        "en": "betray betrays betrayed betrayal traitor treason double-cross doublecross sell "
        "sells sold informer informant snitch mole turncoat crosses",
        "de": "verraten verrät verrat verräter verriet hintergehen hintergangen spitzel",
    },
    "accomplice": {
        "en": "accomplice helper helped helps helping partner complicit league",
        "de": "komplize komplizin helfer geholfen helfen mittäter handlanger",
    },
    "spy": {
        "en": "spy spies spying espionage agent undercover sleeper",
        "de": "spion spionin spionage agent agentin verdeckt undercover",
    },
    "bribe": {
        "en": "bribe bribed bribes corrupt corruption paid payoff",
        "de": "bestechen bestochen bestechung korrupt korruption schmiergeld",
    },
    "blackmail": {
        "en": "blackmail blackmails extort extortion owns",
        "de": "erpressen erpresst erpressung erpresser",
    },
    "lie": {
        "en": "lie lies lied lying liar perjury deceive deceived deception pretend pretends swears",
        "de": "lügen lügt gelogen lüge lügner meineid täuschen täuscht getäuscht",
    },
    "conceal": {
        "en": "conceal conceals secret secretly secrets hide hides hid hidden silent silence "
        "withhold unspoken",
        "de": "verschweigen verschweigt verheimlichen verheimlicht geheim geheimnis geheimnisse "
        "verstecken versteckt versteck schweigen geschwiegen verschwiegen",
    },
    "confess": {
        "en": "confess confesses confessed confession admit admits admitted",
        "de": "gestehen gesteht gestand geständnis beichten beichte zugeben",
    },
    "find": {
        "en": "find finds found discover discovers discovered discovery uncover uncovers stumbles",
        "de": "finden findet fand gefunden entdecken entdeckt entdeckung",
    },
    "vanish": {
        "en": "vanish vanishes vanished disappear disappears disappeared disappearance "
        "abducted kidnapped kidnap",
        "de": "verschwinden verschwindet verschwand verschwunden vermisst entführt entführung",
    },
    "leave": {
        "en": "leave leaves left depart departs goodbye farewell walks quits abandon abandons",
        "de": "verlassen verlässt abschied abreisen fortgehen geht ging weggehen",
    },
    "return": {
        "en": "return returns returned back homecoming reunite reunion reunited",
        "de": "zurück zurückkehren kehrt rückkehr wiedersehen heimkehr heimkehren",
    },
    "escape": {
        "en": "escape escapes escaped flee flees fled run runs fugitive getaway",
        "de": "fliehen flieht flucht geflohen entkommen entkommt entwischen flüchten",
    },
    "appear": {
        "en": "appear appears appeared appearance appearances cameo cameos shows showed turns pops",
        "de": "auftritt auftritte auftauchen taucht auftreten cameo gastauftritt erscheinen "
        "erscheint",
    },
    "alone": {
        "en": "alone lonely solitary single only sole lone",
        "de": "allein alleine einsam einsame einzige einziger einzig",
    },
    "love": {
        "en": "love loves loved lover lovers romance romantic kiss kisses affair sweetheart crush",
        "de": "liebe lieben liebt verliebt verlieben geliebte geliebter romanze kuss küssen affäre "
        "schwärmerei",
    },
    "marry": {
        "en": "marry marries married marriage wedding bride groom wed wife husband spouse",
        "de": "heiraten heiratet hochzeit ehe braut verheiratet ehemann ehefrau trauung gatte",
    },
    "pregnant": {
        "en": "pregnant pregnancy baby unborn birth",
        "de": "schwanger schwangerschaft schwängern schwängert baby geburt",
    },
    "child": {
        "en": "child children kid kids son sons daughter daughters boy girl infant heir",
        "de": "kind kinder sohn söhne tochter töchter junge mädchen erbe",
    },
    "mother": {"en": "mother mum mom mummy maternal", "de": "mutter mama mütterlich"},
    "father": {"en": "father dad daddy papa paternal", "de": "vater papa väterlich"},
    "parent": {
        "en": "father mother parent parents",
        "de": "vater mutter eltern leiblich leiblicher",
    },
    "sibling": {
        "en": "sister sisters brother brothers sibling siblings twin twins",
        "de": "schwester bruder geschwister zwilling zwillinge brüder schwestern",
    },
    "grandparent": {
        "en": "grandfather grandpa grandmother granny grandchild granddaughter grandson",
        "de": "großvater opa großmutter oma enkel enkelin enkelkind",
    },
    "same": {
        "en": "herself himself same identical identity alter doppelganger clone",
        "de": "selbst selber derselbe dieselbe identität doppelgänger klon",
    },
    "machine": {
        "en": "machine android robot robotic cyborg artificial computer replicant",
        "de": "maschine android roboter cyborg künstlich computer",
    },
    "ghost": {
        "en": "ghost ghosts spirit haunting haunted phantom spectre",
        "de": "geist geister gespenst spuk phantom",
    },
    "dream": {
        "en": "dream dreams dreamt hallucination imagined imagination imaginary simulation",
        "de": "traum geträumt träumt halluzination einbildung eingebildet simulation",
    },
    "future": {"en": "future prophecy predict predicts prediction", "de": "zukunft vorhersage"},
    "memory": {
        "en": "memory memories remember remembers forgets forget forgotten amnesia",
        "de": "erinnerung erinnern erinnert vergessen vergisst gedächtnis",
    },
    "crown": {
        "en": "crown crowned coronation king queen throne heir monarch emperor",
        "de": "krone krönung gekrönt könig königin thron erbe kaiser",
    },
    "win": {
        "en": "win wins won victory triumph triumphs winner champion",
        "de": "gewinnen gewinnt gewonnen gewann sieg siege siegt sieger triumph",
    },
    "lose": {
        "en": "lose loses lost defeat defeated loss",
        "de": "verlieren verliert verlor verloren niederlage",
    },
    "ill": {
        "en": "ill illness sick sickness disease cancer tumour tumor terminal",
        "de": "krank krankheit krebs tumor unheilbar",
    },
    "blind": {"en": "blind blinded blindness sight", "de": "blind erblindet blindheit"},
    "wound": {
        "en": "wound wounded wounds injured injury bleeding blood bloody",
        "de": "wunde verwundet verletzt verletzung blutet blut blutig",
    },
    "freeze": {"en": "freeze freezes frozen froze", "de": "erfrieren erfriert erfroren gefroren"},
    "police": {
        "en": "police policeman policewoman officer officers cop cops sergeant detective inspector "
        "constable sheriff",
        "de": "polizei polizist polizistin kommissar kommissarin beamter ermittler bulle bullen",
    },
    "priest": {"en": "priest father clergyman vicar pastor", "de": "priester pfarrer pastor"},
    "doctor": {"en": "doctor physician medic surgeon", "de": "arzt ärztin doktor mediziner"},
    "chief": {
        "en": "boss chief leader head foreman captain commander manager owner",
        "de": "chef chefin leiter leiterin stationsleiter anführer boss besitzer inhaber vorsteher "
        "vorgesetzter",
    },
    "judge": {
        "en": "judge court courtroom trial verdict jury witness prosecutor lawyer",
        "de": "richter richterin gericht prozess urteil zeuge zeugin staatsanwalt anwalt",
    },
    "money": {
        "en": "money cash fortune million millions payout reward bounty wages salary cheque "
        "cheques ransom debts debt",
        "de": "geld bargeld vermögen million millionen lohn gehalt lösegeld schulden kasse "
        "belohnung kopfgeld",
    },
    "jewel": {
        "en": "jewel jewels gem gems diamond diamonds necklace stones ruby",
        "de": "juwel juwelen edelstein diamant diamanten halskette collier",
    },
    "insurance": {
        "en": "insurance insurer insurers insured",
        "de": "versicherung versicherer versichert",
    },
    "letter": {
        "en": "letter letters diary journal notebook note handwriting signature sign signs",
        "de": "brief briefe tagebuch heft notizbuch zettel handschrift unterschrift",
    },
    "record": {
        "en": "tape tapes recording recordings footage film filmed",
        "de": "tonband band bänder aufnahme aufnahmen tonbandaufnahme aufzeichnung",
    },
    "radio": {
        "en": "radio transmitter broadcast phone telephone call caller calls loudspeaker intercom",
        "de": "funk funkgerät funkanlage radio sender telefon anruf anrufer lautsprecher",
    },
    "ship": {"en": "ship boat vessel sails voyage aboard", "de": "schiff boot fahrt kahn"},
    "map": {"en": "map maps chart charts", "de": "karte karten landkarte seekarte"},
    "coast": {"en": "coast coastline shore beach pier", "de": "küste strand ufer pier"},
    "island": {"en": "island isle", "de": "insel"},
    "village": {"en": "village town villagers townsfolk", "de": "dorf ort stadt dorfbewohner"},
    "green": {"en": "green leaf plant growing grows", "de": "grün blatt pflanze wächst"},
    "eat": {"en": "eat eats ate meal bite supper dinner", "de": "essen isst aß mahlzeit bissen"},
    "teach": {
        "en": "teach teaches teacher schoolteacher schoolmaster taught",
        "de": "lehren lehrer lehrerin unterrichten unterrichtet",
    },
    "actor": {"en": "star diva dame lead actress actor", "de": "star diva schauspielerin"},
    "sack": {
        "en": "sacked fired dismissed suspended suspension evicted",
        "de": "entlassen gefeuert suspendiert suspendierung rausgeworfen hinauswerfen wirft hinaus "
        "fliegt raus rauswurf",
    },
    "sell": {"en": "sell sells sold sale", "de": "verkaufen verkauft verkauf"},
    "hunt": {
        "en": "hunt hunts hunting hunted chase target pursue pursues pursuit",
        "de": "jagen jagd verfolgen verfolgt verfolgung ziel gejagt",
    },
    "trap": {
        "en": "trap trapped scheme manipulate manipulates manipulated",
        "de": "falle intrige komplott manipulieren manipuliert",
    },
    "revenge": {
        "en": "revenge avenge avenges vengeance retaliation retribution",
        "de": "rache rächen rächt vergeltung",
    },
    "suicide": {
        "en": "suicide hang hangs overdose",
        "de": "selbstmord suizid freitod erhängt erhängen überdosis",
    },
    "strangle": {
        "en": "strangle strangles strangled choke chokes suffocate smother smothers",
        "de": "erwürgen erwürgt erdrosseln ersticken erstickt",
    },
    "behead": {
        "en": "behead beheads beheaded decapitate decapitated head",
        "de": "enthaupten enthauptet köpfen geköpft",
    },
    "hostage": {
        "en": "hostage hostages captive captives captor kidnapper",
        "de": "geisel geiseln geiselnahme entführer gefangene gefangener",
    },
    "resurrect": {
        "en": "resurrect resurrected resurrection revive revived reborn resuscitate undead",
        "de": "auferstehen auferstehung wiederbelebt wiederbeleben untot wiedergeboren",
    },
    "vampire": {
        "en": "vampire vampires bloodsucker",
        "de": "vampir vampire vampirin",
    },
    "werewolf": {
        "en": "werewolf werewolves wolf",
        "de": "werwolf wolf",
    },
    "zombie": {
        "en": "zombie zombies infected bitten infection",
        "de": "zombie zombies infiziert gebissen infektion",
    },
    "virus": {
        "en": "virus plague epidemic pandemic disease outbreak vaccine antidote cure cured",
        "de": "virus seuche epidemie pandemie impfstoff gegenmittel heilung geheilt",
    },
    "alien": {
        "en": "alien aliens extraterrestrial extraterrestrials spaceship",
        "de": "alien außerirdische außerirdischer raumschiff",
    },
    "monster": {
        "en": "monster creature beast demon devil satan",
        "de": "monster kreatur bestie dämon teufel satan",
    },
    "possess": {
        "en": "possessed possession exorcism exorcise",
        "de": "besessen besessenheit exorzismus",
    },
    "witch": {
        "en": "witch witches sorceress wizard magic spell curse cursed",
        "de": "hexe hexen zauberin zauberer magie zauber fluch verflucht",
    },
    "clone": {
        "en": "clone clones cloned double lookalike duplicate",
        "de": "klon klone geklont doppelgänger",
    },
    "twin": {
        "en": "twin twins",
        "de": "zwilling zwillinge zwillingsbruder zwillingsschwester",
    },
    "disguise": {
        "en": "disguise disguised mask masked impostor imposter impersonate impersonates "
        "poses alias",
        "de": "verkleidet verkleidung maske maskiert hochstapler hochstaplerin ausgegeben tarnung",
    },
    "adopt": {
        "en": "adopt adopted adoption orphan orphaned foster foundling",
        "de": "adoptiert adoption waise waisenkind pflegekind findelkind",
    },
    "illegitimate": {
        "en": "illegitimate bastard lovechild paternity biological",
        "de": "unehelich vaterschaft leiblich biologisch",
    },
    "incest": {
        "en": "incest incestuous",
        "de": "inzest",
    },
    "abort": {
        "en": "abortion miscarriage stillborn",
        "de": "abtreibung fehlgeburt totgeburt",
    },
    "cheat": {
        "en": "cheat cheats cheated cheating unfaithful infidelity adultery mistress affair",
        "de": "fremdgehen betrügt untreu untreue seitensprung ehebruch geliebte affäre",
    },
    "divorce": {
        "en": "divorce divorced separate separates split breakup dumps",
        "de": "scheidung geschieden trennen trennung trennt verlassen",
    },
    "inherit": {
        "en": "inherit inherits inheritance heir heiress will testament legacy estate",
        "de": "erben erbt erbe erbin erbschaft testament nachlass",
    },
    "bankrupt": {
        "en": "bankrupt bankruptcy ruined broke penniless",
        "de": "pleite bankrott insolvent ruiniert",
    },
    "suspect": {
        "en": "suspect suspects suspected accuse accused alibi framed frame frames",
        "de": "verdächtigen verdächtigt verdacht beschuldigt alibi angeklagt",
    },
    "innocent": {
        "en": "innocent innocence exonerate exonerated wrongly",
        "de": "unschuldig unschuld",
    },
    "execute": {
        "en": "execute executed execution executioner guillotine firing",
        "de": "hinrichten hingerichtet hinrichtung henker guillotine",
    },
    "sabotage": {
        "en": "sabotage sabotages sabotaged saboteur",
        "de": "sabotage sabotieren sabotiert saboteur",
    },
    "mutiny": {
        "en": "mutiny rebellion revolt uprising revolution coup overthrow overthrown",
        "de": "meuterei rebellion aufstand revolte revolution putsch sturz gestürzt",
    },
    "surrender": {
        "en": "surrender surrenders surrendered capitulate gives",
        "de": "ergeben ergibt kapitulieren aufgeben gibt",
    },
    "exile": {
        "en": "exile exiled banish banished deport deported",
        "de": "exil verbannt verbannung abgeschoben",
    },
    "wreck": {
        "en": "shipwreck wreck sink sinks sank sunk capsizes",
        "de": "schiffbruch wrack sinken sinkt untergehen untergeht kentert",
    },
    "plane": {
        "en": "plane aircraft pilot helicopter",
        "de": "flugzeug pilot pilotin hubschrauber",
    },
    "train": {
        "en": "train railway locomotive",
        "de": "zug bahn lokomotive eisenbahn",
    },
    "car": {
        "en": "car truck van vehicle driver drives drove",
        "de": "auto wagen lastwagen lkw fahrer fährt",
    },
    "coma": {
        "en": "coma unconscious paralysed paralyzed wheelchair",
        "de": "koma bewusstlos gelähmt rollstuhl",
    },
    "mad": {
        "en": "mad insane insanity asylum crazy psychosis schizophrenia delusion delusional",
        "de": "wahnsinnig wahnsinn verrückt irrenanstalt psychose schizophrenie wahn",
    },
    "hospital": {
        "en": "hospital clinic nurse",
        "de": "krankenhaus klinik krankenschwester pfleger",
    },
    "amputate": {
        "en": "amputate amputated severed severs hand arm leg",
        "de": "amputiert abgetrennt abgehackt",
    },
    "eyes": {
        "en": "eye eyes gouged",
        "de": "auge augen",
    },
    "time": {
        "en": "loop timeline timelines paradox rewinds",
        "de": "zeitschleife zeitlinie paradox",
    },
    "era": {
        "en": "past future present decades century",
        "de": "vergangenheit zukunft gegenwart jahrhundert",
    },
    "dimension": {
        "en": "dimension multiverse parallel alternate universe",
        "de": "dimension multiversum parallelwelt paralleluniversum",
    },
    "planet": {
        "en": "planet earth moon mars world",
        "de": "planet erde mond mars welt",
    },
    "apocalypse": {
        "en": "apocalypse doomsday extinction annihilation",
        "de": "apokalypse weltuntergang auslöschung",
    },
    "nuclear": {
        "en": "nuclear atomic missile missiles warhead",
        "de": "nuklear atom atombombe rakete raketen",
    },
    "treasure": {
        "en": "treasure gold hoard",
        "de": "schatz gold",
    },
    "paint": {
        "en": "painting paintings portrait canvas",
        "de": "gemälde porträt bild",
    },
    "book": {
        "en": "book novel manuscript author ghostwriter",
        "de": "buch roman manuskript autor autorin",
    },
    "key": {
        "en": "key keys lock unlocks password code",
        "de": "schlüssel schloss passwort code",
    },
    "cellar": {
        "en": "basement cellar attic tunnel passage hatch",
        "de": "keller dachboden tunnel geheimgang luke",
    },
    "animal": {
        "en": "dog puppy cat horse",
        "de": "hund welpe katze pferd",
    },
    "friend": {
        "en": "friend friends friendship companion buddy",
        "de": "freund freundin freunde freundschaft gefährte",
    },
    "enemy": {
        "en": "enemy enemies nemesis rival foe",
        "de": "feind feinde feindin rivale rivalin gegner",
    },
    "servant": {
        "en": "servant butler maid housekeeper gardener chauffeur",
        "de": "diener butler magd dienstmädchen haushälterin gärtner chauffeur",
    },
    "uncle": {
        "en": "uncle aunt cousin nephew niece stepfather stepmother godfather",
        "de": "onkel tante cousin cousine neffe nichte stiefvater stiefmutter pate",
    },
    "neighbour": {
        "en": "neighbour neighbor neighbours neighbors",
        "de": "nachbar nachbarin nachbarn",
    },
    "teacher": {
        "en": "teacher professor student pupil headmaster",
        "de": "lehrer lehrerin professor student schüler direktor",
    },
    "soldier": {
        "en": "soldier soldiers army general colonel troops",
        "de": "soldat soldaten armee general oberst truppen",
    },
    "president": {
        "en": "president minister senator politician mayor governor",
        "de": "präsident minister senator politiker bürgermeister",
    },
    "gang": {
        "en": "gang gangster gangsters mafia mob cartel crew",
        "de": "bande gangster mafia kartell",
    },
    "cult": {
        "en": "cult sect cultists ritual sacrifice",
        "de": "sekte kult ritual opferung",
    },
    "drug": {
        "en": "drug drugs heroin cocaine addict addicted dealer overdose",
        "de": "droge drogen heroin kokain süchtig dealer",
    },
    "job": {
        "en": "resign resigns resigned promoted promotion job hired hires",
        "de": "kündigt kündigen kündigung befördert beförderung job stelle",
    },
    "move": {
        "en": "emigrate emigrates moves settle settles home",
        "de": "auswandern wandert zieht umziehen heimat",
    },
    "promise": {
        "en": "promise promises promised vow vows oath",
        "de": "versprechen verspricht versprochen schwur schwört eid",
    },
    "forgive": {
        "en": "forgive forgives forgiven forgiveness reconcile reconciles reconciliation",
        "de": "verzeihen verzeiht vergeben vergibt vergebung versöhnung versöhnen",
    },
    "choose": {
        "en": "choose chooses chosen decide decides refuses refuse",
        "de": "entscheiden entscheidet wählt verweigert weigert",
    },
    "trick": {
        "en": "trick tricks tricked hoax prank staged stages fool fooled",
        "de": "trick täuschung inszeniert reingelegt streich hereingelegt",
    },
    "plan": {
        "en": "orchestrated masterminded planned plans engineered",
        "de": "geplant plant eingefädelt inszeniert",
    },
    "transform": {
        "en": "transform transforms transformed becomes turns mutate mutates metamorphosis",
        "de": "verwandeln verwandelt verwandlung mutiert",
    },
    "snow": {
        "en": "snow snowstorm blizzard avalanche ice",
        "de": "schnee schneesturm lawine eis",
    },
    "storm": {
        "en": "storm hurricane earthquake tornado",
        "de": "sturm orkan erdbeben",
    },
    "desert": {
        "en": "desert dunes",
        "de": "wüste dünen",
    },
    "forest": {
        "en": "forest woods jungle",
        "de": "wald dschungel",
    },
    "river": {
        "en": "river lake sea ocean",
        "de": "fluss see meer ozean",
    },
    "mountain": {
        "en": "mountain cliff summit",
        "de": "berg klippe gipfel",
    },
    "church": {
        "en": "church chapel altar nun monk bishop",
        "de": "kirche kapelle altar nonne mönch bischof",
    },
    "house": {
        "en": "house mansion castle",
        "de": "haus villa schloss burg",
    },
    "hotel": {
        "en": "hotel motel inn",
        "de": "hotel motel gasthof",
    },
    "theatre": {
        "en": "stage theatre theater ballet opera",
        "de": "bühne theater ballett oper",
    },
    "two": {"en": "two twice both second double pair", "de": "zwei zweimal beide doppelt zweite"},
    "three": {"en": "three thrice third trio", "de": "drei dreimal dritte"},
    "four": {"en": "four fourth", "de": "vier vierte"},
    "five": {"en": "five fifth", "de": "fünf fünfte"},
    "six": {"en": "six sixth", "de": "sechs sechste"},
    "seven": {"en": "seven seventh", "de": "sieben siebte"},
    "eight": {"en": "eight eighth", "de": "acht achte"},
    "nine": {"en": "nine ninth", "de": "neun neunte"},
    "ten": {"en": "ten tenth decade decades", "de": "zehn zehnte jahrzehnt jahrzehnte"},
    "twenty": {"en": "twenty", "de": "zwanzig"},
    "hundred": {"en": "hundred hundreds", "de": "hundert"},
}
"""The words of each meaning by language. A word may have several meanings."""

NUMBERS = frozenset(
    "two three four five six seven eight nine ten twenty hundred".split()  # noqa: SIM905
)
"""The meanings that are numbers. Alone they are chance."""

REVEALS: dict[str, str] = {
    "en": "reveal reveals revealed revelation twist twists turns turned reveal ending ends end "
    "finale finally eventually last final ultimately learn learns realise realize actually "
    "truth real really coda climax surprise",
    "de": "enthüllt enthüllung entpuppt stellt herausstellt herauskommt heraus wendung schluss "
    "ende finale schließlich letzten letzte am wahrheit wirklich auflösung niemand anderes",
}
"""Words with which reviews tell how a film goes on."""

OPINIONS: dict[str, str] = {
    "en": "introduce introduced explore explored concept execution logic gaps film movie cinema "
    "director directed directs script screenplay score soundtrack acting actor actors "
    "actress performance performances plays played play cast scene scenes camera "
    "cinematography dialogue lines line story plot pacing pace tone style visual visually "
    "visuals genre audience viewer viewers sequel franchise series chapter character "
    "characters role part action thriller comedy drama horror fun funny beautiful gorgeous "
    "great good bad best worst better well love loved like feels feel feeling works watch "
    "watching see look looks looking thing things kind sort way moment moments minute "
    "minutes hour hours time running length act ending editing design production costume "
    "costumes sound music song songs shot shots edit writing written writes voice charm "
    "clever smart moving touching gripping tension suspense atmosphere mood energy screen "
    "debut star ticket stars recommend recommended review joke jokes laugh laughs",
    "de": "film filme kino regie regisseur regisseurin drehbuch musik ton kamera schauspieler "
    "schauspielerin spielt spielen rolle rollen szene szenen bild bilder dialog dialoge "
    "geschichte handlung tempo stil genre publikum zuschauer fortsetzung reihe teil figur "
    "figuren action krimi thriller komödie drama gut gute guter besser beste schlecht schön "
    "schöne stark starke großartig witz witzig humor gefühl spannung stimmung atmosphäre "
    "moment minuten stunde stunden zeit länge schnitt ausstattung kostüme lied lieder "
    "stimme leinwand debüt star erzählt erzählen inszeniert gedreht sehen sieht schaut",
}
"""What reviews say of every film. These words count little when both texts have them."""

GRAMMAR = frozenset(
    (  # noqa: SIM905
        "a about after again all also although always an and any are aren't as at be because been "
        "before being but by can can't cannot could couldn't did didn't do does doesn't doing "
        "don't down during each either else enough even ever every few for from further get gets "
        "give given go goes going got had has have haven't having he he's her here hers him his "
        "how i i'm if in into is isn't it it's its just know let like made make makes many may me "
        "might more most much must my neither never no nor not nothing now of off on once one "
        "only onto or other others our out over own perhaps quite rather she she's should since "
        "so some something still such than that that's the their them then there there's these "
        "they they're this those though through to too under until up upon us very was we were "
        "what when where whether which while who whole whom whose why will with within without "
        "would yet you your "
        "aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim "
        "bin bis bist bloß da dabei dafür damit dann daran darauf darin das dass davon dazu dein "
        "dem den denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort "
        "du durch eben ein eine einem einen einer eines einfach einmal er es etwas euch für ganz "
        "gar gegen gibt gleich hab habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr "
        "ihre ihrem ihren ihrer ihres im immer in ins irgendwann ist ja je jede jedem jeden jeder "
        "jedes jetzt kann kein keine keinen keiner können könnte lässt man manche mehr mein mich "
        "mir mit muss möchte nach nicht nichts nie niemals niemand noch nun nur ob oder ohne "
        "schon sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so sogar "
        "soll sondern sonst statt trotzdem über um und uns unter viel viele vom von vor war waren "
        "warum was weil welche wenn wer werden wie wieder will wir wird wo wollen wurde wurden "
        "während zu zum zur zwar zwischen"
    ).split()
)
"""Words that say nothing alone, of both languages."""
