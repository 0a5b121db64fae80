namespace CloudBridge.Ledger;

/// <summary>What happens to a card, by the kind of the fact, in the languages of the console.</summary>
internal static class FactWords
{
    private static readonly Dictionary<string, Phrase> Words = new(StringComparer.Ordinal)
    {
        ["sale"] = new Phrase("Sale", "Vente"),
        ["refusal"] = new Phrase("Refused", "Refus"),
        ["void"] = new Phrase("Voided", "Annulation"),
        ["hold"] = new Phrase("Held for a pour", "Réservé pour servir"),
        ["capture"] = new Phrase("Poured", "Servi"),
        ["release"] = new Phrase("Hold released", "Réserve rendue"),
        ["entry"] = new Phrase("Entry", "Entrée"),
        ["entryAbandoned"] = new Phrase("Did not go through", "Pas passé"),
        ["exit"] = new Phrase("Exit", "Sortie"),
        ["refill"] = new Phrase("Refill", "Recharge"),
        ["refund"] = new Phrase("Refund", "Remboursement"),
        ["ledgerRefill"] = new Phrase("Refill", "Recharge"),
        ["ledgerRefund"] = new Phrase("Refund", "Remboursement"),
        ["depositReturn"] = new Phrase("Deposit returned", "Consigne rendue"),
        ["cardBlocked"] = new Phrase("Blocked by staff", "Bloquée par l’équipe"),
        ["cardAdded"] = new Phrase("Added", "Ajoutée"),
        ["ledgerBlock"] = new Phrase("Blocked", "Bloquée"),
        ["cardChanged"] = new Phrase("Changed", "Modifiée"),
        ["cardLost"] = new Phrase("Lost: its wallet has another card", "Perdue : son portefeuille a une autre carte"),
        ["cardReissued"] = new Phrase("Took a lost card’s place", "Remplace une carte perdue"),
        ["walletsMerged"] = new Phrase("Wallets became one", "Portefeuilles réunis"),
        ["counterSet"] = new Phrase("Counter said anew", "Compteur corrigé"),
        ["suspense"] = new Phrase("Waits in suspense", "En attente"),
        ["notBooked"] = new Phrase("Not booked", "Pas compté"),
        ["suspenseSettled"] = new Phrase("Settled from suspense", "Réglé, était en attente"),
        ["reallocation"] = new Phrase("Another asset stood in", "Une autre monnaie a suppléé"),
        ["saleShown"] = new Phrase("Shown as paid", "Montrée comme payée"),
    };

    /// <summary>What a kind is called; itself where it has no words.</summary>
    public static string NameOf(Visit visit, string kind) =>
        Words.TryGetValue(kind, out var phrase) ? visit.Say(phrase) : kind;
}
