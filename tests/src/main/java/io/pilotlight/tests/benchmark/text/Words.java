package io.pilotlight.tests.benchmark.text;

import java.util.List;

/** The vocabulary that texts are made of: common English words, each of which is one token to MiniLM's tokenizer. */
final class Words {
    static final List<String> COMMON = List.of("""
            able about above across action active actor address adult advice after again against agency agent
            agree ahead airport album alone along already although always among amount ancient animal annual
            answer apple area army around arrive article artist ask asleep attack autumn average avoid award
            aware baby back bad bag balance ball band bank base basic bath battle beach bear beat beautiful
            because bed before begin behind believe bell below bench beside best better between beyond big bird
            birth black blind blood blow blue board boat body bone book border born both bottle bottom box boy
            branch brave bread break breath bridge brief bright bring broad brother brown brush build burn bus
            business busy butter button buy cake call calm camera camp capital car card care carry case castle
            cat catch cause center century certain chain chair chance change chapter charge cheap check cheese
            chicken chief child choice choose church circle city claim class clean clear climb clock close cloth
            cloud coach coast coat code coffee cold collect college color come common company compare complete
            concert condition contain control cook cool copper copy corn corner cost cotton count country couple
            courage course court cousin cover cow cream create cross crowd cry culture cup current curve custom
            cut cycle daily damage dance danger dark date daughter day dead deal dear debate decade decide deep
            degree delay deliver depend desert design desk detail develop device dinner direct dirty discover
            dish distance divide doctor dog door double doubt down dozen draw dream dress drink drive drop dry
            during dust duty each early earn earth east easy eat edge education effect effort egg eight either
            electric else empty end enemy energy engine enjoy enough enter equal escape even evening event ever
            every exact example except exercise expect experience explain express extra eye face fact factory
            fail fair faith fall false family famous far farm fast fat father favor fear feed feel fellow fence
            few field fifth fight figure file fill film final find fine finger finish fire first fish fit five
            flag flat flight float floor flow flower fly follow food foot force foreign forest forget form
            forward four frame free fresh friend front fruit full fun future game garden gate gather general
            gentle get giant gift girl give glad glass gold good grain grand grass gray great green ground group
            grow guard guess guest guide habit hair half hall hand happen happy harbor hard hat hate head health
            hear heart heat heavy height help here hero hide high hill history hit hold hole holiday home honest
            honor hope horse hospital host hot hotel hour house human hundred hungry hunt hurry hurt ice idea
            image imagine important inch include income increase industry inside interest iron island issue item
            jacket job join joke journey joy judge juice jump just justice keep key kick kind king kitchen knee
            knife knock know lady lake lamp land language large last late laugh law layer lead leaf learn least
            leather leave left leg lemon length lesson letter level library lie life lift light like limit line
            lion liquid list listen little live local lock long look lose lost loud love low luck lunch machine
            magic mail main make man manage map march mark market master match matter may meal mean measure meat
            medicine meet member memory metal method middle might mile milk mind mine minute mirror miss mistake
            mix model modern moment money month moon moral morning mother motion motor mountain mouse mouth move
            movie much mud museum music must narrow nation native nature near neck need neighbor nerve nest net
            never new news next nice night nine noise none noon normal north nose note nothing notice novel
            number object ocean offer office often oil old once one only open operate opinion orange orchestra
            order ordinary other outside oven over own page pain paint pair palace paper parent park part party
            pass past path patient pattern pause pay peace pen pencil people pepper perfect perhaps period
            person phone photo piano pick picture piece pilot pink pipe place plain plan plane plant plate play
            please pocket poem poet point police polite pool poor popular position possible pot potato pound
            power practice prepare present press pretty price pride print prison private prize problem produce
            program promise proper protect proud prove public pull pupil pure purple purpose push put quarter
            queen question quick quiet quite race radio rail rain raise range rare rate raw reach read ready
            real reason receive recent record red region regular remain remember repair repeat reply report rest
            result return reward rhythm rice rich ride right ring rise risk river road rock roll roof room root
            rope rose rough round route row royal rubber rule run rush sad safe sail salt same sand save say
            scale school science score sea search season seat second secret see seed seem select sell send sense
            separate series serious serve set seven several shade shadow shake shape share sharp sheep sheet
            shelf shell shine ship shirt shoe shop shore short shoulder show shut sick side sign signal silent
            silk silver similar simple since sing single sister sit six size skill skin skirt sky sleep slip
            slow small smell smile smoke smooth snake snow soap social soft soil soldier solid solve some son
            song soon sort sound soup source south space speak special speech speed spell spend spirit spoon
            sport spot spread spring square staff stage stairs stamp stand star start state station stay steam
            steel steep step stick still stone stop store storm story straight strange stream street strong
            student study subject success such sudden sugar suggest suit summer sun supply support sure surface
            surprise sweet swim system table tail take talk tall taste tax tea teach team tear tell ten tennis
            term test thank theater then theory there thick thin thing think third thirst thousand thread three
            throat through throw thumb ticket tide tie tight time tiny tired title today together tomorrow tone
            tongue tonight tool tooth top total touch tour toward tower town toy track trade train travel treat
            tree trial trick trip trouble truck true trust truth try tube tune turn twelve twenty twice twin two
            type under unit until upper upset use usual valley value van variety vast version very video view
            village violin visit voice vote voyage wage wait walk wall want war warm warn wash waste watch water
            wave way weak wealth wear weather week weight welcome well west wet wheel where while white whole
            why wide wife wild win wind window wine wing winter wire wise wish without woman wonder wood wool
            word work world worry worth wound write wrong yard year yellow yesterday yet young zero zone
            """.split("\\s+"));

    private Words() {}
}
