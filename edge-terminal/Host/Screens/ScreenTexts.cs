using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

// A number that has no name has no words either: what is named and has none does not compile (CS8509).
#pragma warning disable CS8524

/// <summary>
/// The words of the display in one language, each in a file of its own. Every text is required: a missing one does not
/// compile.
/// </summary>
internal sealed partial record ScreenTexts
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

    public required string ALitre { get; init; }

    /// <summary>It changed while a card was laid there.</summary>
    public required string PriceIsNewTitle { get; init; }

    public required string HoldAgain { get; init; }

    public required string PouringTitle { get; init; }

    public required string AtMost { get; init; }

    public required string LeaveCard { get; init; }

    public required string PouredTitle { get; init; }

    /// <summary>Why a pour ended, where the guest wants to know; null: it is plain.</summary>
    public required Func<PourEnd, string?> WhyEnded { get; init; }

    /// <summary>What a meter counts.</summary>
    public required string PulsesALitre { get; init; }

    public required string TapsTitle { get; init; }

    public required string ChooseTap { get; init; }

    public required string TapEmpty { get; init; }

    public required string HoldStaffCard { get; init; }

    public required string Glass { get; init; }

    public required string GlassTitle { get; init; }

    public required string GlassLine { get; init; }

    public required string GlassesDiffer { get; init; }

    /// <summary>What staff do at a tap.</summary>
    public required Func<StaffWork, string> WorkOf { get; init; }

    public required string WayInTitle { get; init; }

    public required string WayOutTitle { get; init; }

    /// <summary>What costs nothing.</summary>
    public required string Free { get; init; }

    public required string GoInTitle { get; init; }

    public required string GoOutTitle { get; init; }

    public required string NotPassedTitle { get; init; }

    public required string GivenBack { get; init; }

    public required string ResetTitle { get; init; }

    public required string ResetLine { get; init; }

    public required string ResetDoneLine { get; init; }

    public required string ResetNothingLine { get; init; }

    public required string FireTitle { get; init; }

    public required string FireLine { get; init; }

    public required string GoThroughTitle { get; init; }

    public required string MissingTitle { get; init; }

    public required string SecondCardLine { get; init; }

    public required string PinTitle { get; init; }

    public required string PinLine { get; init; }

    /// <summary>It is being compared.</summary>
    public required string PinWait { get; init; }

    public required string StaffTitle { get; init; }

    public required string RefillTitle { get; init; }

    public required string VoidTitle { get; init; }

    public required string DepositTitle { get; init; }

    public required string CloseTitle { get; init; }

    /// <summary>How much is to be refilled.</summary>
    public required string TypeCents { get; init; }

    /// <summary>How many deposits come back.</summary>
    public required string TypeNumber { get; init; }

    public required string GuestsCard { get; init; }

    public required string PressOk { get; init; }

    public required string StaffDone { get; init; }

    public required string StaffDoneBefore { get; init; }

    /// <summary>Between units and cents.</summary>
    public required char DecimalMark { get; init; }

    /// <summary>Names of balances that are not ordinary money.</summary>
    public required Func<AssetCategory, string> NameOf { get; init; }

    /// <summary>Why something is refused, as a guest understands it. Nothing that is not the guest's to know.</summary>
    public required Func<Reason, string> Why { get; init; }

    public static ScreenTexts For(Language language) => language switch
    {
        Language.En => English,
        Language.Fr => French,
    };

    /// <summary>The words in a guest's language; null: there are none.</summary>
    public static ScreenTexts? Find(LanguageTag language) => language.ToString() switch
    {
        "en" => English,
        "fr" => French,
        _ => null,
    };
}
