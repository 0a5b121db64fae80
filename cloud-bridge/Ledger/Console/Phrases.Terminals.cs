namespace CloudBridge.Ledger;

/// <content>Terminals.</content>
internal static partial class Phrases
{
    public static readonly Phrase Terminal = new("Terminal", "Terminal");
    public static readonly Phrase State = new("State", "État");
    public static readonly Phrase Kind = new("Kind", "Sorte");
    public static readonly Phrase HowMany = new("How many", "Combien");
    public static readonly Phrase SellNow = new("Sell now", "Vendent maintenant");
    public static readonly Phrase SoManyOf = new("{0} of {1}", "{0} sur {1}");
    public static readonly Phrase NotSelling = new("Terminals that do not sell", "Terminaux qui ne vendent pas");
    public static readonly Phrase AllTerminals = new("All terminals", "Tous les terminaux");
    public static readonly Phrase Selling = new("Terminals that sell", "Terminaux qui vendent");
    public static readonly Phrase SoManyUnsent = new("{0} not sent", "{0} à envoyer");
    public static readonly Phrase Unsent = new("Records not sent", "Écritures pas encore envoyées");
    public static readonly Phrase AtRisk = new(
        "Sales that could be lost", "Ventes qui pourraient être perdues");
    public static readonly Phrase AtLeast = new("at least {0}", "au moins {0}");
    public static readonly Phrase UnsentOfSome = new(
        "at least {0}; of {1} terminals nobody knows", "au moins {0} ; de {1} terminaux, nul ne sait");
    public static readonly Phrase NoBroker = new(
        "This ledger has no connection to the broker: it hears no terminal, and what is said of them here is old.",
        "Ce registre n’a pas de connexion au broker : il n’entend aucun terminal, et ce qui est dit d’eux ici est " +
        "ancien.");
    public static readonly Phrase BooksBehind = new(
        "These books are older than what terminals have: they were put back from a backup. Until ‘ledger raise-era’ " +
        "is run, terminals take no new card list and send nothing of what the backup lacks.",
        "Ces livres sont plus anciens que ce qu’ont les terminaux : ils viennent d’une sauvegarde. Tant que " +
        "« ledger raise-era » n’a pas été lancé, les terminaux ne prennent plus de liste de cartes et n’envoient " +
        "rien de ce qui manque à la sauvegarde.");
    public static readonly Phrase ToDecide = new("To be decided", "À décider");
    public static readonly Phrase Asking = new("Ask to be enrolled", "Demandent à être inscrits");
    public static readonly Phrase AsOf = new("As of {0}.", "État au {0}.");
    public static readonly Phrase StayStill = new("Do not look again by itself", "Ne plus actualiser");
    public static readonly Phrase LookAgain = new("Look again by itself", "Actualiser");
    public static readonly Phrase Waiting = new(
        "Records that wait for others", "Écritures qui en attendent d’autres");
    public static readonly Phrase LastRecord = new("Last record came", "Dernière écriture reçue");
    public static readonly Phrase LastHeard = new("Last heard", "Entendu pour la dernière fois");

    public static readonly Phrase Sells = new("Sells", "Vend");
    public static readonly Phrase Starts = new("Starts", "Démarre");
    public static readonly Phrase Stopped = new("Was stopped in good order", "A été arrêté proprement");
    public static readonly Phrase Vanished = new("Gone without a word since {0}", "Disparu sans un mot depuis {0}");
    public static readonly Phrase RefusesAll = new("Refuses everything: {0}", "Refuse tout : {0}");
    public static readonly Phrase OutOfService = new("Out of service: {0}", "Hors service : {0}");
    public static readonly Phrase NeverHeard = new(
        "Has said nothing since this ledger was started", "N’a rien dit depuis le démarrage de ce registre");

    public static readonly Phrase NotHeardSince = new("Not heard since {0}", "Plus entendu depuis {0}");
    public static readonly Phrase SaidBefore = new("said before {0}", "dit avant {0}");

    public static readonly Phrase Revoked = new(
        "Revoked: it is one of the site’s no more", "Révoqué : il n’est plus du site");

