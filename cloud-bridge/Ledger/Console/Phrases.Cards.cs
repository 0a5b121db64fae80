namespace CloudBridge.Ledger;

/// <content>Cards.</content>
internal static partial class Phrases
{
    public static readonly Phrase Card = new("Card", "Carte");
    public static readonly Phrase CardName = new(
        "Printed number, UID, QR code or token", "Numéro imprimé, UID, QR code ou jeton");
    public static readonly Phrase Search = new("Search", "Chercher");
    public static readonly Phrase NoSuchCard = new(
        "There is no such card in the ledger.", "Cette carte n’est pas dans le registre.");
    public static readonly Phrase SeveralCards = new(
        "Several cards have that number or code: which one is the guest’s?",
        "Plusieurs cartes ont ce numéro ou ce code : laquelle est celle du client ?");
    public static readonly Phrase WhatHappened = new("What happened", "Ce qui s’est passé");
    public static readonly Phrase MoreInLog = new(
        "Of the last {0} lines of the log that tell of it. All of it is in the exports.",
        "Des {0} dernières lignes du registre qui en parlent. Tout est dans les exports.");
    public static readonly Phrase When = new("When", "Quand");
    public static readonly Phrase Record = new("Record", "Écriture");
    public static readonly Phrase Amount = new("Amount", "Montant");
    public static readonly Phrase Reason = new("Refused because", "Refusé car");
    public static readonly Phrase AtLedger = new("At the ledger", "Au registre");
    public static readonly Phrase Token = new("Token", "Jeton");
    public static readonly Phrase Class = new("Class", "Classe");
    public static readonly Phrase Balances = new("Balances", "Soldes");
    public static readonly Phrase Suspense = new("In suspense", "En attente de décision");
    public static readonly Phrase Entitlements = new("Memberships and badges", "Adhésions et badges");
    public static readonly Phrase ValidThrough = new("Valid through", "Valable jusqu’au");
    public static readonly Phrase Wallet = new("Wallet", "Portefeuille");
    public static readonly Phrase CardOk = new("Good", "Bonne");
    public static readonly Phrase CardBlocked = new("Blocked", "Bloquée");
    public static readonly Phrase CardReissued = new(
        "Re-issued: blocked for good", "Remplacée : bloquée pour toujours");
    public static readonly Phrase Block = new("Block this card", "Bloquer cette carte");
    public static readonly Phrase Unblock = new("Unblock this card", "Débloquer cette carte");
}
