using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>The words of the display in one language. Every text is required: a missing one does not compile.</summary>
internal sealed record ScreenTexts
{
    public required string StartingTitle { get; init; }

    public required string ReadyTitle { get; init; }

    public required string ReadyLine { get; init; }

    public required string AmountTitle { get; init; }

    public required string HoldCard { get; init; }

    public required string HoldLonger { get; init; }

    public required string ApprovedTitle { get; init; }

    public required string ApprovedEarlierTitle { get; init; }

    public required string ApprovedEarlierLine { get; init; }

    public required string RefusedTitle { get; init; }

    public required string BalanceTitle { get; init; }

    public required string Left { get; init; }

    public required string OnTheCard { get; init; }

    public required string OutOfServiceTitle { get; init; }

    public required string OutOfServiceLine { get; init; }

    public required string ClosedTitle { get; init; }

    /// <summary>Between units and cents.</summary>
    public required char DecimalMark { get; init; }

    /// <summary>Names of balances that are not ordinary money.</summary>
    public required Func<AssetCategory, string> NameOf { get; init; }

    /// <summary>Why something is refused, as a guest understands it. Nothing that is not the guest's to know.</summary>
    public required Func<Reason, string> Why { get; init; }

    public static ScreenTexts For(Language language) => language switch
    {
        Language.Fr => French,
        _ => English,
    };

    private static ScreenTexts English { get; } = new()
    {
        StartingTitle = "One moment",
        ReadyTitle = "Welcome",
        ReadyLine = "Hold your card to see your balance",
        AmountTitle = "To pay",
        HoldCard = "Hold your card here",
        HoldLonger = "Hold the card until it beeps",
        ApprovedTitle = "Thank you",
        ApprovedEarlierTitle = "Already paid",
        ApprovedEarlierLine = "Not charged again",
        RefusedTitle = "Not possible",
        BalanceTitle = "Your balance",
        Left = "Left",
        OnTheCard = "On the card",
        OutOfServiceTitle = "Out of service",
        OutOfServiceLine = "Please ask the staff",
        ClosedTitle = "Closed",
        DecimalMark = '.',
        NameOf = category => category switch
        {
            AssetCategory.Time => "Hours",
            AssetCategory.Loyalty => "Points",
            _ => category.Code(),
        },
        Why = reason => reason switch
        {
            Reason.CardUnknown => "Card not known here",
            Reason.CardBlocked => "This card is blocked",
            Reason.CardExpired => "This card has expired",
            Reason.TwoCards => "Two cards: hold only one",
            Reason.ClassTooWeak => "Card could not prove itself",
            Reason.RandomUid => "This kind of card or phone does not work here",
            Reason.NotEntitled => "For members only",
            Reason.OutsideWindow => "Not sold at this hour",
            Reason.PassedBack => "This card is inside already",
            Reason.AgeClass => "For adults: please ask the staff",
            Reason.AllowanceUsed => "Today's allowance is used up",
            Reason.BalanceTooLow => "Not enough money",
            Reason.FloorLimit => "Too much for one purchase here",
            Reason.OfflineLimit => "Limit reached for now: try again later",
            Reason.Velocity => "Too many purchases: wait a while",
            Reason.FirstUse => "Too much for a first purchase while the network is away",
            Reason.ListExpired => "No news from the network for too long",
            Reason.TerminalTotal => "This till has reached its limit without network",
            Reason.JournalFull => "This till is full: please ask the staff",
            Reason.DeviceFault => "A device does not work: please ask the staff",
            Reason.OutOfService => "Out of service",
            _ => "Please ask the staff",
        },
    };

    private static ScreenTexts French { get; } = new()
    {
        StartingTitle = "Un instant",
        ReadyTitle = "Bienvenue",
        ReadyLine = "Posez votre carte pour voir votre solde",
        AmountTitle = "À payer",
        HoldCard = "Posez votre carte ici",
        HoldLonger = "Laissez la carte jusqu'au bip",
        ApprovedTitle = "Merci",
        ApprovedEarlierTitle = "Déjà payé",
        ApprovedEarlierLine = "Rien n'est débité en plus",
        RefusedTitle = "Impossible",
        BalanceTitle = "Votre solde",
        Left = "Reste",
        OnTheCard = "Sur la carte",
        OutOfServiceTitle = "Hors service",
        OutOfServiceLine = "Adressez-vous à l'équipe",
        ClosedTitle = "Fermé",
        DecimalMark = ',',
        NameOf = category => category switch
        {
            AssetCategory.Time => "Heures",
            AssetCategory.Loyalty => "Points",
            _ => category.Code(),
        },
        Why = reason => reason switch
        {
            Reason.CardUnknown => "Carte inconnue ici",
            Reason.CardBlocked => "Cette carte est bloquée",
            Reason.CardExpired => "Cette carte n'est plus valable",
            Reason.TwoCards => "Deux cartes : n'en posez qu'une",
            Reason.ClassTooWeak => "Cette carte n'a pas pu s'authentifier",
            Reason.RandomUid => "Ce type de carte ou de téléphone n'est pas accepté",
            Reason.NotEntitled => "Réservé aux membres",
            Reason.OutsideWindow => "Pas en vente à cette heure",
            Reason.PassedBack => "Cette carte est déjà entrée",
            Reason.AgeClass => "Réservé aux adultes : voyez l'équipe",
            Reason.AllowanceUsed => "Quota du jour atteint",
            Reason.BalanceTooLow => "Solde insuffisant",
            Reason.FloorLimit => "Trop pour un seul achat ici",
            Reason.OfflineLimit => "Plafond atteint pour l'instant : réessayez plus tard",
            Reason.Velocity => "Trop d'achats : patientez un peu",
            Reason.FirstUse => "Trop pour un premier achat sans réseau",
            Reason.ListExpired => "Sans nouvelles du réseau depuis trop longtemps",
            Reason.TerminalTotal => "Cette caisse a atteint son plafond sans réseau",
            Reason.JournalFull => "Caisse pleine : voyez l'équipe",
            Reason.DeviceFault => "Un appareil ne répond pas : voyez l'équipe",
            Reason.OutOfService => "Hors service",
            _ => "Voyez l'équipe",
        },
    };
}