    public static readonly Phrase GrantEpoch = new(
        "Let it begin another journal", "Le laisser commencer un autre journal");
    public static readonly Phrase AboutGranting = new(
        "After an older image of its SD card was restored (RolledBack), or its card was changed (StorageChanged). " +
        "Find out first which machine it is, and switch off any second one. The terminal hears of it with the next " +
        "acknowledgement. It is never taken back.",
        "Après la restauration d’une image plus ancienne de sa carte SD (RolledBack), ou un changement de carte " +
        "(StorageChanged). Trouvez d’abord quelle machine c’est, et éteignez toute autre. Le terminal l’apprend " +
        "avec le prochain acquittement. Cela ne s’annule jamais.");
    public static readonly Phrase RevokeIt = new("Take it out of the site", "Le retirer du site");
    public static readonly Phrase AboutRevoking = new(
        "For good: its name is used up, nothing that it says is booked any more, and when it hears of it, it sells " +
        "no more and wipes its keys. What it hands in then waits here for a decision. With the site's own broker, " +
        "then: ledger broker configure, and start the broker again.",
        "Pour toujours : son nom ne resservira pas, rien de ce qu’il dit n’est plus compté, et dès qu’il l’apprend " +
        "il ne vend plus et efface ses clés. Ce qu’il remet alors attend ici une décision. Avec le broker du site, " +
        "ensuite : ledger broker configure, puis relancez le broker.");
    public static readonly Phrase NameToBeSure = new("Its name, to be sure", "Son nom, pour être sûr");
    public static readonly Phrase AnotherName = new(
        "The name that was typed is not {0}", "Le nom tapé n’est pas {0}");
    public static readonly Phrase HeldOf = new(
        "Handed in after it was revoked", "Remis après sa révocation");
    public static readonly Phrase AboutHeld = new(
        "Find out who had the machine when this was written, then decide on each branch. It is never taken back.",
        "Trouvez qui avait la machine quand cela fut écrit, puis décidez de chaque branche. Cela ne s’annule jamais.");
    public static readonly Phrase BookHeld = new("Book it", "Le compter");
    public static readonly Phrase AboutBookingHeld = new(
        "The terminal wrote it while it was in good hands: it counts, through the record that is chosen.",
        "Le terminal l’a écrit tant qu’il était en bonnes mains : cela compte, jusqu’à l’écriture choisie.");
    public static readonly Phrase RefuseHeld = new("Refuse it", "Le refuser");
    public static readonly Phrase AboutRefusingHeld = new(
        "Somebody else wrote it: through the record that is chosen nothing of it counts, and what follows can be " +
        "refused only. What another branch has too is not refused with it.",
        "Quelqu’un d’autre l’a écrit : jusqu’à l’écriture choisie rien n’en compte, et la suite ne peut qu’être " +
        "refusée. Ce qu’une autre branche a aussi n’est pas refusé avec.");
    public static readonly Phrase Through = new("Through", "Jusqu’à");
    public static readonly Phrase FurtherHeld = new(
        "{0} earlier ones can be chosen by a command: ledger terminal held.",
        "{0} autres, plus anciennes, se choisissent par une commande : ledger terminal held.");

    public static readonly Phrase Said = new("Said that", "A dit cela");
    public static readonly Phrase Before = new("before {0}", "avant {0}");
    public static readonly Phrase Software = new("Program", "Programme");
    public static readonly Phrase Faults = new("Faults", "Pannes");
    public static readonly Phrase ListVersion = new("Card list", "Liste des cartes");
    public static readonly Phrase Configuration = new("Configuration sent", "Configuration envoyée");
    public static readonly Phrase IsNewest = new("{0}, the newest", "{0}, la plus récente");
    public static readonly Phrase IsNotNewest = new(
        "{0}; not the newest, which is {1}", "{0} ; pas la plus récente, qui est {1}");
    public static readonly Phrase IsUnknown = new(
        "{0}, which the ledger does not know: say prices, staff and limits again",
        "{0}, que le grand livre ne connaît pas : redites prix, personnel et limites");
    public static readonly Phrase IsAnother = new(
        "{0}, and not what was said under this number", "{0}, et pas ce qui a été dit sous ce numéro");
    public static readonly Phrase HasNoCardKeys = new(
        "{0}, the newest, but for the card keys", "{0}, la plus récente, sauf les clés de cartes");
    public static readonly Phrase RefusesConfig = new(
        "refuses the configuration sent", "refuse la configuration envoyée");
    public static readonly Phrase ConfigRefused = new("refused there: {0}", "refusée là-bas : {0}");
    public static readonly Phrase ListAge = new("Its age when it said so", "Son âge quand il l’a dit");
    public static readonly Phrase Seconds = new("{0} s", "{0} s");
    public static readonly Phrase OfflineTotal = new(
        "The most that it may sell alone", "Le plus qu’il puisse vendre seul");
    public static readonly Phrase UnlistedDebits = new(
        "Sold, and in no list yet", "Vendu, et dans aucune liste encore");
    public static readonly Phrase Epochs = new("Epoch/records booked", "Époque/écritures comptées");

    public static readonly Phrase Commands = new("Orders", "Ordres");
    public static readonly Phrase Command = new("Order", "Ordre");
    public static readonly Phrase GiveCommand = new("Give the order", "Donner l’ordre");
    public static readonly Phrase Expires = new("Until", "Jusqu’à");
    public static readonly Phrase Outcome = new("What came of it", "Ce qu’il en est advenu");
    public static readonly Phrase NoOutcome = new("Nothing yet", "Rien encore");

