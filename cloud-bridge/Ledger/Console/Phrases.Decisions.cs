namespace CloudBridge.Ledger;

/// <content>Decisions.</content>
internal static partial class Phrases
{
    public static readonly Phrase OpenRows = new("Open", "À faire");
    public static readonly Phrase ClosedRows = new("Settled", "Réglées");
    public static readonly Phrase AllKinds = new("All kinds", "Toutes les sortes");
    public static readonly Phrase AndMore = new("And {0} more.", "Et {0} autres.");
    public static readonly Phrase What = new("What happened", "Ce qui s’est passé");
    public static readonly Phrase ToDo = new("What to do", "Que faire");
    public static readonly Phrase Decision = new("Decision", "Décision");
    public static readonly Phrase Settle = new("Settle it", "Régler");

    public static readonly Phrase Gaps = new("Records that do not come", "Écritures qui n’arrivent pas");
    public static readonly Phrase AboutGaps = new(
        "They come by themselves within seconds. If they do not, hand the terminal's journal in; only if there is " +
        "none any more, decide here. It is never taken back.",
        "Elles arrivent d’elles-mêmes en quelques secondes. Sinon, remettez le journal du terminal ; décidez ici " +
        "seulement s’il n’y en a plus. Cela ne s’annule jamais.");
    public static readonly Phrase Gap = new(
        "Records {0} through {1} are missing; {2} wait behind them.",
        "Il manque les écritures {0} à {1} ; {2} attendent derrière elles.");
    public static readonly Phrase GapAmongOthers = new(
        "Record {1} is missing; {2} wait behind it. Of the places from {0} on others stand in some.",
        "Il manque l’écriture {1} ; {2} attendent derrière elle. Dès {0} des places sont à d’autres.");
    public static readonly Phrase GoOnWithout = new("Go on without them", "Continuer sans elles");
    public static readonly Phrase AboutGoingOn = new(
        "What waits follows in the terminal's journal. Nothing of what is missing can be booked there any more.",
        "Ce qui attend suit dans le journal du terminal. Rien de ce qui manque ne pourra plus y être compté.");
    public static readonly Phrase AboutEnding = new(
        "The terminal's key {0} ends there, and its next one counts. Nothing under the former key is booked any " +
        "more, and what waits behind that record is booked beside the journal.",
        "La clé {0} du terminal finit là, et la suivante compte. Plus rien n’est compté sous l’ancienne, et ce qui " +
        "attend derrière cette écriture est compté à part du journal.");
    public static readonly Phrase BookBeside = new("Book beside the journal", "Compter à part du journal");
    public static readonly Phrase AboutBookingBeside = new(
        "What it takes counts, what it gives waits in suspense. Not for what the terminal itself wrote: all that " +
        "follows would then stand beside its journal as well.",
        "Ce que cela prend compte, ce que cela donne reste en attente de décision. Pas pour ce que le terminal a " +
        "écrit lui-même : tout ce qui suit serait alors aussi à part de son journal.");
    public static readonly Phrase WhichRecord = new("What", "Quoi");
    public static readonly Phrase AllThatWait = new(
        "All that wait of this terminal and epoch", "Tout ce qui attend de ce terminal et de cette époque");
    public static readonly Phrase TimeUnknown = new("time not known, came {0}", "heure inconnue, reçu {0}");
    public static readonly Phrase TimeNotKnown = new("time not known", "heure inconnue");
    public static readonly Phrase NoEnd = new("no end", "sans fin");
    public static readonly Phrase WhichBranch = new("Which branch goes on", "Quelle branche continue");

    public static readonly Phrase AboutSuspense = new(
        "Money for which somebody has to decide where it belongs. Above zero a wallet gets it, below zero a wallet " +
        "gives it.",
        "De l’argent dont quelqu’un doit décider à qui il revient. Positif : un portefeuille le reçoit ; " +
        "négatif : un portefeuille le donne.");
    public static readonly Phrase WalletOrCards = new(
        "Wallet (left empty: that of the card)", "Portefeuille (vide : celui de la carte)");
}
