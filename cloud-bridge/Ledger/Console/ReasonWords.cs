using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Why terminals refuse, in the languages of the console: in English by the names that logs and the API use.
/// </summary>
internal static class ReasonWords
{
    private static readonly Dictionary<Reason, string> French = new()
    {
        [Reason.CardUnknown] = "carte inconnue",
        [Reason.CardBlocked] = "carte bloquée",
        [Reason.CardExpired] = "carte plus valable",
        [Reason.TwoCards] = "deux cartes à la fois",
        [Reason.ClassTooWeak] = "carte qui n’a pas pu s’authentifier",
        [Reason.RandomUid] = "UID au hasard : ce n’est pas une carte du site",
        [Reason.WrongPin] = "code erroné",
        [Reason.PinLocked] = "trop de codes erronés",
        [Reason.NotEntitled] = "ni adhésion ni billet",
        [Reason.OutsideWindow] = "pas à cette heure",
        [Reason.AgeClass] = "réservé aux adultes",
        [Reason.PassedBack] = "carte déjà entrée",
        [Reason.AllowanceUsed] = "quota atteint",
        [Reason.ZoneFull] = "zone complète",
        [Reason.NotAllowed] = "carte sans ce droit",
        [Reason.NothingToVoid] = "aucune vente à annuler",
        [Reason.PouringElsewhere] = "carte qui tire déjà à un autre bec",
        [Reason.BalanceTooLow] = "solde insuffisant",
        [Reason.FloorLimit] = "trop pour un seul achat",
        [Reason.OfflineLimit] = "plafond sans réseau atteint pour cette carte",
        [Reason.Velocity] = "trop d’achats en peu de temps",
        [Reason.FirstUse] = "trop pour un premier achat sans réseau",
        [Reason.ListExpired] = "liste des cartes trop ancienne",
        [Reason.TerminalTotal] = "plafond du terminal sans réseau atteint",
        [Reason.CreditAtOnce] = "plus que permis en une fois",
        [Reason.CreditADay] = "plus que permis en un jour",
        [Reason.CreditTotal] = "le terminal ne peut plus créditer",
        [Reason.JournalFull] = "journal plein",
        [Reason.DeviceFault] = "un appareil ne répond pas",
        [Reason.OutOfService] = "hors service",
    };

    /// <summary>Its number, and what it is called.</summary>
    public static string NameOf(Visit visit, Reason reason) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(int)reason} {visit.Say(new Phrase($"{reason}", French.GetValueOrDefault(reason, $"{reason}")))}");
}