    public static readonly Phrase Enrolling = new("Enrolment", "Inscription");
    public static readonly Phrase Create = new("Create a terminal", "Créer un terminal");
    public static readonly Phrase Profile = new("What it will be", "Ce qu’il sera");
    public static readonly Phrase Created = new("Terminal {0}", "Terminal {0}");
    public static readonly Phrase Pin = new("PIN, for one use", "Code, pour une seule fois");
    public static readonly Phrase PinHolds = new("It holds for", "Il vaut encore");
    public static readonly Phrase Minutes = new("{0} minutes", "{0} minutes");
    public static readonly Phrase Server = new("Server", "Serveur");
    public static readonly Phrase OnIt = new("On the terminal", "Sur le terminal");
    public static readonly Phrase CopyAuthority = new(
        "First copy {0} of the ledger’s machine to where that is run: it is no secret.",
        "Copiez d’abord {0} de la machine du registre là où vous lancez cela : ce n’est pas un secret.");
    public static readonly Phrase AloneItMay = new(
        "Without word from the ledger", "Sans nouvelles du registre");
    public static readonly Phrase OfAWallet = new(
        "Of a wallet, while its list is not fresh", "D’un portefeuille, tant que sa liste n’est pas fraîche");
    public static readonly Phrase OfATap = new("Of one tap", "D’un passage de carte");
    public static readonly Phrase NothingAfter = new(
        "Nothing any more once its list is as old as", "Plus rien quand sa liste a l’âge de");
    public static readonly Phrase SoManyHours = new("{0} hours", "{0} heures");
    public static readonly Phrase Allowances = new("Allowances a day", "Quotas par jour");
    public static readonly Phrase OtherLimits = new("For other limits:", "Pour d’autres limites :");
    public static readonly Phrase PinOnce = new(
        "Nobody can be told this PIN again. Now run this on the terminal, and come back with the four words that it " +
        "shows.",
        "Personne ne pourra plus dire ce code. Lancez ceci sur le terminal, puis revenez avec les quatre mots qu’il " +
        "affiche.");
    public static readonly Phrase WaitsForTerminal = new("Waits for the terminal", "Attend le terminal");
    public static readonly Phrase PinIsOver = new(
        "Its PIN is over: create it again", "Son code est périmé : recréez-le");
    public static readonly Phrase WasRefused = new("Was refused", "A été refusé");
    public static readonly Phrase BrokeOff = new(
        "It is in the books, and its confirmation broke off: confirm it again",
        "Il est dans les livres, et sa confirmation s’est interrompue : confirmez-le encore");
    public static readonly Phrase NewKey = new("new key", "nouvelle clé");
    public static readonly Phrase NewKeyFor = new("A new key for a terminal", "Une nouvelle clé pour un terminal");
    public static readonly Phrase KeyWaits = new(
        "A new key is granted and waits for its first record. Until then the present one counts",
        "Une nouvelle clé est accordée et attend son premier enregistrement. Jusque-là la clé actuelle compte");
    public static readonly Phrase KeyHasBegun = new(
        "A record under it is here and waits for one before it: the terminal has changed to it. Taken back, nothing " +
        "that it writes is taken until that key is granted again",
        "Un enregistrement sous elle est là et en attend un autre : le terminal l’a prise. Reprise, rien de ce qu’il " +
        "écrit n’est plus pris avant que cette clé soit accordée de nouveau");
    public static readonly Phrase KeyOfRevoked = new(
        "The terminal was revoked: this key cannot be granted again. If the machine has changed to it, nothing that " +
        "it hands in under it is taken",
        "Le terminal fut révoqué : cette clé ne peut plus être accordée. Si la machine l’a prise, rien de ce qu’elle " +
        "remet sous elle n’est pris");
    public static readonly Phrase TakeBack = new("Take the new key back", "Reprendre la nouvelle clé");
    public static readonly Phrase AsksNow = new("Asks to be enrolled", "Demande à être inscrit");
    public static readonly Phrase Words = new(
        "The four words, as the terminal itself shows them", "Les quatre mots, tels que le terminal les affiche");
    public static readonly Phrase Confirm = new("Confirm", "Confirmer");
    public static readonly Phrase NowSayYes = new(
        "It is enrolled. Now say so to whoever stands before it, who answers yes there. With the site's own broker: " +
        "ledger broker configure, and reload it.",
        "Il est inscrit. Dites-le maintenant à qui se tient devant lui, qui y répond oui. Avec le broker du site : " +
        "ledger broker configure, puis rechargez-le.");
    public static readonly Phrase Refuse = new("Do not let it in", "Ne pas l’admettre");
}
