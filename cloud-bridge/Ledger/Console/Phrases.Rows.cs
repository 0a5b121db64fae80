namespace CloudBridge.Ledger;

/// <content>What reconciliation finds, and what to do about it. The English is the report's own.</content>
internal static partial class Phrases
{
    public static readonly Phrase Overspend = new("Overspend", "Dépassement");
    public static readonly Phrase UnknownCard = new("Card not known", "Carte inconnue");
    public static readonly Phrase UnknownAsset = new("Asset not known", "Monnaie inconnue");
    public static readonly Phrase ClosedPeriod = new("Period is closed", "Période close");
    public static readonly Phrase GapRow = new("Records missing", "Écritures manquantes");
    public static readonly Phrase Fork = new("Fork", "Fourche");
    public static readonly Phrase ClockJump = new("Clock jumped", "Saut d’horloge");
    public static readonly Phrase Unreadable = new("Not readable", "Illisible");
    public static readonly Phrase TooLarge = new("Too large", "Trop grand");
    public static readonly Phrase Unproven = new("Not proven", "Sans preuve");
    public static readonly Phrase Unheld = new("Poured more than held", "Servi sans réserve");
    public static readonly Phrase Misquoted = new("Wrongly reckoned", "Mal calculé");
    public static readonly Phrase Unrecorded = new("Flowed unrecorded", "Coulé sans écriture");
    public static readonly Phrase Unauthorised = new("Not authorised", "Non autorisé");
    public static readonly Phrase Miscounted = new("Wrongly counted", "Mal compté");
    public static readonly Phrase ClosingNumber = new("Closings missing", "Clôtures manquantes");
    public static readonly Phrase FormerKey = new("Former key was used", "Ancienne clé utilisée");
    public static readonly Phrase HoldOverdue = new("Hold is overdue", "Réserve trop longue");
    public static readonly Phrase SuspenseRow = new("In suspense", "En attente");
    public static readonly Phrase HeldRow = new("Handed in, revoked", "Remis, révoqué");
    public static readonly Phrase Unacknowledged = new("Silent for a day", "Muet depuis un jour");
    public static readonly Phrase NotGranted = new("Epoch not granted", "Époque non accordée");
    public static readonly Phrase Rejected = new("Not taken", "Rejeté");

    public static readonly Phrase DoOverspend = ToDoOf(RowKind.Overspend,
        "deux terminaux qui ne s’entendaient pas ont vendu au même portefeuille : réglez-le avec le client");
    public static readonly Phrase DoUnknownCard = ToDoOf(RowKind.UnknownCard,
        "si c’est une des vôtres, ajoutez-la par ledger seed, puis réglez ce qui est en attente");
    public static readonly Phrase DoUnknownAsset = ToDoOf(RowKind.UnknownAsset,
        "trouvez qui vend dans cette monnaie ; réglez ce qui est en attente");
    public static readonly Phrase DoClosedPeriod = ToDoOf(RowKind.ClosedPeriod,
        "comptez-le à la main dans une période ouverte");
    public static readonly Phrase DoGap = ToDoOf(RowKind.Gap,
        "cherchez ces écritures dans le journal du terminal (journal export)");
    public static readonly Phrase DoFork = ToDoOf(RowKind.Fork,
        "une image plus ancienne du terminal fut remise, ou deux machines écrivent sous un nom : trouvez laquelle, " +
        "puis ledger grant-epoch ; ce que cela a donné est en attente");
    public static readonly Phrase DoClockJump = ToDoOf(RowKind.ClockJump,
        "regardez l’horloge du terminal ; rien de ce qui est compté n’en dépend");
    public static readonly Phrase DoUnreadable = ToDoOf(RowKind.Unreadable,
        "installez un registre qui connaît ce fait ; ce qu’il a déplacé n’est pas compté : réglez-le à la " +
        "main");
    public static readonly Phrase DoTooLarge = ToDoOf(RowKind.TooLarge,
        "rien n’a été déplacé : trouvez qui l’a écrit, et réglez-le à la main");
    public static readonly Phrase DoUnproven = ToDoOf(RowKind.Unproven,
        "ce qui fut rendu est en attente : demandez qui l’a annulé, et réglez-le avec le client");
    public static readonly Phrase DoUnheld = ToDoOf(RowKind.Unheld,
        "ce qui fut servi est compté comme dit : regardez le journal du terminal");
    public static readonly Phrase DoMisquoted = ToDoOf(RowKind.Misquoted,
        "aucun terminal à nous ne fait cela : trouvez qui écrit avec sa clé");
    public static readonly Phrase DoUnrecorded = ToDoOf(RowKind.Unrecorded,
        "regardez la vanne, et qui avait le fût en main : personne ne l’a payé");
    public static readonly Phrase DoUnauthorised = ToDoOf(RowKind.Unauthorised,
        "demandez qui l’a donné, et si la clé du terminal fut volée ; puis réglez-le");
    public static readonly Phrase DoMiscounted = ToDoOf(RowKind.Miscounted,
        "c’est compté comme dit : regardez le programme du poste, et qui écrit avec sa clé");
    public static readonly Phrase DoClosingNumber = ToDoOf(RowKind.ClosingNumber,
        "cherchez les clôtures entre les deux, ou laquelle de deux machines porte ce nom");
    public static readonly Phrase DoFormerKey = ToDoOf(RowKind.FormerKey,
        "rien ne vient plus sous cette clé : cherchez ce qui est venu avec elle et que le journal du terminal n’a " +
        "pas, et réglez-le avec les clients ; ce qui attend là se compte par ledger book-waiting");
    public static readonly Phrase DoHoldOverdue = ToDoOf(RowKind.HoldOverdue,
        "le terminal du robinet fut coupé pendant qu’il servait : sa note est comptée quand elle vient");

    public static readonly Phrase DoOpenGap = new(
        ReconcileReport.ToDoOfOpenGap,
        "cela se comble seul en quelques secondes ; sinon, voyez si ce registre fut restauré (ledger raise-era), " +
        "ou remettez le journal du terminal (ledger ingest), sinon ledger close-gap");
    public static readonly Phrase DoLeftGap = new(
        ReconcileReport.ToDoOfLeftGap,
        "le terminal a quitté cette clé, et rien de ce qui manque là n’est plus pris : voyez ce que dit la ligne " +
        "formerKey, puis ledger book-waiting");
    public static readonly Phrase DoHeld = new(
        "find out who had the machine when it was written, then decide on the terminal’s page, branch by branch",
        "trouvez qui avait la machine quand cela fut écrit, puis décidez sur la page du terminal, branche par branche");
    public static readonly Phrase DoSuspense = new(
        ReconcileReport.ToDoOfSuspense,
        "la ligne venue avec lui dit pourquoi : réglez-le avec le client (ledger reconcile settle), et seulement " +
        "ensuite cette ligne");
    public static readonly Phrase DoUnacknowledged = new(
        ReconcileReport.ToDoOfSilence,
        "ramenez-le à portée du broker, ou remettez son journal : edge-terminal journal export, ledger ingest");
    public static readonly Phrase DoNotGranted = new(
        ReconcileReport.ToDoOfNotGranted,
        "fut-il restauré d’une sauvegarde ? Lancez alors ledger grant-epoch pour ce terminal, jusqu’à ce " +
        "qu’il n’envoie plus rien");
    public static readonly Phrase DoRejected = new(
        ReconcileReport.ToDoOfRejected,
        "quelqu’un sans la clé écrit au broker, ou un programme d’une autre version : regardez ses comptes");

    private static Phrase ToDoOf(RowKind kind, string french) => new(ReconcileReport.ToDo(kind), french);
}
