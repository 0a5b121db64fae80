namespace CloudBridge.Ledger;

/// <summary>What people do, by the kind of the log's entry, in the languages of the console.</summary>
internal static class ActWords
{
    private static readonly Dictionary<string, Phrase> Words = new(StringComparer.Ordinal)
    {
        ["cardsAdded"] = new Phrase("Cards added", "Cartes ajoutées"),
        ["counterSet"] = new Phrase("Counter set", "Compteur réglé"),
        ["walletsMerged"] = new Phrase("Wallets merged", "Portefeuilles réunis"),
        ["cardReissued"] = new Phrase("Card re-issued", "Carte remplacée"),
        ["cardChanged"] = new Phrase("Card changed", "Carte modifiée"),
        ["terminalCreated"] = new Phrase("Terminal created", "Terminal créé"),
        ["terminalEnrolled"] = new Phrase("Terminal enrolled", "Terminal inscrit"),
        ["terminalKeyGranted"] = new Phrase("Terminal’s next key granted", "Prochaine clé d’un terminal accordée"),
        ["terminalRefused"] = new Phrase("Terminal refused", "Terminal refusé"),
        ["terminalRevoked"] = new Phrase("Terminal revoked", "Terminal révoqué"),
        ["heldDecided"] = new Phrase("Decided what is held", "Décidé de ce qui est retenu"),
        ["epochGranted"] = new Phrase("Epoch granted", "Époque accordée"),
        ["gapClosed"] = new Phrase("Gap closed", "Trou clos"),
        ["waitingEnded"] = new Phrase("Booked beside", "Compté à part"),
        ["periodClosed"] = new Phrase("Period closed", "Période close"),
        ["suspenseSettled"] = new Phrase("Suspense settled", "Attente réglée"),
        ["rowClosed"] = new Phrase("Row settled", "Ligne réglée"),
        ["configSaid"] = new Phrase("Configuration said", "Configuration dite"),
        ["commandGiven"] = new Phrase("Order given", "Ordre donné"),
        ["walletRefilled"] = new Phrase("Wallet refilled", "Portefeuille rechargé"),
        ["walletRefunded"] = new Phrase("Wallet refunded", "Portefeuille remboursé"),
        ["tokenCreated"] = new Phrase("Token created", "Jeton créé"),
        ["tokenRevoked"] = new Phrase("Token revoked", "Jeton révoqué"),
        ["accountCreated"] = new Phrase("Account created", "Compte créé"),
        ["accountChanged"] = new Phrase("Account changed", "Compte modifié"),
        ["accountRemoved"] = new Phrase("Account removed", "Compte supprimé"),
        ["loginFailed"] = new Phrase("Wrong password", "Mot de passe faux"),
        ["sessionOpened"] = new Phrase("Logged in", "Connexion"),
        ["ledgerKeyChanged"] = new Phrase("Ledger’s key changed", "Clé du registre changée"),
        ["eraRaised"] = new Phrase("Era raised", "Ère relevée"),
    };

    /// <summary>All kinds that have words.</summary>
    public static IEnumerable<string> Kinds => Words.Keys;

    /// <summary>What a kind is called; itself where it has no words.</summary>
    public static string NameOf(Visit visit, string kind) =>
        Words.TryGetValue(kind, out var phrase) ? visit.Say(phrase) : kind;
}
